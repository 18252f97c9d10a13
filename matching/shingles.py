"""Shared narration inside one event: word shingles in an inverted index, containment both ways, aligned spans.

Containment (the share of one text's shingles that the other has) finds a copy cut to a third, where the Jaccard
coefficient does not: Broder, "On the resemblance and containment of documents" (1997). Quotations and an outlet's own
boilerplate are left out first. The index looks only at pairs that share a shingle, and stops counting a shingle that
more than `MAX_POSTING` articles carry once those articles are known to be copies of each other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matching.quotes import without_quotes
from matching.types import Span

SIZE = 5  # words in a shingle: long enough that two reporters rarely coincide, short enough to survive light editing
_TOKEN = re.compile(r"[^\W_]+(?:[’'.,\-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text outside quotations: folded, with the offsets of each, and their shingles in order.

    A shingle is kept as the hash of its words: good for comparing within one run, and never stored.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    shingles: tuple[int, ...]

    @property
    def distinct(self) -> frozenset[int]:
        """The distinct shingles."""
        return frozenset(self.shingles)


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two articles (a < b) share: shingle counts, containment of each in the other, longest run in words."""

    a: str
    b: str
    shared: int
    in_a: float
    in_b: float

    @property
    def containment(self) -> float:
        """The larger of the two containments."""
        return max(self.in_a, self.in_b)


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return `word` as it is compared: lower case, one apostrophe, no possessive, no thousands separators."""
    low = word.lower().replace("’", "'")
    if low.endswith("'s"):
        low = low[:-2]
    return low.replace(",", "") if low[:1].isdigit() else low


def words_of(text: str, *, ignore: Iterable[tuple[int, int]] = ()) -> Words:
    """Return the words of `text` outside quotations and outside the `ignore` ranges, with their shingles."""
    narration = without_quotes(text)
    for start, end in ignore:
        narration = narration[:start] + " " * (end - start) + narration[end:]
    words, starts, ends = [], [], []
    for match in _TOKEN.finditer(narration):
        words.append(fold(match.group()))
        starts.append(match.start())
        ends.append(match.end())
    shingles = tuple(map(hash, zip(*(words[i:] for i in range(SIZE)), strict=False)))
    return Words(tuple(words), tuple(starts), tuple(ends), shingles)


MAX_POSTING = 60  # articles that carry one shingle before it is looked at only through the first of them


def overlaps(words: Mapping[str, Words]) -> tuple[Overlap, ...]:
    """Return every pair that shares a shingle, with both containments, sorted by ids.

    In an event of many copies a shingle may stand in hundreds of articles. Such a shingle links each of them to the
    first `MAX_POSTING` only: enough to join a copy to its group, and the work stays linear.
    """
    sets = {key: words[key].distinct for key in sorted(words)}
    index: dict[int, list[str]] = defaultdict(list)
    for key, shingles in sets.items():
        for shingle in shingles:
            index[shingle].append(key)
    anchors = _anchors(index, sets)
    shared: Counter[tuple[str, str]] = Counter()
    for keys in index.values():
        if len(keys) < 2:
            continue
        if len(keys) <= MAX_POSTING:
            shared.update((a, b) for i, a in enumerate(keys) for b in keys[i + 1 :])
        else:
            few = [k for k in keys if k in anchors][:MAX_POSTING]
            shared.update((min(a, k), max(a, k)) for a in few for k in keys if a < k or k not in anchors)
    return tuple(
        Overlap(a, b, n, n / max(1, len(sets[a])), n / max(1, len(sets[b]))) for (a, b), n in sorted(shared.items())
    )


def _anchors(index: Mapping[int, Sequence[str]], sets: Mapping[str, frozenset[int]]) -> frozenset[str]:
    """Pick the articles through which shingles of very many articles are looked at: the longest ones, by (size, id)."""
    crowded = {k for keys in index.values() if len(keys) > MAX_POSTING for k in keys}
    ranked = sorted(crowded, key=lambda k: (-len(sets[k]), k))
    return frozenset(ranked[: MAX_POSTING // 4])


def aligned_spans(a: str, words_a: Words, words_b: Words, *, least: int = 8, limit: int = 3) -> tuple[Span, ...]:
    """Return the longest runs of at least `least` words of text `a` that stand in the other too, at most `limit`."""
    other = words_b.distinct
    runs: list[tuple[int, int]] = []
    begin: int | None = None
    for i, shingle in enumerate((*words_a.shingles, -1)):
        if shingle in other and begin is None:
            begin = i
        elif shingle not in other and begin is not None:
            runs.append((begin, i - 1 + SIZE - 1))
            begin = None
    kept = sorted((r for r in runs if r[1] - r[0] + 1 >= least), key=lambda r: (r[0] - r[1], r[0]))[:limit]
    spans = [(words_a.starts[first], words_a.ends[last]) for first, last in sorted(kept)]
    return tuple(Span(s, e, a[s:e]) for s, e in spans)


def longest_run(words_a: Words, words_b: Words) -> int:
    """Return the length in words of the longest run that stands in both."""
    other = words_b.distinct
    best = run = 0
    for shingle in words_a.shingles:
        run = run + 1 if shingle in other else 0
        best = max(best, run)
    return best + SIZE - 1 if best else 0
