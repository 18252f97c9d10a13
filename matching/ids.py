"""Ids that stay: an event's id follows from the id of its first article, and from nothing else."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from matching.types import Article

_LATEST = datetime.max.replace(tzinfo=UTC)


def article_order(article: Article) -> tuple[bool, datetime, str]:
    """The key that sorts articles by (published, id), undated ones last."""
    return article.published is None, article.published or _LATEST, article.id


def id_order(article_id: str) -> int:
    """A number of 63 bits that decides between articles that are equal in all else: the same for every set of articles."""
    return int.from_bytes(hashlib.sha256(article_id.encode("utf-8")).digest()[:8], "big") >> 1


def event_id(first_article_id: str) -> str:
    """The id of the event whose first article has this id: "e" and 15 hexadecimal digits of its SHA-256."""
    return "e" + hashlib.sha256(first_article_id.encode("utf-8")).hexdigest()[:15]
