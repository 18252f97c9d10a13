"""`corroborate extract`: what the crawler would store of saved pages, without the crawl."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from crawler.extract import extract_page

MAX_PAGE_BYTES = 20_000_000
"""A saved page may be unpacked to this size; more is a compression bomb or no article."""

POOL_FROM_FILES = 8
"""With fewer files than this a pool of processes costs more time than it saves (starting it takes about a second)."""


def extract_files(files: Sequence[Path]) -> Iterator[dict[str, object]]:
    """One row a file, in the order given; a file that cannot be read has the outcome `error` and a `detail`."""
    if len(files) < POOL_FROM_FILES:
        yield from map(extract_file, files)
        return
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("forkserver")) as pool:
        yield from pool.map(extract_file, files, chunksize=4)


def extract_file(path: Path) -> dict[str, object]:
    """The contract's row of one saved page (HTML, also gzipped)."""
    row: dict[str, object] = {"file": str(path)}
    try:
        html = _read(path)
    except (OSError, EOFError, zlib.error) as error:
        empty: dict[str, object] = dict.fromkeys(("title", "text", "byline", "language", "canonical_url"), "")
        return (
            row | empty | {"authors": [], "published": None, "outcome": "error", "detail": f"cannot be read: {error}"}
        )
    page = extract_page(html, "")
    return row | {
        "title": page.title,
        "text": page.text,
        "authors": list(page.authors),
        "published": page.published.isoformat() if page.published else None,
        "byline": page.byline,
        "language": page.language,
        "canonical_url": page.canonical_url,
        "outcome": page.outcome.value,
    }


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        if not packed:
            return file.read(MAX_PAGE_BYTES)
        with gzip.GzipFile(fileobj=file) as unpacked:
            return unpacked.read(MAX_PAGE_BYTES)
