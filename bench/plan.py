"""What a run of all benchmarks consists of, at which sizes, and how long each part may take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.quality import PARTS as QUALITY

CRAWL_PEERS = ("trafilatura", "newspaper4k", "news-please")
MATCH_PEERS = ("rapidfuzz cdist, titles", "datasketch MinHash LSH", "TF-IDF, average linkage")
PROGRAMS = ("ours", "trafilatura alone", "newspaper4k")


@dataclass(frozen=True, slots=True)
class Part:
    """A part by name: the task of `bench.tasks`, its sizes, and the seconds after which it is ended."""

    name: str
    task: str
    sizes: dict[str, object]
    limit: float


@dataclass(frozen=True, slots=True)
class Sizes:
    """Three sizes for each curve, one for the rest."""

    crawl: tuple[int, int, int] = (500, 1_000, 2_000)
    hosts: int = 50
    saved: bool = True
    peers: bool = True
    polite: tuple[int, int, float] = (200, 31, 2.0)
    windows: tuple[int, int, int] = (2_000, 10_000, 100_000)
    batches: tuple[int, int, int] = (500, 1_000, 5_000)
    match_peer_articles: int = 5_500
    match_peer_seconds: float = 30.0
    archives: tuple[int, int, int] = (1_000, 2_000, 3_000)
    archive_new: int = 200
    stored: tuple[int, int, int] = (100_000, 300_000, 1_000_000)
    stored_days: tuple[int, int, int] = (100, 45, 5)
    desks: tuple[int, int, int] = (10_000, 50_000, 200_000)
    outlets: int = 2_000
    asked: int = 40
    changes: tuple[int, int, int] = (10_000, 30_000, 100_000)
    rows: int = 10_000
    event: int = 2_000


FULL = Sizes()
QUICK = Sizes(
    crawl=(6, 12, 24),
    hosts=4,
    saved=False,
    peers=False,
    polite=(3, 4, 0.2),
    windows=(100, 500, 600),
    batches=(20, 20, 40),
    match_peer_articles=540,
    match_peer_seconds=5.0,
    archives=(40, 80, 120),
    archive_new=20,
    stored=(60, 120, 240),
    stored_days=(6, 4, 2),
    desks=(200, 400, 800),
    outlets=40,
    asked=9,
    changes=(20, 40, 80),
    rows=200,
    event=40,
)


def parts(sizes: Sizes, *, quick: bool) -> list[Part]:
    """All parts, in the order in which they are done; a quick run leaves out what takes minutes at any size."""
    found = [*_crawl(sizes), *_matching(sizes), *_files(sizes)]
    if not quick:
        found += [Part("verdicts", "verdicts", {}, 1800)]
        found += [Part(f"quality-{name}", "quality", {"part": name}, 600) for name in QUALITY]
    return found


def _crawl(sizes: Sizes) -> Iterator[Part]:
    for pages in sizes.crawl:
        yield Part(f"crawl-{pages}", "crawl", {"pages": pages, "hosts": sizes.hosts, "saved": sizes.saved}, 300)
    hosts, requests, delay = sizes.polite
    yield Part("polite", "polite", {"hosts": hosts, "requests": requests, "delay": delay}, 300)
    for number, program in enumerate(PROGRAMS if sizes.peers else PROGRAMS[:2]):
        yield Part(f"extraction-{number}", "extraction", {"program": program}, 600)
    if sizes.peers:
        for name in CRAWL_PEERS:
            yield Part(f"crawl-{name}", "crawl_peer", {"peer": name, "pages": 129, "seconds": 60.0}, 600)


def _matching(sizes: Sizes) -> Iterator[Part]:
    for window, batch in zip(sizes.windows, sizes.batches, strict=True):
        yield Part(f"match-{window}", "match", {"window": window, "new": 4 * batch, "batch": batch}, 1800)
    articles = sizes.match_peer_articles
    for number, name in enumerate(MATCH_PEERS):
        wanted = {"peer": name, "articles": articles, "seconds": sizes.match_peer_seconds}
        yield Part(f"match-peer-{number}", "match_peer", wanted, 300)
    for archive in sizes.archives:
        yield Part(f"archive-{archive}", "archive", {"archive": archive, "new": sizes.archive_new, "a_day": 200}, 900)
    a_day, filling, days = sizes.stored_days
    for stored in sizes.stored:
        yield Part(
            f"stored-{stored}", "stored", {"stored": stored, "a_day": a_day, "filling": filling, "days": days}, 1800
        )
    yield Part("judging", "judging", {"articles": sizes.event}, 300)


def _files(sizes: Sizes) -> Iterator[Part]:
    for articles in sizes.desks:
        wanted = {"articles": articles, "events": articles // 5, "outlets": sizes.outlets, "asked": sizes.asked}
        yield Part(f"desk-{articles}", "desk", dict(wanted), 600)
    for changes in sizes.changes:
        yield Part(f"ratings-{changes}", "ratings", {"changes": changes}, 600)
    yield Part("registry", "registry", {"rows": sizes.rows}, 300)
