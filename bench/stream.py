"""A stream of synthetic news: stories with several reports each, in beats whose words and names come back week after week.

Words are drawn from the shipped background frequencies, lengths from corpora in the contract's form (or from the shape that
was measured on such corpora): `python -m bench.stream CORPUS.jsonl …` prints how the stream and the corpora compare. No text
of anybody goes into it, and the same seed gives the same stream.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.background import TYPICAL_WORDS, parse_table
from matching.types import Article

START = datetime(2026, 1, 5, tzinfo=UTC)
DATA = Path(__file__).resolve().parent.parent / "matching" / "data"
# Deciles of the words of an article over four corpora taken together (1,520 articles; bench.stream prints them).
LENGTHS = (7, 88, 90, 91, 93, 97, 177, 302, 471, 707, 1500)
REPORTS = (1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 8)
BEATS = 400
_BEAT_WORDS, _BEAT_NAMES = 260, 14
_STORY_WORDS, _STORY_NAMES = 45, 5
_SYLLABLES = tuple(
    f"{a}{b}{c}"
    for a in ("b", "d", "kr", "l", "m", "n", "pr", "qu", "r", "st", "v", "z")
    for b in "aeiou"
    for c in ("", "n", "r", "lt")
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the stream follows: deciles of the words of an article, articles a day, and the share that copies another."""

    lengths: tuple[float, ...] = LENGTHS
    a_day: int = 14_000
    copies: float = 0.08


@dataclass(frozen=True, slots=True)
class _Story:
    number: int
    words: NDArray[np.str_]
    names: NDArray[np.str_]
    numbers: NDArray[np.str_]
    texts: list[str]


class Stream:
    """Articles without end, in the order of publication."""

    def __init__(self, shape: Shape, seed: int = 7) -> None:
        """Read the background frequencies of English."""
        self.shape = shape
        self._draw = np.random.default_rng(seed)
        _, idf, _ = parse_table((DATA / "background-en.txt").read_text(encoding="utf-8"))
        self._stories = 0
        self._words = np.array(list(idf))
        share = -np.expm1(np.log1p(-np.minimum(0.999999, np.exp(-np.array(list(idf.values()))))) / TYPICAL_WORDS)
        self._share = share / share.sum()
        self._telling = np.flatnonzero(np.array(list(idf.values())) > 4.0)
        flat = self._share[self._telling] ** 0.6
        self._telling_share = flat / flat.sum()
        self._beats = [(self._rare(_BEAT_WORDS), self._names(_BEAT_NAMES)) for _ in range(BEATS)]
        self._popular = 1.0 / np.arange(1, BEATS + 1) ** 0.7
        self._popular /= self._popular.sum()

    def _rare(self, count: int) -> NDArray[np.str_]:
        return self._words[self._draw.choice(self._telling, count, p=self._telling_share)]

    def _names(self, count: int) -> NDArray[np.str_]:
        parts = self._draw.choice(_SYLLABLES, (count, 3))
        return np.array(
            ["".join(row[: 2 + int(n)]).capitalize() for row, n in zip(parts, parts[:, 0] < "n", strict=True)]
        )

    def _story(self) -> _Story:
        words, names = self._beats[int(self._draw.choice(BEATS, p=self._popular))]
        self._stories += 1
        return _Story(
            self._stories,
            np.concatenate([self._draw.choice(words, _STORY_WORDS // 5), self._rare(_STORY_WORDS)]),
            np.concatenate([self._draw.choice(names, 2), self._names(_STORY_NAMES)]),
            self._draw.integers(2, 9_000, 6).astype(np.str_),
            [],
        )

    def __iter__(self) -> Iterator[tuple[Article, int]]:
        """Articles with the number of their story. Stories begin one after the other; their reports follow within two days, most within hours."""
        waiting: list[tuple[float, int, _Story]] = []
        clock, number, step = 0.0, 0, 24.0 * (sum(REPORTS) / len(REPORTS)) / self.shape.a_day
        while True:
            story = self._story()
            count = int(self._draw.choice(REPORTS))
            for delay in np.minimum(self._draw.exponential(6.0, count), 48.0).tolist():
                waiting.append((clock + delay, len(waiting), story))
            clock += step
            if len(waiting) >= 4_096:
                waiting.sort(key=lambda one: one[:2])
                ready = [one for one in waiting if one[0] <= clock]
                waiting = [one for one in waiting if one[0] > clock]
                for hours, _, of_story in ready:
                    yield self._article(number, hours, of_story), of_story.number
                    number += 1

    def _article(self, number: int, hours: float, story: _Story) -> Article:
        key = f"s{number:07d}"
        title = self._sentence(story, 9)
        if story.texts and self._draw.random() < self.shape.copies:
            text = story.texts[0]
        else:
            place = self._draw.random() * 10
            low, high = self.shape.lengths[int(place)], self.shape.lengths[int(place) + 1]
            text = self._text(story, max(8, int(low + (high - low) * (place % 1))))
            story.texts.append(text)
        when = START + timedelta(hours=hours)
        paper = f"paper-{int(self._draw.integers(0, 400))}"
        return Article(key, f"https://{paper}.example/{key}", paper, title, text, published=when, first_seen=when)

    def _text(self, story: _Story, count: int) -> str:
        sizes = self._draw.integers(9, 26, max(1, count // 17))
        return " ".join(self._sentence(story, int(size)) + "." for size in sizes)

    def _sentence(self, story: _Story, count: int) -> str:
        kind = self._draw.random(count)
        drawn = self._words[np.searchsorted(self._cumulative(), self._draw.random(count))].astype(object)
        for low, high, words in ((0.0, 0.16, story.words), (0.16, 0.23, story.names), (0.23, 0.25, story.numbers)):
            chosen = (kind >= low) & (kind < high)
            drawn[chosen] = self._draw.choice(words, int(chosen.sum()))
        said = " ".join(drawn.tolist())
        return said[:1].upper() + said[1:]

    def _cumulative(self) -> NDArray[np.float64]:
        if not hasattr(self, "_sums"):
            self._sums = np.cumsum(self._share)
        return self._sums


def lengths_of(corpora: Sequence[Path]) -> tuple[float, ...]:
    """Deciles of the words of the articles of some corpora."""
    lines = [line for path in corpora for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    counts = [len(json.loads(line)["text"].split()) for line in lines]
    return tuple(float(value) for value in np.quantile(counts, np.linspace(0, 1, 11)))


def main() -> None:
    """Print the deciles of corpora."""
    parser = argparse.ArgumentParser(prog="python -m bench.stream", description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    print(
        "words of an article, deciles:", " ".join(f"{math.floor(n)}" for n in lengths_of(parser.parse_args().corpora))
    )


if __name__ == "__main__":
    main()
