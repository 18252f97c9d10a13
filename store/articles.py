"""Articles and their revisions: what is known under a URL, and what it said before.

An article is found by its URL key. Saving the same text again changes nothing; another text is a revision, and the text
before it is kept. A crawled page under a new URL that is an article we have (same outlet, and its canonical link or its
whole text says so) is a duplicate: its URL is noted as another address of that article.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from matching.types import Article, Body, Correction, Link, NoteKind
from store.connection import Store
from store.errors import UnknownUrl
from store.records import ArticleRecord, Cause, Outcome, Saved
from store.times import from_text, to_text

SHARED_WORDS = 0.5
"""Share of the shorter text's different words that two versions of one article have in common. Of 2,056 pairs of different
articles of one outlet (three corpora), half share under 0.17, 99 in 100 under 0.41, and 0.6 % reach 0.5."""

MIN_DUPLICATE_CHARS = 200
"""Two URLs of one outlet with the same whole text are one article only where that text is long enough to be no accident
(a stock notice, "No comment."); the shortest full articles of the measured corpora have about 200 characters."""


_HAD = (Body.MISSING, Body.STUB, Body.FULL)
"""How much of a body was had, in rising order. A page that shows less than before (a wall, a failure) changes nothing; the
first body of an article that was known by its title alone is no revision of an empty text."""


_KEPT = ("published", "byline", "authors", "language", "section", "keywords", "canonical_url", "extra")
"""Columns whose value stays where a later save has none: a page that names no author does not unname the one that an
import or an earlier page named."""

_KEPT_FROM_PAGES = ("is_based_on", "metadata_credits", "correction", "correction_kind")
"""The same, but for a newer extractor: it may know that the one before it was mistaken. A note of correction stays with
the article when the page drops it, and so does a credit."""

_EMPTY = (None, "", "[]", "{}")

_TOLD = (*_KEPT[:-1], *_KEPT_FROM_PAGES, "live", "links", "media")
"""Columns beside title and text whose change a revision keeps, and for which a newer extractor makes one."""


def article_id_for(url_key: str) -> str:
    """The id of an article that came without one: 20 hex digits of the SHA-256 of its URL key."""
    return hashlib.sha256(url_key.encode()).hexdigest()[:20]


def text_hash(title: str, text: str) -> str:
    """SHA-256 of title and text with white space folded: equal where a reader would see no difference."""
    return hashlib.sha256((" ".join(title.split()) + "\n" + " ".join(text.split())).encode()).hexdigest()


def save_article(store: Store, record: ArticleRecord, *, now: datetime, find_duplicates: bool = True) -> Saved:
    """Store, revise or recognise an article, in one transaction (or as part of the one that is open).

    With `find_duplicates` (crawls) a new URL of an article that we have becomes another address of that article; an
    import, which names its articles itself, keeps each. The record's `cause` goes into the revision that it makes. A page
    that says less than before (no author, a stub of the body) takes nothing away.

    Raises:
        ValueError: the record's id already belongs to another URL.
        Busy, Unwritable: the file cannot be written now.
    """
    with store.writing():
        known = store.conn.execute("select article_id from article_urls where url_key = ?", [record.url_key]).fetchone()
        if known:
            return _update(store, known[0], record, now)
        twin = _twin(store, record) if find_duplicates else None
        if twin:
            _add_url(store, record.url_key, record.url, twin)
            return Saved(twin, Outcome.DUPLICATE)
        return _insert(store, record, now)


def _twin(store: Store, record: ArticleRecord) -> str | None:
    if record.canonical_key:
        row = store.conn.execute(
            "select a.id, a.text from article_urls u join articles a on a.id = u.article_id where u.url_key = ? and a.outlet_id = ?",
            [record.canonical_key, record.outlet_id],
        ).fetchone()
        if row and _shares_words(record.text, row[1]):
            return str(row[0])
    if len(record.text) < MIN_DUPLICATE_CHARS or record.body is not Body.FULL:
        return None
    row = store.conn.execute(
        "select id from articles where outlet_id = ? and text_hash = ? order by first_seen, id",
        [record.outlet_id, text_hash(record.title, record.text)],
    ).fetchone()
    return str(row[0]) if row else None


def _shares_words(text: str, known: str) -> bool:
    """Whether a text may be a version of the one that its page's canonical link leads to; always where one of them could
    not be had. Some sites give every page the canonical link of one: that must not lose the others.
    """
    mine, theirs = set(text.casefold().split()), set(known.casefold().split())
    return not mine or not theirs or len(mine & theirs) >= SHARED_WORDS * min(len(mine), len(theirs))


def _insert(store: Store, record: ArticleRecord, now: datetime) -> Saved:
    article_id = record.id or article_id_for(record.url_key)
    taken = store.conn.execute("select url from articles where id = ?", [article_id]).fetchone()
    if taken:
        raise ValueError(f"id {article_id!r} already belongs to {taken[0]}")
    row = _columns(record) | {
        "id": article_id,
        "url_key": record.url_key,
        "first_seen": to_text(now),
        "updated": to_text(now),
        "revision": 1,
        "changed_seq": next_change(store),
    }
    names = ", ".join(row)
    store.conn.execute(f"insert into articles ({names}) values ({', '.join('?' * len(row))})", list(row.values()))  # noqa: S608 - column names are ours
    _add_url(store, record.url_key, record.url, article_id)
    return Saved(article_id, Outcome.STORED)


def _update(store: Store, article_id: str, record: ArticleRecord, now: datetime) -> Saved:
    row = _columns(record)
    names = ["title", "text", "body", "text_hash", "revision", "raw_page_id", "provenance", *_TOLD, "extra"]
    found = store.conn.execute(f"select {', '.join(names)} from articles where id = ?", [article_id]).fetchone()  # noqa: S608 - column names are ours
    old = dict(zip(names, found, strict=True))
    _keep(row, old, record.cause)
    before, after = _HAD.index(Body(old["body"])), _HAD.index(record.body)
    if after < before:
        _keep_all_but_the_note(row, old)
    told = {name: old[name] for name in _TOLD if row[name] != old[name]}
    if not _is_change(row, old, told, record.cause):
        if old["published"] is None and row["published"] is not None:
            _fill_published(store, article_id, row["published"], now)
        return Saved(article_id, Outcome.UNCHANGED)
    first_body = before == 0 < after
    if not first_body:
        _add_revision(store, article_id, old, Change(record.cause, told, now))
    del row["url"], row["outlet_id"]
    revision = old["revision"] + (not first_body)
    row |= {"updated": to_text(now), "revision": revision, "changed_seq": next_change(store)}
    sets = ", ".join(f"{name} = ?" for name in row)
    store.conn.execute(f"update articles set {sets} where id = ?", [*row.values(), article_id])  # noqa: S608 - column names are ours
    return Saved(article_id, Outcome.STORED if first_body else Outcome.REVISED)


def _fill_published(store: Store, article_id: str, published: str, now: datetime) -> None:
    """Take the date from the same page read again: what was read under a clock that stood behind lacks it, because times to
    come are not believed. No revision: the article says what it said.
    """
    store.conn.execute(
        "update articles set published = ?, updated = ?, changed_seq = ? where id = ?",
        [published, to_text(now), next_change(store), article_id],
    )


def _keep_all_but_the_note(row: dict[str, Any], old: Mapping[str, Any]) -> None:
    """A page that shows less than before changes nothing but the note: "This article has been retracted." may stand in
    the place of the whole text, and the text that it withdraws is kept.
    """
    for name in old.keys() - {"correction", "correction_kind", "revision"}:
        row[name] = old[name]


def _is_change(row: Mapping[str, Any], old: Mapping[str, Any], told: Mapping[str, Any], cause: Cause) -> bool:
    if row["text_hash"] != old["text_hash"] or row["body"] != old["body"]:
        return True
    return bool(told) if cause is Cause.EXTRACTOR else "correction" in told


def _keep(row: dict[str, Any], old: Mapping[str, Any], cause: Cause) -> None:
    """Put the old value, with where it came from, in the place of each empty one that has to stay."""
    kept = [
        name
        for name in (_KEPT if cause is Cause.EXTRACTOR else (*_KEPT, *_KEPT_FROM_PAGES))
        if row[name] in _EMPTY and old[name] not in _EMPTY
    ]
    places = json.loads(old["provenance"])
    row["provenance"] = _as_json(
        {name: places[name] for name in kept if name in places} | json.loads(row["provenance"])
    )
    for name in kept:
        row[name] = old[name]


def _add_revision(store: Store, article_id: str, old: Mapping[str, Any], change: Change) -> None:
    store.conn.execute(
        """insert into revisions (article_id, revision, title, text, recorded, cause, raw_page_id, fields)
           values (?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            article_id,
            old["revision"],
            old["title"],
            old["text"],
            to_text(change.at),
            change.cause.value,
            old["raw_page_id"],
            _as_json(change.told),
        ],
    )


@dataclass(frozen=True, slots=True)
class Change:
    """Why and when a revision came about, and what the columns held before it that are shown beside title and text."""

    cause: Cause
    told: Mapping[str, Any]
    at: datetime


def _add_url(store: Store, url_key: str, url: str, article_id: str) -> None:
    store.conn.execute(
        "insert or ignore into article_urls (url_key, url, article_id) values (?, ?, ?)", [url_key, url, article_id]
    )


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _columns(record: ArticleRecord) -> dict[str, Any]:
    return {
        "url": record.url,
        "outlet_id": record.outlet_id,
        "title": record.title,
        "text": record.text,
        "published": to_text(record.published),
        "retrieved": to_text(record.retrieved),
        "byline": record.byline,
        "authors": _as_json(record.authors),
        "language": record.language,
        "section": record.section,
        "keywords": _as_json(record.keywords),
        "canonical_url": record.canonical_url,
        "is_based_on": _as_json(record.is_based_on),
        "metadata_credits": _as_json(record.metadata_credits),
        "links": _as_json([dataclasses.asdict(link) for link in record.links]),
        "media": _as_json([dataclasses.asdict(media) for media in record.media]),
        "body": record.body.value,
        "live": int(record.live),
        "correction": record.correction,
        "correction_kind": record.correction_kind.value if record.correction_kind else "",
        "text_hash": text_hash(record.title, record.text),
        "provenance": _as_json(record.provenance),
        "extra": _as_json(record.extra),
        "raw_page_id": record.raw_page_id,
    }


def next_change(store: Store) -> int:
    """The next number of the counter by which later steps know what is new; part of the open transaction."""
    store.conn.execute("update counters set value = value + 1 where name = 'article_change'")
    return int(store.conn.execute("select value from counters where name = 'article_change'").fetchone()[0])


_ARTICLE_COLUMNS = (
    "id, url, outlet_id, title, text, published, first_seen, authors, byline, canonical_url, language, section, "
    "is_based_on, metadata_credits, links, body, live, revision, correction, correction_kind, gone"
)


def read_articles(store: Store, *, where: str = "1", parameters: tuple[object, ...] = ()) -> Iterator[Article]:
    """Articles as the matcher reads them, by id. `where` is SQL of ours, never of a user."""
    rows = store.conn.execute(f"select {_ARTICLE_COLUMNS} from articles where {where} order by id", parameters)  # noqa: S608 - see docstring
    for row in rows:
        yield _article(row)


def _article(row: tuple[Any, ...]) -> Article:
    return Article(
        id=row[0],
        url=row[1],
        outlet_id=row[2],
        title=row[3],
        text=row[4],
        published=from_text(row[5]),
        first_seen=from_text(row[6]),
        authors=tuple(json.loads(row[7])),
        byline=row[8],
        canonical_url=row[9],
        language=row[10],
        section=row[11],
        is_based_on=tuple(json.loads(row[12])),
        metadata_credits=tuple((name, value) for name, value in json.loads(row[13])),
        links=tuple(Link(**link) for link in json.loads(row[14])),
        body=Body(row[15]),
        live=bool(row[16]),
        revision=row[17],
        correction=Correction(NoteKind(row[19] or "correction"), row[18]) if row[18] else None,
        gone=from_text(row[20]),
    )


def find_article(store: Store, url: str, url_key: str) -> str:
    """The id of the article stored under a URL: by its key, else letter for letter, else as a canonical link.

    Raises:
        UnknownUrl: there is none; the message says what to do.
    """
    for query, value in (
        ("select article_id from article_urls where url_key = ?", url_key),
        ("select id from articles where url = ? order by id", url),
        ("select id from articles where canonical_url = ? order by first_seen, id", url),
    ):
        row = store.conn.execute(query, [value]).fetchone()
        if row is not None:
            return str(row[0])
    raise UnknownUrl(
        f"{url}: no article is stored under this URL. Import it, or crawl its outlet: corroborate --db {store.path} crawl"
    )
