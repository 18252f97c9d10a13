"""A made-up store of any size for measuring the desk: outlets, articles, events with their verdicts, origins and edges.

The rows are written as they are, not by crawling and matching: what is measured is reading. Words are drawn from a
vocabulary with Zipf's frequencies, so that a search for the first word finds nearly every article and one for the last
finds few. Sizes of events have a long tail, up to 2,000 articles.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bench.desk_evidence import Told, history
from matching.types import Outlet, OutletKind, Registry
from store.connection import Store, open_store
from store.outlets import sync_registry
from store.times import to_text

END = datetime(2026, 11, 1, tzinfo=UTC)
DAYS = 365
VOCABULARY = 30_000
WORDS = 200  # of an article, on average; 1,300 characters
COUNTRIES = ("US", "GB", "DE", "FR", "ES", "IT", "BR", "IN", "KE", "JP", "IS", "VX")
LANGUAGES = ("en", "de", "fr", "es", "pt", "it")
STATES = ("single_report",) * 62 + ("single_origin",) * 15 + ("corroborated",) * 15 + ("not_notable",) * 5 + (
    "common_statement",
) * 2 + ("insufficient_evidence",)  # fmt: skip
BATCH = 2_000
GIANT = 200
LONG_HISTORY = 33
"""Verdicts on an event of `GIANT` articles or more: the last of them is as many differences away from a whole text as the
store lets it be."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a world is to be."""

    articles: int
    events: int
    outlets: int = 2_000
    giants: int = 3


def make_world(path: Path, size: Size, seed: int = 1) -> None:
    """Write a store of that size to `path`, which must not exist yet."""
    draw, numbers = random.Random(seed), np.random.default_rng(seed)
    vocabulary = _vocabulary(draw)
    with open_store(path) as store:
        store.conn.execute("pragma synchronous = off")
        store.conn.execute("pragma cache_size = -400000")
        outlets = _outlets(size.outlets, draw)
        sync_registry(store, Registry(tuple(outlets), "made-up"))
        sizes = _sizes(size, numbers)
        first = 0
        for start in range(0, len(sizes), BATCH):
            chunk = sizes[start : start + BATCH]
            verdicts = store.conn.execute("select coalesce(max(id), 0) from verdicts").fetchone()[0]
            made = _Chunk(start, chunk, first, outlets, vocabulary, draw, numbers, verdicts, len(sizes))
            with store.writing():
                first = _write(store, made)
        store.conn.execute("analyze")


@dataclass(frozen=True, slots=True)
class _Chunk:
    start: int
    sizes: Sequence[int]
    first: int
    outlets: Sequence[Outlet]
    vocabulary: Sequence[str]
    draw: random.Random
    numbers: np.random.Generator
    verdicts: int
    events: int


def _vocabulary(draw: random.Random) -> list[str]:
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "il", "os", "um")]
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(draw.choice(syllables) for _ in range(draw.choice((1, 2, 2, 3, 3, 4))))] = None
    return list(words)


def _outlets(count: int, draw: random.Random) -> list[Outlet]:
    kinds = [kind for kind in OutletKind if kind is not OutletKind.AGGREGATOR]
    return [
        Outlet(
            id=f"outlet-{n:05}", name=f"Outlet {n} Herald", domains=(f"outlet{n}.example",), kind=draw.choice(kinds),
            family=f"House {n % (count * 3 // 4)}", country=COUNTRIES[min(int(draw.expovariate(0.6)), len(COUNTRIES) - 1)],
            language=draw.choice(LANGUAGES), notable=n % 3 == 0, notability_basis="https://x.example/why" if n % 3 == 0 else "",
        )
        for n in range(count)
    ]  # fmt: skip


def _sizes(size: Size, numbers: np.random.Generator) -> list[int]:
    """Articles of each event: a long tail, the giants among them, in all as many as wanted."""
    sizes = np.minimum(numbers.zipf(1.9, size.events), 400).astype(int)
    giants = min(size.giants, size.events // 10)
    sizes[:giants] = 2_000 if size.articles >= 20_000 else 200
    missing = size.articles - int(sizes.sum())
    places = numbers.integers(giants, size.events, abs(missing) * 3)
    for place in places.tolist():
        if missing == 0:
            break
        if missing > 0 or sizes[place] > 1:
            sizes[place] += 1 if missing > 0 else -1
            missing += -1 if missing > 0 else 1
    numbers.shuffle(sizes)
    return [int(value) for value in sizes]


def _write(store: Store, chunk: _Chunk) -> int:
    """Write the events of a chunk; answers the number of the next article."""
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _INSERTS}
    number = chunk.first
    for place, count in enumerate(chunk.sizes):
        _event(rows, chunk, chunk.start + place, range(number, number + count))
        number += count
    for name, (columns, places) in _INSERTS.items():
        store.conn.executemany(f"insert into {name} ({columns}) values ({places})", rows[name])  # noqa: S608 - names of ours
    return number


def _columns(text: str) -> tuple[str, str]:
    return text, ", ".join("?" * len(text.split(",")))


_INSERTS = {
    "articles": _columns("number, id, url, url_key, outlet_id, title, text, published, first_seen, updated, byline, language, body, text_hash, changed_seq"),
    "article_urls": _columns("url_key, url, article_id"),
    "frontier": _columns("url_key, url, host, outlet_id, state, next_try, discovered, outcome, article_id"),
    "fetches": _columns("outlet_id, kind, url, url_key, fetched, status, outcome, bytes, elapsed_ms"),
    "events": _columns("id, title, first_seen, last_seen"),
    "event_articles": _columns("article_id, event_id"),
    "verdicts": _columns("id, event_id, at, cause, state, provisional, disputed, outlets, origins, notable_origins, because, evidence, ruleset, registry_version, digest"),
    "origins": _columns("id, event_id, kind, name, outlet_id, family, notable, notability_basis, phantom, counts, first_article_id, url, published, span, articles"),
    "findings": _columns("article_id, event_id, origin_id, origin_kind, counted, reason, credited, credits, spans, score"),
    "edges": _columns("event_id, article_id, target, kind, probability, spans, note"),
    "ratings": _columns("article_id, seq, as_of, ruleset, criteria"),
}  # fmt: skip

_SPAN = {"start": 0, "end": 40, "text": "the council voted on Monday night to close", "where": "text"}
_SPANS = json.dumps([_SPAN])
_CRITERIA = json.dumps({
    "named_sources": {"met": True, "evidence": [{"name": "Ada Moss", "affiliation": "engineer", "quote": "I would not park there"}]},
    "more_than_one_notable_outlet": {"met": False, "evidence": []},
    "supporting_material": {"met": True, "evidence": [{"kind": "direct_statement", "quote": "I would not park there"}]},
})  # fmt: skip


def _texts(chunk: _Chunk, count: int) -> Iterator[tuple[str, str]]:
    """Titles and texts."""
    ranks = np.minimum(chunk.numbers.zipf(1.15, count * WORDS) - 1, VOCABULARY - 1).reshape(count, WORDS)
    for row in ranks.tolist():
        words = [chunk.vocabulary[rank] for rank in row]
        sentences = [" ".join(words[n : n + 20]).capitalize() + "." for n in range(0, WORDS, 20)]
        yield " ".join(words[3:12]).capitalize(), "\n\n".join(sentences)


def _event(rows: dict[str, list[tuple[Any, ...]]], chunk: _Chunk, place: int, numbers: range) -> None:
    draw = chunk.draw
    event_id, state = f"e{place:015x}", draw.choice(STATES)
    began = END - timedelta(days=DAYS * draw.random())
    texts = list(_texts(chunk, len(numbers)))
    ids = [f"{number:020x}" for number in numbers]
    times = sorted(began + timedelta(minutes=draw.expovariate(1 / 400)) for _ in ids)
    origins = min(len(ids), 2 + int(draw.expovariate(0.9))) if state in {"corroborated", "not_notable"} else 1
    used = []
    for place_in, (number, article_id, when, (title, text)) in enumerate(zip(numbers, ids, times, texts, strict=True)):
        # a few outlets have most of the articles, as in any real registry
        outlet = chunk.outlets[min(int(draw.expovariate(1) * len(chunk.outlets) / 5), len(chunk.outlets) - 1)]
        used.append(outlet)
        _article(rows, (number, article_id, outlet, title, text, when))
        of = min(place_in, origins - 1)
        own = place_in < origins
        rows["event_articles"].append((article_id, event_id))
        rows["findings"].append((article_id, event_id, f"o{place:x}-{of}", "own" if own else "agency", int(own),
                                 "" if own else "wire-copy", "[]" if own else json.dumps([used[0].id]), "[]", _SPANS, None if own else 0.95))  # fmt: skip
        if not own:
            rows["edges"].append((event_id, article_id, ids[of], "copy", 0.97, _SPANS, ""))
    _verdict(rows, chunk, (event_id, place, state, origins, ids, times, used, texts[0][0]))


def _article(rows: dict[str, list[tuple[Any, ...]]], made: tuple[Any, ...]) -> None:
    number, article_id, outlet, title, text, when = made
    at, host = to_text(when), outlet.domains[0]
    key = f"{host}/{number}"
    rows["articles"].append((number + 1, article_id, f"https://{key}", key, outlet.id, title, text, at, at, at, "By Ines Falk",
                             outlet.language, "full", f"{number:064x}", number))  # fmt: skip
    rows["article_urls"].append((key, f"https://{key}", article_id))
    rows["frontier"].append((key, f"https://{key}", host, outlet.id, "done", at, at, "stored", article_id))
    rows["fetches"].append((outlet.id, "page", f"https://{key}", key, at, 200, "stored", 90_000, 240))
    rows["ratings"].append((article_id, number + 1, at, "made-up", _CRITERIA))


def _verdict(rows: dict[str, list[tuple[Any, ...]]], chunk: _Chunk, made: tuple[Any, ...]) -> None:
    event_id, place, state, origins, ids, times, used, title = made
    last = to_text(times[-1])
    rows["events"].append((event_id, title, to_text(times[0]), last))
    outlets = len({outlet.id for outlet in used})
    ours = [_origin_row(made, n) for n in range(origins)]
    rows["origins"] += ours
    edges = rows["edges"][-(len(ids) - origins) :] if len(ids) > origins else []
    told = Told(title, times, used, rows["findings"][-len(ids) :], edges, ours)
    versions = LONG_HISTORY if len(ids) >= GIANT else 1 + (chunk.draw.random() < 0.3)
    first_id = chunk.verdicts + len(rows["verdicts"]) + 1
    # verdicts are given one after another; the times of the articles have nothing to do with that here
    at = END - timedelta(days=DAYS) + timedelta(days=DAYS) * (place / chunk.events)
    for version, (_, evidence) in enumerate(history(told, versions, first_id)):
        said = state if version == versions - 1 else "single_report"
        rows["verdicts"].append((first_id + version, event_id, to_text(at + timedelta(seconds=version)), "new article" if version else "first verdict",
                                 said, 0, 0, outlets, origins, min(origins, 2), f"{outlets} outlets carry this.", evidence, "made-up", "made-up",
                                 f"{place}-{version}"))  # fmt: skip


def _origin_row(made: tuple[Any, ...], n: int) -> tuple[Any, ...]:
    event_id, place, _, origins, ids, times, used, _ = made
    carried = [ids[n], *(ids[origins:] if n == origins - 1 else ())]
    outlet = used[n]
    return (f"o{place:x}-{n}", event_id, "own", outlet.name, outlet.id, outlet.family, int(outlet.notable),
            outlet.notability_basis, 0, int(outlet.notable), ids[n], f"https://{outlet.domains[0]}/", to_text(times[-1]),
            json.dumps(_SPAN), json.dumps(carried))  # fmt: skip
