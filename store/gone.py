"""Pages of stored articles that are no more there (404, 410), and that are back."""

from __future__ import annotations

from datetime import datetime

from store.articles import next_change
from store.connection import Store
from store.records import Outcome
from store.times import to_text


def mark_gone(store: Store, url_key: str, now: datetime) -> bool:
    """Note that the page under `url_key` is gone; part of the open transaction. Answers whether an article lost its page.

    An article that is known under another address whose page was read is not gone: outlets move pages. One that was
    never read (known by its title alone) stays what it is, an article whose body could not be had.
    """
    row = store.conn.execute(
        """select a.id from article_urls u join articles a on a.id = u.article_id
           where u.url_key = ? and a.gone is null and a.body <> 'missing' and not exists (
               select 1 from article_urls other join frontier f on f.url_key = other.url_key
               where other.article_id = a.id and other.url_key <> u.url_key and f.visits > 0 and f.outcome <> ?)""",
        [url_key, Outcome.GONE.value],
    ).fetchone()
    if row is None:
        return False
    store.conn.execute(
        "update articles set gone = ?, changed_seq = ? where id = ?", [to_text(now), next_change(store), row[0]]
    )
    return True


def mark_back(store: Store, article_id: str) -> None:
    """Note that a page of the article was read again; part of the open transaction."""
    if store.conn.execute("select gone from articles where id = ?", [article_id]).fetchone()[0] is not None:
        store.conn.execute(
            "update articles set gone = null, changed_seq = ? where id = ?", [next_change(store), article_id]
        )
