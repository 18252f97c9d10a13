"""Small changed worlds to train on, so that the scorer holds for inputs that no corpus has: excerpts, undated articles,
titles alone, events of one article, small databases, a foreign language on one side.

Everything is drawn from a seeded generator: the same corpora give the same worlds.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from bench.corpora import Labelled
from matching.background import Background
from matching.candidates import Candidates, find_candidates
from matching.days import MONTH, WEEKDAY
from matching.documents import make_document
from matching.features import Features, pair_features
from matching.tokens import tokenize
from matching.types import Article, Body
from matching.vectors import Floats
from matching.views import make_views

# Pairs below this cosine are hardly ever one event, and there are very many of them.
_EASY = 0.1
_SOME_MONDAY = datetime(2018, 1, 8, 6, tzinfo=UTC)
# How many names the stories of a town have in common, how likely a name is to be one of them, and where names are looked for.
_TOWN_NAMES = 5
_OF_THE_TOWN = 0.7
_NAMED_IN = 6_000
_CAPITALISED = re.compile(r"\b[A-ZÀ-Þ][^\W\d_]*")
_DIGITS = re.compile(r"\d+")
# How likely a name is to be another one in a story of the same form: most, since its town may be the same. Not measured.
_OTHER_NAME = 0.9
# What share of the outlets appears once a day, and how late the others are.
_SLOW = 0.5
_MEDIAN_HOURS = 25 / 60
_SPREAD = math.sqrt(2 * math.log(175 / 25))  # of a log-normal distribution with this median and mean
Change = Callable[[Article, random.Random], Article]


@dataclass(frozen=True, slots=True)
class World:
    """The candidate pairs of one set of labelled articles: evidence, truth, folds of both sides, weights.

    `emphasis` is what the world as a whole weighs.
    """

    name: str
    rows: list[Labelled]
    pairs: Candidates
    values: Floats
    same: NDArray[np.bool_]
    folds: NDArray[np.int64]
    weights: Floats
    emphasis: float


def make_world(name: str, rows: list[Labelled], background: Background, weight: float = 1.0) -> World:
    """The world of these articles. A pair of an event weighs less the larger the event, so that articles count alike."""
    rows = sorted(rows, key=lambda row: row.article.id)
    documents = [make_document(row.article, background) for row in rows]
    views = make_views(documents)
    pairs = find_candidates(documents, views)
    features = pair_features(documents, views, pairs)
    size: dict[str, int] = defaultdict(int)
    for row in rows:
        size[row.event] += 1
    same = np.array([rows[a].event == rows[b].event for a, b in zip(pairs.a, pairs.b, strict=True)], dtype=bool)
    folds = np.array([[rows[a].fold, rows[b].fold] for a, b in zip(pairs.a, pairs.b, strict=True)], dtype=np.int64)
    share = np.array([(2.0 / max(2, size[rows[a].event])) ** 0.5 for a in pairs.a], dtype=np.float64)
    weights = np.where(same, share, _thinned_strangers(features)) * weight
    return World(name, rows, pairs, features.values, same, folds.reshape(-1, 2), weights, weight)


def _thinned_strangers(features: Features) -> Floats:
    """Weights of pairs that are not one event: of those that share next to nothing, one in five stands for five."""
    plain = np.nan_to_num(features.column("text")) < _EASY
    stands = np.arange(len(plain)) % 5 == 0
    return np.where(plain, np.where(stands, 5.0, 0.0), 1.0)


def is_stream(rows: list[Labelled]) -> bool:
    """Whether the articles lie as close together in time as news does: one a day or more over the whole span."""
    times = [row.article.published for row in rows if row.article.published is not None]
    return len(times) >= len(rows) / 2 and (max(times) - min(times)).days <= len(times)


def jitter(article: Article, draw: random.Random) -> Article:
    """Delay the publication as outlets are late: times in a corpus may be tidier than life.

    Half of the outlets that publish online follow within 25 minutes, on average after 175 (Cagé, Hervé and Viaud, "The
    production of information in an online world", 2020): a log-normal delay. The `_SLOW` share appears once a day: then of
    two reports as many lie half a day and more apart as in a corpus with true dates (38 % of 150 pairs of national papers).
    """
    if article.published is None:
        return article
    slow = draw.random() < _SLOW
    late = draw.uniform(0, 24) if slow else min(48.0, draw.lognormvariate(math.log(_MEDIAN_HOURS), _SPREAD))
    return replace(article, published=article.published + timedelta(hours=late))


def excerpt(article: Article, draw: random.Random) -> Article:
    """Cut the text to a teaser of 200 to 900 characters; sometimes there is no date, or nothing but the title."""
    lot = draw.random()
    cut = article.text[: draw.randint(200, 900)]
    changed = jitter(replace(article, text=cut), draw)
    if lot < 0.25:
        changed = replace(changed, published=None)
    if lot > 0.9:
        changed = replace(changed, text="", body=Body.MISSING)
    return changed


def brief(article: Article, draw: random.Random) -> Article:
    """For half of the articles, cut the text to a brief of 250 to 900 characters."""
    if draw.random() < 0.5:
        return article
    return replace(article, text=article.text[: draw.randint(250, 900)])


def undated(article: Article, draw: random.Random) -> Article:
    """Drop the date."""
    return replace(article, published=None)


def foreign(article: Article, draw: random.Random) -> Article:
    """For half of the articles, put every word that is no name into a made-up language; names and figures stay."""
    changed = jitter(article, draw)
    if draw.random() < 0.5:
        return replace(changed, language="xx")
    lower = {token.key for token in tokenize(article.text) if not token.capital}
    return replace(
        changed, title=_encipher(article.title, lower), text=_encipher(article.text[:4000], lower), language="xx"
    )


def _encipher(text: str, lower: set[str]) -> str:
    """The text with the words of `lower` written backwards between two letters of no language."""
    out, end = [], 0
    for token in tokenize(text):
        out.append(text[end : token.start])
        word = text[token.start : token.end]
        out.append(f"þ{token.word[::-1]}ð" if token.key in lower and not token.number else word)
        end = token.end
    return "".join(out) + text[end:]


def thinned(rows: list[Labelled], draw: random.Random, *, single: float, dropped: float) -> list[Labelled]:
    """The rows with a share of the events cut to one article and another share gone."""
    by_event: dict[str, list[Labelled]] = defaultdict(list)
    for row in rows:
        by_event[row.event].append(row)
    kept: list[Labelled] = []
    for event in sorted(by_event):
        lot = draw.random()
        members = by_event[event]
        if lot < single:
            kept.append(draw.choice(members))
        elif lot >= single + dropped:
            kept.extend(members)
    return kept


def uneven(rows: list[Labelled], draw: random.Random, share: float) -> list[Labelled]:
    """A random share of the rows: events then come in all sizes, whatever size the corpus gave them."""
    return [row for row in rows if draw.random() < share]


def crowded(rows: list[Labelled], draw: random.Random) -> list[Labelled]:
    """The rows with every event moved by whole weeks into one and the same week; undated events get a day of that week.

    In a corpus of ten years nothing else happens on the day; in the news everything does. Weekdays stay right.
    """
    first: dict[str, datetime] = {}
    for row in rows:
        if row.article.published is not None:
            first[row.event] = min(row.article.published, first.get(row.event, row.article.published))
    start = min(first.values(), default=_SOME_MONDAY)
    drawn = {event: start + timedelta(days=draw.uniform(0, 6)) for event in sorted({row.event for row in rows})}

    def moved(row: Labelled) -> Labelled:
        if row.article.published is None:
            return replace(row, article=replace(row.article, published=drawn[row.event]))
        shift = timedelta(days=7 * ((first[row.event] - start) // timedelta(days=7)))
        return replace(row, article=replace(row.article, published=row.article.published - shift))

    return [moved(row) for row in rows]


def one_day(rows: list[Labelled]) -> list[Labelled]:
    """The rows with every dated event moved by whole days into one and the same day: there nearness in time tells nothing."""
    first: dict[str, datetime] = {}
    for row in rows:
        if row.article.published is not None:
            first[row.event] = min(row.article.published, first.get(row.event, row.article.published))
    start = min(first.values(), default=_SOME_MONDAY)

    def moved(row: Labelled) -> Labelled:
        if row.article.published is None:
            return row
        shift = timedelta(days=(first[row.event] - start).days)
        return replace(row, article=replace(row.article, published=row.article.published - shift))

    return [moved(row) for row in rows]


def one_town(rows: list[Labelled], draw: random.Random) -> list[Labelled]:
    """The rows with the names of every event replaced by made-up ones, most of which all events share by rank.

    The town, its mayor and its fire chief are then in every story, as they are in a local paper, and say nothing about which
    story it is. No table of words has seen the names, as it has not seen those of a small town.
    """
    town = [_made_up(draw) for _ in range(_TOWN_NAMES)]
    out: dict[str, dict[str, str]] = {}
    for event in sorted({row.event for row in rows}):
        counts: Counter[str] = Counter()
        for row in rows:
            if row.event == event:
                counts.update(_names_of(row.article))
        ranked = sorted(counts, key=lambda name: (-counts[name], name))
        known = iter(town)
        out[event] = {
            name: (next(known, "") if draw.random() < _OF_THE_TOWN else "") or _made_up(draw) for name in ranked
        }
    return [replace(row, article=_renamed(row.article, out[row.event])) for row in rows]


def with_forms(rows: list[Labelled], draw: random.Random, share: float) -> list[Labelled]:
    """The rows, and for a share of them another story told in the same form: the same text with other names and other figures.

    Earnings, weather warnings and the police's daily list are written so. What they have in common is the form; a pair of
    reports of one event with so many words in common always shares names as well.
    """
    out = list(rows)
    for row in rows:
        if draw.random() < share:
            names = {
                name: _made_up(draw) for name in sorted(set(_names_of(row.article))) if draw.random() < _OTHER_NAME
            }
            other = _renamed(row.article, names)
            other = replace(other, id=f"{other.id} form", title=_other_figures(other.title, draw))
            out.append(Labelled(replace(other, text=_other_figures(other.text, draw)), f"{row.event} form", row.fold))
    return out


def _other_figures(text: str, draw: random.Random) -> str:
    """The text with every digit drawn anew."""
    return _DIGITS.sub(lambda match: "".join(draw.choice("123456789") for _ in match.group()), text)


def _names_of(article: Article) -> list[str]:
    """The capitalised words inside sentences, casefolded, that nowhere stand in lower case; those of the title count thrice."""
    tokens = tokenize(article.text[:_NAMED_IN])
    lower = {token.key for token in tokens if not token.capital}
    inside = [token.word for token in tokens if token.capital and not token.initial and token.key not in lower]
    known = set(inside)
    title = [token.word for token in tokenize(article.title) if token.word in known]
    return [
        word for word in [*inside, *title, *title] if word.casefold() not in WEEKDAY and word.casefold() not in MONTH
    ]


def _renamed(article: Article, names: Mapping[str, str]) -> Article:
    """The article with every capitalised word that is one of the names (casefolded) replaced."""

    def other(text: str) -> str:
        return _CAPITALISED.sub(lambda match: names.get(match.group().casefold(), match.group()), text)

    return replace(article, title=other(article.title), text=other(article.text))


def _made_up(draw: random.Random) -> str:
    """A name of two or three syllables that nobody bears."""
    parts = [draw.choice("bcdfghklmnprstvwz") + draw.choice("aeiou") for _ in range(draw.randint(2, 3))]
    return ("".join(parts) + draw.choice(("", "n", "rk", "ll", "st", "mp"))).capitalize()


def changed(rows: list[Labelled], change: Change, draw: random.Random) -> list[Labelled]:
    """The rows with every article changed."""
    return [replace(row, article=change(row.article, draw)) for row in rows]


def small_worlds(
    rows: list[Labelled], pairs: Candidates, near: Floats, draw: random.Random, count: int
) -> list[list[Labelled]]:
    """Databases of two to eight articles: an article, some of its event perhaps, its nearest strangers, any strangers."""
    strangers: dict[int, list[tuple[float, int]]] = defaultdict(list)
    friends: dict[int, list[int]] = defaultdict(list)
    for a, b, value in zip(pairs.a.tolist(), pairs.b.tolist(), near.tolist(), strict=True):
        for one, other in ((a, b), (b, a)):
            if rows[one].event == rows[other].event:
                friends[one].append(other)
            else:
                strangers[one].append((value, other))
    worlds = []
    for _ in range(count):
        first = draw.randrange(len(rows))
        closest = [other for _, other in sorted(strangers[first], reverse=True)[:8]]
        chosen = {first}
        chosen.update(draw.sample(friends[first], min(len(friends[first]), draw.randint(0, 3))))
        chosen.update(draw.sample(closest, min(len(closest), draw.randint(0, 3))))
        chosen.update(draw.sample(range(len(rows)), draw.randint(0, 2)))
        if len(chosen) > 1:
            worlds.append([rows[n] for n in sorted(chosen)])
    return worlds
