"""The article that somebody means by a URL."""

from __future__ import annotations

from crawler.urls import url_key
from store.articles import find_article
from store.connection import Store
from store.errors import UnknownUrl


def stored_article(store: Store, url: str) -> str:
    """The id of the article stored under a URL.

    Raises:
        UnknownUrl: there is none, or it is no web address; the message says what to do.
    """
    try:
        key = url_key(url)
    except ValueError as error:
        raise UnknownUrl(f"{url[:80]!r} is no web address: write it whole, from http:// or https:// on.") from error
    return find_article(store, url, key)
