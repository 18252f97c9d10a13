"""Articles that hardly do more than reproduce a public statement: a post, a letter, a few words around a long quotation.

A quotation proves nothing about who reported it, so shared text is compared without quotations; what is left of an article
that prints a statement and two sentences around it would then look like a report of its own. Such an article rests on the
statement, if another of the event has the same words and neither says that they were said to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching import thresholds as limits
from matching.dependence import decisive_credit, decisive_wire
from matching.plaintext import plain_text
from matching.reading import Reading
from matching.scan import scan
from matching.shingles import Hashes, words_outside
from matching.types import Edge, EdgeKind, Span

_BEGINNING = 40  # characters by which a quotation is found in another text
_NEAR = 120  # characters between it and the words that say to whom it was said


@dataclass(frozen=True, slots=True)
class _Said:
    """The longest quotation of an article: where it stands, its length in words, its shingles."""

    reading: Reading
    span: Span
    words: int
    shingles: Hashes


def reprint_edges(readings: Sequence[Reading]) -> list[Edge]:
    """Return an edge from each bare reprint to the statement that it reproduces ("statement:ID", ID that of the first).

    `readings` are in order of time; the same readings give the same edges.
    """
    bare = [said for said in map(_bare, readings) if said is not None]
    edges = []
    for said in bare:
        others = [o for o in bare if _another_house(o.reading, said.reading) and _same(o.shingles, said.shingles)]
        if others or _stands_elsewhere(said, readings):
            first = next(o for o in bare if o is said or o in others)
            note = f"hardly more than a quotation of {said.words} words that others have too"
            target = f"statement:{first.reading.article.id}"
            key = said.reading.article.id
            edges.append(Edge(key, target, EdgeKind.STATEMENT, limits.REPRINT_EDGE, (said.span,), note))
    return edges


def _bare(reading: Reading) -> _Said | None:
    """The quotation that an article is little more than, or None where it has a narration, or says whom it was said to."""
    if len(reading.words) > limits.REPRINT_NARRATION or reading.own.confirms or reading.own.colour:
        return None
    if decisive_wire(reading) is not None or decisive_credit(reading) is not None:
        return None
    text = reading.article.text
    plain = plain_text(text)
    longest = max(plain.quotes, key=lambda q: (q[1] - q[0], -q[0]), default=None)
    if longest is None:
        return None
    span = Span(*longest, text[slice(*longest)])
    words = len(scan(span.text).words)
    whole = len(plain.scanned.words)
    if words < limits.REPRINT_WORDS or words < limits.REPRINT_SHARE * whole:
        return None
    return _Said(reading, span, words, _shingles(span.text))


def _shingles(text: str) -> Hashes:
    return words_outside(scan(text), ()).distinct


def _same(a: Hashes, b: Hashes) -> bool:
    """Whether two quotations are one, or one is the greater part of the other."""
    common = len(np.intersect1d(a, b))
    return common >= limits.REPRINT_SAME * min(len(a), len(b)) and 2 * common >= max(len(a), len(b))


def _another_house(a: Reading, b: Reading) -> bool:
    return a.article.outlet_id != b.article.outlet_id


def _stands_elsewhere(said: _Said, readings: Sequence[Reading]) -> bool:
    """Whether the words stand in a longer report of another outlet that was not the one to whom they were said."""
    for other in readings:
        if not _another_house(other, said.reading) or len(other.article.text) < len(said.span.text):
            continue
        common = len(np.intersect1d(_shingles(other.article.text), said.shingles))
        if common >= limits.REPRINT_SAME * len(said.shingles) and not _said_to(other, said):
            return True
    return False


def _said_to(reading: Reading, said: _Said) -> bool:
    """Whether a report says in the sentence of the quotation, or next to it, that it was said to its newsroom."""
    at = reading.article.text.find(said.span.text[1:_BEGINNING])
    own = (*reading.own.confirms, *reading.own.colour)
    return at >= 0 and any(s.start - _NEAR <= at <= s.end + _NEAR for s in own)
