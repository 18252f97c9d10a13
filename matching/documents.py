"""An article as the pair scorer reads it: weighted words of its title, lead and text, names, numbers, quotes, days."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from matching.background import Background, detect_language
from matching.days import MONTH, WEEKDAY, mentioned_days, stated_dates
from matching.happening import Happening, clause_of, happening_of, top_of
from matching.ids import id_order
from matching.manner import Manner, manner_of
from matching.runs import Hashes, Runs, distinct, run_hashes, word_hashes
from matching.tokens import Token, tokenize
from matching.types import Article, Body

# What lies beyond is background in nearly every article, and costs time and memory.
TEXT_CHARACTERS = 6_000
LEAD_CHARACTERS = 600
# A word at least this rare counts as a name where its capital says nothing (title, start of a sentence).
_RARE = 5.5
# Words below this weight are too common to be a document's own.
_COMMON = 2.0
_SHINGLE = 5
# A first name and a surname, or one body and whom it dealt with.
_ACTOR_NAMES = 2
_QUOTED = re.compile(r"[\"“„«”]([^\"“”„«»\n]{15,400})[\"”“»]")

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Document:
    """What one article contributes to pairs: weights by token for each view of it.

    `top` is the title with the first sentence, `news` the same without what that sentence looks back on,
    `deed` the stems of the title's words that are no names, `actors` the names that the title has first. `days` holds
    ordinals of the days its lead names, `top_days` of those its top names, `stated` of the full dates that it gives
    itself, `published` is the article's own, `seen` is when it was first seen. `order` decides between equals. `body` is False
    where only the title is known.
    """

    id: str
    order: int
    language: str
    title_text: str
    words: int
    body: bool
    published: datetime | None
    seen: datetime | None
    title: Weights
    lead: Weights
    top: Weights
    news: Weights
    title_names: Weights
    deed: Weights
    actors: Weights
    text: Weights
    bigrams: Runs
    names: Weights
    lead_names: Weights
    plain: Weights
    numbers: Weights
    stems: Weights
    rare: Weights
    focus: Weights
    shingles: Runs
    quotes: Runs
    days: frozenset[int]
    top_days: frozenset[int]
    stated: frozenset[int]
    happening: Happening
    manner: Manner


def make_document(article: Article, background: Background) -> Document:
    """The document of an article; an article without body or title gives empty views, never an error."""
    body = "" if article.body is Body.MISSING else article.text[:TEXT_CHARACTERS]
    title = tokenize(article.title)
    text = tokenize(body)
    everything = title + text
    language = detect_language([token.word for token in everything], background, article.language)
    weigh = _Weigher(background.weights(language), background.unseen(language))
    hashes = word_hashes([token.key for token in everything])
    first = top_of(text)
    behind = clause_of(first)
    lead = title + [token for token in text if token.end <= LEAD_CHARACTERS]
    names = _names(title, text, weigh)
    named = [token for token in title if token.key in names]
    counts = Counter(token.key for token in everything if not token.number)
    idf = weigh.by_key(everything)
    published = article.published.date() if article.published else None
    return Document(
        id=article.id,
        order=id_order(article.id),
        language=language,
        title_text=" ".join(token.key for token in title),
        words=len(text),
        body=bool(text),
        published=article.published,
        seen=article.first_seen,
        title=_weights(Counter(token.key for token in title if not token.number), idf),
        lead=_weights(Counter(token.key for token in lead if not token.number), idf),
        top=_flat((*title, *first), idf),
        news=_flat((*title, *first[: len(first) - len(behind)]), idf),
        title_names=_flat(named, idf),
        deed=_stems([token for token in title if token.key not in names], idf),
        actors=_flat(named[:_ACTOR_NAMES], idf),
        text=_weights(counts, idf),
        bigrams=_bigrams(everything, hashes, idf),
        names=_weights(Counter({key: n for key, n in counts.items() if key in names}), idf),
        lead_names=_weights(Counter(token.key for token in lead if token.key in names), idf),
        plain=_weights(Counter(token.key for token in lead if token.key not in names and not token.number), idf),
        numbers=_numbers(everything),
        stems=_stems(lead, idf),
        rare={key: idf[key] ** 3 for key in counts if idf[key] > _COMMON},
        focus=_focus(title, text, idf),
        shingles=_shingles(hashes[len(title) :]),
        quotes=_quotes(body, text, hashes[len(title) :]),
        days=mentioned_days(lead, published),
        top_days=mentioned_days([*title, *first], published),
        stated=frozenset({published.toordinal()}) if published else stated_dates(lead),
        happening=happening_of(title, first, lead, everything, language),
        manner=manner_of(title, text),
    )


class _Weigher:
    """IDF lookups for one language."""

    def __init__(self, table: Weights, unseen: float) -> None:
        self._table = table
        self._unseen = unseen

    def word(self, token: Token) -> float:
        """The weight of a token as it is written."""
        return self._table.get(token.word, self._unseen)

    def by_key(self, tokens: Sequence[Token]) -> dict[str, float]:
        """The weight of each key: that of its most frequent spelling."""
        weights: dict[str, float] = {}
        for word, key in {(token.word, token.key) for token in tokens}:
            weight = self._table.get(word, self._unseen)
            weights[key] = min(weight, weights.get(key, weight))
        return weights


def _weights(counts: Counter[str], idf: Weights) -> dict[str, float]:
    """Sublinear term frequency times IDF."""
    return {key: (1 + math.log(n)) * idf[key] for key, n in counts.items()}


def _flat(tokens: Sequence[Token], idf: Weights) -> dict[str, float]:
    """The weight of each word that is no figure, however often it stands."""
    return {token.key: idf[token.key] for token in tokens if not token.number}


def _names(title: Sequence[Token], text: Sequence[Token], weigh: _Weigher) -> frozenset[str]:
    """Keys written with a capital where a capital means something, or rare words where it does not.

    Weekdays and months are none: they say when, not who.
    """
    inside = Counter(token.key for token in text if token.capital and not token.initial)
    lower = Counter(token.key for token in text if not token.capital)
    names = {key for key, n in inside.items() if n >= lower[key]}
    for token in (*title, *text):
        if token.capital and token.key not in names and not lower[token.key] and weigh.word(token) >= _RARE:
            names.add(token.key)
    return frozenset(name for name in names if name not in WEEKDAY and name not in MONTH and len(name) > 1)


def _bigrams(tokens: Sequence[Token], single: Hashes, idf: Weights) -> Runs:
    """Neighbouring words, weighted by both; pairs of two everyday words are left out."""
    weights = np.array([idf[token.key] for token in tokens])
    both = weights[:-1] + weights[1:]
    hashes = run_hashes(single, 2)
    telling = both > 4.0
    unique, places = np.unique(hashes[telling], return_index=True)
    return Runs(unique, both[telling][places])


def _numbers(tokens: Sequence[Token]) -> dict[str, float]:
    """Figures, heavier the more digits they have; a bare year weighs little."""
    weights: dict[str, float] = {}
    for token in tokens:
        if token.number:
            digits = len(token.key)
            year = digits == 4 and token.key[:2] in {"19", "20"}
            weights[token.key] = 1.5 if year or digits == 1 else 2.5 if digits == 2 else 5.0
    return weights


def _stems(tokens: Sequence[Token], idf: Weights) -> dict[str, float]:
    """The first five letters of each longer word: "resign", "resigned", "resignation" meet."""
    weights: dict[str, float] = {}
    for token in tokens:
        if not token.number and idf[token.key] > 1.0:
            stem = token.key[:5]
            weights[stem] = max(weights.get(stem, 0.0), idf[token.key])
    return weights


def _focus(title: Sequence[Token], text: Sequence[Token], idf: Weights) -> dict[str, float]:
    """Words weighted by rarity, by how often they stand, and the more the earlier: news puts first what matters."""
    mass: dict[str, float] = {}
    for place, token in enumerate((*title, *text)):
        if not token.number and idf[token.key] > _COMMON:
            mass[token.key] = mass.get(token.key, 0.0) + 1.0 / (1.0 + place / 50)
    return {key: idf[key] ** 1.5 * math.sqrt(value) for key, value in mass.items()}


def _shingles(single: Hashes) -> Runs:
    """Runs of five words, each of weight one: what a copy shares with its original."""
    hashes = distinct(run_hashes(single, _SHINGLE))
    return Runs(hashes, np.ones(len(hashes)))


def _quotes(body: str, tokens: Sequence[Token], single: Hashes) -> Runs:
    """Runs of four words inside quotation marks, each of weight one."""
    starts = [token.start for token in tokens]
    found = []
    for match in _QUOTED.finditer(body):
        low, high = bisect_left(starts, match.start(1)), bisect_left(starts, match.end(1))
        found.append(run_hashes(single[low:high], 4))
    hashes = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.uint64)
    return Runs(hashes, np.ones(len(hashes)))
