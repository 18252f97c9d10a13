"""What stands beside a credit: whether the newsroom was there itself, and whether anybody else has a voice in the article.

An article whose only quoted voice spoke to X, and that shows no reporting of its own, passes on what X was told, wherever X
is named in it. One whose reporter was there has a reason of its own for what it says below the lead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from matching import thresholds as limits
from matching.centrality import Passage, lead_is_sourced, persons
from matching.sentences import Sentence
from matching.voices import has_public_source

_OWN_ACT = re.compile(
    r"\b(?:told|showed|shown\s+to|walked|tells|shows|let)\s+(?:us|me)\b|\b(?:we|I)\s+(?:\w+\s+)?(?:saw|counted|tested|spoke|met|visited|managed|watched|asked|reviewed|examined|found|rode)\b"
    r"|\b(?:this|our)\s+(?:newspaper|paper|magazine|website|reporter|correspondent|team|crew|workshop|newsroom)\b|\ba\s+reporter\b"
    r"|\bin\s+an\s+interview\s+(?:in|at|on\s+(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))\b"
    r"|\b(?:este\s+(?:diario|periódico)|notre\s+(?:journal|rédaction)|dieser\s+(?:Zeitung|Redaktion))\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
_LEAST_QUOTE = 20  # characters from which a quotation is somebody's voice and not a word in quotation marks


def has_own_act(passage: Passage) -> bool:
    """Whether the narration shows the newsroom at work: named as such below the title, or as "us", "this newspaper"."""
    if any(passage.outlet_id and m.outlet_id == passage.outlet_id for m in passage.mentions):
        return True
    return any(
        not any(start <= m.start() < end for start, end in passage.quotes) for m in _OWN_ACT.finditer(passage.text)
    )


def is_sole_voice(passage: Passage, sentence: Sentence, number: int, key: Collection[str]) -> bool:
    """Whether every voice that a brief quotes is the one of `sentence`, who spoke to the newsroom that `key` names.

    Not so where the article shows own reporting or a public source, or where another newsroom is named.
    """
    if number < 0 or len(passage.sentences) > limits.BRIEF_SENTENCES or has_own_act(passage):
        return False
    if lead_is_sourced(passage, number) or has_public_source(sentence.text):
        return False
    if any((m.outlet_id or m.name) not in key for m in passage.mentions):
        return False
    speakers = persons(passage, sentence.text)
    if not speakers and number <= limits.LEAD_SENTENCES:  # "the minister told X": whoever the lead is about
        speakers = persons(passage, f"{passage.title}\n{passage.text[: passage.sentences[number].end]}") or persons(
            passage, passage.text
        )
    voices = list(_quoted(passage))
    return bool(voices) and all(_is_same(passage, said, sentence, speakers) for said in voices)


def _quoted(passage: Passage) -> Iterator[Sentence]:
    """The sentences in which a voice is quoted."""
    for start, end in passage.quotes:
        if end - start >= _LEAST_QUOTE:
            yield from (s for s in passage.sentences if s.start <= start < s.end)


def _is_same(passage: Passage, said: Sentence, sentence: Sentence, speakers: Collection[str]) -> bool:
    """Whether a quotation is of the credited speaker: in his sentence or paragraph, with his name, or "he said" alone."""
    if said.paragraph == sentence.paragraph:
        return True
    named = persons(passage, said.text)
    if named:
        return not named.isdisjoint(speakers)
    return _PRONOUN.search(said.text) is not None
