"""Articles that hardly do more than reproduce a public statement: a post, a letter, a few words around a long quotation.

A quotation proves nothing about who reported it, so shared text is compared without quotations; what is left of an article
that prints a statement and two sentences around it would then look like a report of its own. Such an article rests on the
statement, if another of the event has the same words and neither says that they were said to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching import thresholds as limits
from matching.dependence import decisive_credit, decisive_wire
from matching.quotes import quoted_ranges
from matching.reading import Reading
from matching.scan import scan
from matching.sharedtext import overlaps
from matching.shingles import Words, words_outside
from matching.types import Edge, EdgeKind, Span

_BEGINNING = 40  # characters by which a quotation is found in another text
_NEAR = 120  # characters between it and the words that say to whom it was said
# Pieces of a quotation, of `_BEGINNING` characters each, and how many of them a text that has its words holds to the letter.
_PROBES, _FOUND = 4, 2


@dataclass(frozen=True, slots=True)
class _Said:
    """The longest quotation of an article: where it stands, and its words; `place` is that of the article in time."""

    place: int
    reading: Reading
    span: Span
    words: Words

    @property
    def key(self) -> bytes:
        """Equal for quotations of the same words."""
        return self.words.distinct.tobytes()


def reprint_edges(readings: Sequence[Reading]) -> list[Edge]:
    """Return an edge from each bare reprint to the statement that it reproduces ("statement:ID", ID that of the first).

    `readings` are in order of time; the same readings give the same edges.
    """
    bare = [said for place, reading in enumerate(readings) if (said := _bare(place, reading)) is not None]
    by_words: dict[bytes, list[_Said]] = defaultdict(list)
    for said in bare:
        by_words[said.key].append(said)
    alike = _alike({key: same[0].words for key, same in by_words.items()})
    edges = []
    for said in bare:
        same = [by_words[key] for key in alike[said.key]]
        if any(_another_house(o, said) for some in same for o in some) or _stands_elsewhere(said, readings):
            first = min((some[0] for some in same), key=lambda one: one.place)
            note = f"hardly more than a quotation of {len(said.words)} words that others have too"
            target = f"statement:{first.reading.article.id}"
            key = said.reading.article.id
            edges.append(Edge(key, target, EdgeKind.STATEMENT, limits.REPRINT_EDGE, (said.span,), note))
    return edges


def _alike(wordings: Mapping[bytes, Words]) -> dict[bytes, list[bytes]]:
    """For each wording those that are the same statement: it itself, and others of which one is the greater part."""
    numbered = {str(number): key for number, key in enumerate(wordings)}
    found = {key: [key] for key in wordings}
    for pair in overlaps({number: wordings[key] for number, key in numbered.items()}):
        if pair.containment >= limits.REPRINT_SAME and 2 * min(pair.in_a, pair.in_b) >= 1:
            a, b = numbered[pair.a], numbered[pair.b]
            found[a].append(b)
            found[b].append(a)
    return found


def _bare(place: int, reading: Reading) -> _Said | None:
    """The quotation that an article is little more than, or None where it has a narration, or says whom it was said to."""
    if len(reading.words) > limits.REPRINT_NARRATION or reading.own.confirms or reading.own.colour:
        return None
    if decisive_wire(reading) is not None or decisive_credit(reading) is not None:
        return None
    text = reading.article.text
    longest = max(quoted_ranges(text), key=lambda q: (q[1] - q[0], -q[0]), default=None)
    if longest is None:
        return None
    span = Span(*longest, text[slice(*longest)])
    words = words_outside(scan(span.text), ())
    if len(words) < limits.REPRINT_WORDS or len(words) < limits.REPRINT_SHARE * len(scan(text).words):
        return None
    return _Said(place, reading, span, words)


def _another_house(a: _Said, b: _Said) -> bool:
    return a.reading.article.outlet_id != b.reading.article.outlet_id


def _stands_elsewhere(said: _Said, readings: Sequence[Reading]) -> bool:
    """Whether the words stand in a longer report of another outlet that was not the one to whom they were said."""
    quotation = said.span.text
    last = max(1, len(quotation) - 1 - _BEGINNING)
    probes = [quotation[at : at + _BEGINNING] for at in range(1, last + 1, max(1, (last - 1) // (_PROBES - 1)))]
    for other in readings:
        text = other.article.text
        if other.article.outlet_id == said.reading.article.outlet_id or len(text) < len(quotation):
            continue
        if sum(probe in text for probe in probes) < _FOUND:
            continue
        common = np.intersect1d(words_outside(scan(text), ()).distinct, said.words.distinct)
        if len(common) >= limits.REPRINT_SAME * len(said.words.distinct) and not _said_to(other, said):
            return True
    return False


def _said_to(reading: Reading, said: _Said) -> bool:
    """Whether a report says in the sentence of the quotation, or next to it, that it was said to its newsroom."""
    at = reading.article.text.find(said.span.text[1:_BEGINNING])
    own = (*reading.own.confirms, *reading.own.colour)
    return at >= 0 and any(s.start - _NEAR <= at <= s.end + _NEAR for s in own)
