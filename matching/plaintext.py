"""What a text says by itself, whoever prints it: read once, however many outlets print the same text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from matching.facts import Facts, facts_of
from matching.publicmatter import public_ranges
from matching.quotes import quoted_ranges, without_quotes
from matching.scan import Scan, scan
from matching.sentences import Sentence, split_sentences
from matching.shingles import Words, words_outside
from matching.statements import official_blocks, release_score
from matching.types import Span


@dataclass(frozen=True, slots=True, eq=False)
class PlainText:
    """A text cut into sentences and words, its quotations, its narration's shingles, its facts, and how far it reads like
    a release. `lowered` holds the words of each sentence in small letters, `narration` the text with quotations blanked.
    """

    sentences: tuple[Sentence, ...]
    scanned: Scan
    lowered: tuple[Sequence[str], ...]
    vocabulary: frozenset[str]
    quotes: tuple[tuple[int, int], ...]
    narration: str
    words: Words
    facts: Facts
    release: float
    release_spans: tuple[Span, ...]


@lru_cache(maxsize=256)
def plain_text(text: str) -> PlainText:
    """Read one text. The last few hundred are kept: of an agency's story hundreds of copies are the same to the letter."""
    sentences, scanned = split_sentences(text), scan(text)
    vocabulary, quotes = frozenset(scanned.words), quoted_ranges(text)
    score, spans = release_score(text, vocabulary)
    return PlainText(
        sentences,
        scanned,
        _lowered(sentences, scanned),
        vocabulary,
        quotes,
        without_quotes(text),
        words_outside(scanned, (*quotes, *official_blocks(text), *public_ranges(text))),
        facts_of(sentences, scanned),
        score,
        spans,
    )


def _lowered(sentences: Sequence[Sentence], scanned: Scan) -> tuple[Sequence[str], ...]:
    """The words of each sentence in small letters."""
    ends = [*(bisect_left(scanned.starts, s.start) for s in sentences), len(scanned)]
    return tuple(scanned.lowered[first:last] for first, last in pairwise(ends))
