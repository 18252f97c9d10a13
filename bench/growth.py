"""How a file grows: bytes an article by table, and what the history of one large event takes.

`python -m bench.growth FILE.db` measures a file; `python -m bench.growth --event 300` makes one in which an event grows
article by article to that size, judged each time, and compares the evidence as text and as it is kept.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from matching.types import (
    Credit,
    Edge,
    EdgeKind,
    Event,
    Finding,
    Judgement,
    Origin,
    OriginKind,
    Outlet,
    OutletKind,
    Registry,
    Role,
    Span,
    State,
    Verdict,
)
from store.articles import save_article
from store.connection import Store, open_store
from store.evidence import evidence_text, pack
from store.judgements import write_judgement
from store.outlets import sync_registry
from store.records import ArticleRecord

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
FEW = 12


def main() -> None:
    """Print one of the two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--event", type=int, metavar="ARTICLES")
    given = parser.parse_args()
    if given.event:
        with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "growing.db") as store:
            _tell(grown(store, given.event))
    elif given.file:
        _tell(by_table(given.file))
    else:
        parser.error("name a file, or --event ARTICLES")


def _tell(lines: list[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


def by_table(path: Path) -> list[str]:
    """KB an article by table and index, the largest first, and of the whole file."""
    conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    articles = conn.execute("select count(*) from articles").fetchone()[0] or 1
    rows = conn.execute("select name, sum(pgsize) from dbstat group by name order by 2 desc, 1").fetchall()
    conn.close()
    lines = [f"| `{name}` | {size / articles / 1000:.2f} |" for name, size in rows[:FEW]]
    rest = sum(size for _, size in rows[FEW:])
    whole = sum(size for _, size in rows)
    return [
        f"{articles} articles",
        "| table or index | KB an article |",
        "|---|---|",
        *lines,
        f"| {len(rows[FEW:])} others | {rest / articles / 1000:.2f} |",
        f"| all | {whole / articles / 1000:.2f} |",
    ]


def grown(store: Store, size: int) -> list[str]:
    """What the history of an event of so many articles takes, and how long the dearest verdict is read."""
    registry = Registry(tuple(_outlet(number) for number in range(size)), "made-up")
    sync_registry(store, registry, START)
    written = time.perf_counter()
    for number in range(size):
        now = START + timedelta(minutes=number)
        save_article(store, _article(number), now=now, find_duplicates=False)
        verdict = _verdict(number + 1)
        ids = tuple(_name(place) for place in range(number + 1))
        event = Event("e0growing", ids, "The harbour bridge is closed", START, now)
        write_judgement(store, Judgement((event,), (verdict,)), leads_on={}, now=now)
    took = time.perf_counter() - written
    rows = store.conn.execute("select id, length(evidence) from verdicts order by id").fetchall()
    text, alone, dearest = 0, 0, 0.0
    for number, _ in rows:
        before = time.perf_counter()
        told = evidence_text(store.conn, number)
        dearest = max(dearest, time.perf_counter() - before)
        text += len(told.encode())
        alone += len(pack(told))
    kept = sum(length for _, length in rows)
    return [
        f"{len(rows)} verdicts on an event that grew to {size} articles, written in {took:.1f} s",
        f"evidence as text {text / 1e6:.2f} MB, compressed alone {alone / 1e6:.2f} MB, as it is kept {kept / 1e6:.2f} MB",
        f"the dearest verdict is read in {dearest * 1000:.1f} ms",
    ]


def _name(number: int) -> str:
    return f"outlet-{number:04}"


def _outlet(number: int) -> Outlet:
    name = _name(number)
    basis = f"https://{name}.example/about"
    return Outlet(name, name, (f"{name}.example",), OutletKind.NATIONAL, name, notable=True, notability_basis=basis)


def _article(number: int) -> ArticleRecord:
    url = f"https://{_name(number)}.example/harbour-bridge-{number * 7919:x}"
    text = f"The harbour bridge is closed. Witness {number * 104729:x} said so to {_name(number)}."
    return ArticleRecord(url, url, _name(number), "The harbour bridge is closed", text, _name(number))


def _verdict(size: int) -> Verdict:
    """Every third article has its own origin, the others credit the one before; scores move as the event grows."""
    names = [_name(number) for number in range(size)]
    origins = tuple(_origin(number, size) for number in range(0, size, 3))
    findings = tuple(_finding(number, size) for number in range(size))
    edges = tuple(
        Edge(names[n], names[n - n % 3], EdgeKind.CREDIT, 0.9, (_span(n),), "told") for n in range(size) if n % 3
    )
    return Verdict(
        "e0growing", State.CORROBORATED, provisional=True, disputed=False, outlets=size, origins=len(origins),
        notable_origins=len(origins), because=f"{len(origins)} outlets reported this.", origin_list=origins,
        findings=findings, edges=edges, ruleset="made-up", registry_version="made-up",
    )  # fmt: skip


def _origin(number: int, size: int) -> Origin:
    name = _name(number)
    resting = tuple(_name(place) for place in range(number, min(number + 3, size)))
    return Origin(
        f"o{number * 7919:015x}", OriginKind.OWN, name, name, name, notable=True,
        notability_basis=f"https://{name}.example/about", phantom=False, counts=True, article_ids=resting,
        first_article_id=name, url=f"https://{name}.example/a", published=START, span=_span(number),
    )  # fmt: skip


def _finding(number: int, size: int) -> Finding:
    source, own = number - number % 3, number % 3 == 0
    credit = Credit(_name(source), _name(source), Role.ORIGIN, True, 0.9, _span(number), "told")
    credited, credits_ = ((), ()) if own else ((_name(source),), (credit,))
    # now and then an old score moves as the event grows: those pieces are new
    score = round(0.5 + (number * 31 + size // 10 * (number % 17 == 0)) % 100 / 250, 3)
    return Finding(
        _name(number), f"o{source * 7919:015x}", OriginKind.OWN if own else OriginKind.OUTLET, own,
        "" if own else "credited-origin", credited, credits_, () if own else (_span(number),), None if own else score,
    )  # fmt: skip


def _span(number: int) -> Span:
    return Span(number, number + 40, f"witness {number * 104729:x} told {_name(number - number % 3)}")


if __name__ == "__main__":
    main()
