"""A window as named arrays, and back: what is kept of it between two processes.

Every array is plain numbers, or text as bytes in UTF-8; nothing in them is run when they are read. A window that was read
back goes on as if it had never been away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.resources import Resources
from matching.types import Article
from matching.window import Window

Arrays = dict[str, NDArray[Any]]
FORMAT = 9
"""Raised where the arrays of older snapshots would be read wrongly."""


def save_window(window: Window) -> Arrays:
    """The window as arrays by name."""
    arrays: Arrays = {f"column.{name}": column.all.copy() for name, column in window.columns().items()}
    arrays["head"] = np.array([FORMAT, window.days, window.line], dtype=np.float64)
    arrays["articles"] = _as_bytes([_article_line(article) for article in window.articles])
    arrays["titles"] = _as_bytes(window.shelf.slips.titles)
    arrays["words"] = _as_bytes(list(window.shelf.numbers))
    return arrays


def load_window(arrays: Mapping[str, NDArray[Any]], resources: Resources) -> Window:
    """The window that was saved. Raises ValueError where the arrays are none of ours, or of another format."""
    try:
        version, days, line = (*arrays["head"].tolist(), 0.0)[:3]
        if version != FORMAT:
            raise ValueError(f"a snapshot of format {version:.0f}; this is format {FORMAT}")
        window = Window(resources)
        for name, column in window.columns().items():
            column.load(arrays[f"column.{name}"])
        words = _lines(arrays["words"])
        articles = [_article(line) for line in _lines(arrays["articles"])]
        titles = _lines(arrays["titles"])
    except KeyError as error:
        raise ValueError(f"a snapshot without {error}") from error
    window.take_up(days, line, articles, (titles, words))
    return window


def _as_bytes(lines: list[str]) -> NDArray[np.uint8]:
    """Texts, each behind a zero byte: no text of ours holds one."""
    return np.frombuffer("".join(f"\0{line}" for line in lines).encode("utf-8", "surrogatepass"), dtype=np.uint8)


def _lines(held: NDArray[np.uint8]) -> list[str]:
    return held.tobytes().decode("utf-8", "surrogatepass").split("\0")[1:]


def _stamp(when: datetime | None) -> float | None:
    return when.timestamp() if when else None


def _when(stamp: float | None) -> datetime | None:
    return None if stamp is None else datetime.fromtimestamp(stamp, UTC)


def _article_line(article: Article) -> str:
    return json.dumps(
        [article.id, article.outlet_id, article.title, _stamp(article.published), _stamp(article.first_seen)]
    )


def _article(line: str) -> Article:
    key, outlet, title, published, seen = json.loads(line)
    return Article(key, "", outlet, title, "", published=_when(published), first_seen=_when(seen))
