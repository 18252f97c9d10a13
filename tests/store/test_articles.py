"""Saving articles: once, unchanged, revised, duplicate; and reading them as the matcher does."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from matching.types import Correction
from store.articles import article_id_for, find_article, read_articles, save_article
from store.connection import Store
from store.errors import UnknownUrl
from store.gone import mark_back, mark_gone
from store.records import Body, Cause, NoteKind, Outcome
from store.times import to_text
from tests.builders import HARBOUR, NOON, a_record, with_outlets


@pytest.fixture
def ready(store: Store) -> Store:
    return with_outlets(store, "first", "second")


def test_an_article_is_stored_once(ready: Store) -> None:
    record = a_record("first", "pier", published=NOON, authors=("Ada Moss",), byline="By Ada Moss")
    first = save_article(ready, record, now=NOON)
    again = save_article(ready, record, now=NOON + timedelta(hours=1))
    assert first.outcome is Outcome.STORED and again.outcome is Outcome.UNCHANGED
    assert first.article_id == again.article_id == article_id_for(record.url_key)
    (article,) = read_articles(ready)
    assert (article.title, article.published, article.authors, article.body) == (
        record.title,
        NOON,
        ("Ada Moss",),
        Body.FULL,
    )


def test_a_changed_text_is_a_revision_and_the_old_text_is_kept(ready: Store) -> None:
    saved = save_article(ready, a_record("first", "pier"), now=NOON)
    changed = save_article(ready, a_record("first", "pier", text=HARBOUR + " The vote was 9 to 4."), now=NOON)
    assert changed == type(changed)(saved.article_id, Outcome.REVISED)
    assert ready.conn.execute("select revision, text from revisions").fetchall() == [(1, HARBOUR)]
    (article,) = read_articles(ready)
    assert article.revision == 2 and article.text.endswith("9 to 4.")


def test_a_later_page_that_names_less_takes_nothing_away(ready: Store) -> None:
    told = a_record(
        "first",
        "pier",
        published=NOON,
        byline="By Ada Moss",
        authors=("Ada Moss",),
        extra={"desk": "coast"},
        correction="Correction: the pier is older.",
        provenance={"authors": "jsonld", "text": "x"},
    )
    save_article(ready, told, now=NOON)
    bare = a_record("first", "pier", text=HARBOUR + " The vote was 9 to 4.", published=None, provenance={"text": "y"})
    assert save_article(ready, bare, now=NOON).outcome is Outcome.REVISED
    row = ready.conn.execute(
        "select published, byline, authors, extra, correction, provenance from articles"
    ).fetchone()
    assert row[0] == to_text(NOON)
    assert row[1:5] == ("By Ada Moss", '["Ada Moss"]', '{"desk": "coast"}', "Correction: the pier is older.")
    assert json.loads(row[5]) == {"authors": "jsonld", "text": "y"}


def test_a_note_of_correction_alone_is_a_revision_of_the_page(ready: Store) -> None:
    save_article(ready, a_record("first", "pier"), now=NOON)
    noted = a_record("first", "pier", correction="Correction: the pier is older.", correction_kind=NoteKind.CORRECTION)
    assert save_article(ready, noted, now=NOON).outcome is Outcome.REVISED
    assert ready.conn.execute("select cause, fields from revisions").fetchone() == (
        "the page changed",
        '{"correction": "", "correction_kind": ""}',
    )


def test_a_notice_in_the_place_of_the_text_is_kept_and_the_text_it_withdraws_as_well(ready: Store) -> None:
    saved = save_article(ready, a_record("first", "pier", byline="By Ada Moss"), now=NOON)
    note = "This article has been retracted."
    notice = a_record(
        "first", "pier", title="Notice", text=note, body=Body.STUB, correction=note, correction_kind=NoteKind.RETRACTION
    )
    assert save_article(ready, notice, now=NOON).outcome is Outcome.REVISED
    assert save_article(ready, notice, now=NOON).outcome is Outcome.UNCHANGED
    (article,) = read_articles(ready)
    assert (article.id, article.text, article.body, article.revision) == (saved.article_id, HARBOUR, Body.FULL, 2)
    assert article.correction == Correction(NoteKind.RETRACTION, note)
    save_article(ready, a_record("first", "pier", text=HARBOUR + " The vote was 9 to 4."), now=NOON)
    (article,) = read_articles(ready)
    assert article.correction == Correction(NoteKind.RETRACTION, note)


def test_a_page_that_is_gone_is_noted_once_and_forgotten_when_it_is_back(ready: Store) -> None:
    record = a_record("first", "pier")
    saved = save_article(ready, record, now=NOON)
    hour = NOON + timedelta(hours=1)
    with ready.writing():
        assert mark_gone(ready, record.url_key, hour)
        assert not mark_gone(ready, record.url_key, hour + timedelta(hours=1))
        assert not mark_gone(ready, "https://first.example/never-seen", hour)
    (article,) = read_articles(ready)
    assert article.gone == hour
    seen = ready.conn.execute("select changed_seq from articles").fetchone()[0]
    with ready.writing():
        mark_back(ready, saved.article_id)
        mark_back(ready, saved.article_id)
    (article,) = read_articles(ready)
    assert article.gone is None
    assert ready.conn.execute("select changed_seq from articles").fetchone()[0] == seen + 1


def test_a_newer_extractor_revises_fields_and_may_withdraw_what_it_doubts(ready: Store) -> None:
    first = a_record(
        "first", "pier", byline="By Ada Moss", is_based_on=("https://b.example/1",), extra={"desk": "coast"}
    )
    save_article(ready, first, now=NOON)
    read = a_record("first", "pier", authors=("Ada Moss",), cause=Cause.EXTRACTOR)
    assert save_article(ready, read, now=NOON).outcome is Outcome.REVISED
    assert save_article(ready, read, now=NOON).outcome is Outcome.UNCHANGED
    assert ready.conn.execute("select byline, authors, is_based_on, extra, revision from articles").fetchone() == (
        "By Ada Moss",
        '["Ada Moss"]',
        "[]",
        '{"desk": "coast"}',
        2,
    )
    cause, fields = ready.conn.execute("select cause, fields from revisions").fetchone()
    assert cause == "extractor"
    assert json.loads(fields) == {"authors": "[]", "is_based_on": '["https://b.example/1"]'}


def test_white_space_is_no_revision(ready: Store) -> None:
    save_article(ready, a_record("first", "pier"), now=NOON)
    assert (
        save_article(ready, a_record("first", "pier", text=HARBOUR.replace(" ", "  ")), now=NOON).outcome
        is Outcome.UNCHANGED
    )


def test_a_body_once_had_is_not_lost_to_a_paywall(ready: Store) -> None:
    save_article(ready, a_record("first", "pier"), now=NOON)
    stub = a_record("first", "pier", text="Subscribe to read on.", body=Body.STUB)
    assert save_article(ready, stub, now=NOON).outcome is Outcome.UNCHANGED
    (article,) = read_articles(ready)
    assert article.body is Body.FULL and article.text == HARBOUR


def test_a_stub_grows_into_the_article(ready: Store) -> None:
    save_article(ready, a_record("first", "pier", text="The harbour council…", body=Body.STUB), now=NOON)
    assert save_article(ready, a_record("first", "pier"), now=NOON).outcome is Outcome.REVISED


def test_a_new_slug_of_an_article_is_a_duplicate_by_its_text_or_canonical_link(ready: Store) -> None:
    saved = save_article(ready, a_record("first", "pier"), now=NOON)
    assert save_article(ready, a_record("first", "pier-2"), now=NOON) == type(saved)(
        saved.article_id, Outcome.DUPLICATE
    )
    other = a_record("first", "amp/pier", text=HARBOUR + " More.", canonical_key="https://first.example/pier")
    assert save_article(ready, other, now=NOON).outcome is Outcome.DUPLICATE
    assert find_article(ready, "https://first.example/pier-2", "https://first.example/pier-2") == saved.article_id
    assert len(list(read_articles(ready))) == 1


def test_copies_by_other_outlets_and_short_texts_are_no_duplicates(ready: Store) -> None:
    save_article(ready, a_record("first", "pier"), now=NOON)
    assert save_article(ready, a_record("second", "pier"), now=NOON).outcome is Outcome.STORED
    foreign = a_record("second", "pier-3", text=HARBOUR + " Ours.", canonical_key="https://first.example/pier")
    assert save_article(ready, foreign, now=NOON).outcome is Outcome.STORED
    for path in ("note-1", "note-2"):
        assert save_article(ready, a_record("first", path, text="No trains today."), now=NOON).outcome is Outcome.STORED


def test_an_import_keeps_what_it_names(ready: Store) -> None:
    for path, name in (("pier", "x1"), ("pier-2", "x2")):
        record = a_record("first", path, id=name)
        assert save_article(ready, record, now=NOON, find_duplicates=False).article_id == name
    with pytest.raises(ValueError, match=r"'x1' already belongs to https://first\.example/pier"):
        save_article(ready, a_record("first", "other", id="x1"), now=NOON, find_duplicates=False)


def test_the_change_counter_grows_with_every_change_only(ready: Store) -> None:
    save_article(ready, a_record("first", "a"), now=NOON)
    save_article(ready, a_record("first", "a"), now=NOON)
    save_article(ready, a_record("first", "b", text=HARBOUR + " b"), now=NOON)
    assert ready.conn.execute("select id, changed_seq from articles order by changed_seq").fetchall() == [
        (article_id_for("https://first.example/a"), 1),
        (article_id_for("https://first.example/b"), 2),
    ]


def test_full_text_search_finds_the_newest_text(ready: Store) -> None:
    save_article(ready, a_record("first", "pier"), now=NOON)
    save_article(ready, a_record("first", "pier", text="Nothing but gulls."), now=NOON)
    count = "select count(*) from articles_fts where articles_fts match ?"
    assert ready.conn.execute(count, ["gulls"]).fetchone() == (1,)
    assert ready.conn.execute(count, ["inspection"]).fetchone() == (0,)


def test_an_unknown_url_says_what_to_do(ready: Store) -> None:
    with pytest.raises(UnknownUrl, match="no article is stored under this URL"):
        find_article(ready, "https://first.example/none", "https://first.example/none")


def test_a_date_that_was_not_believed_at_first_is_taken_when_it_is(store: Store) -> None:
    with_outlets(store, "first")
    save_article(store, a_record("first", "a", id="a"), now=NOON)
    before = store.conn.execute("select changed_seq from articles").fetchone()[0]
    assert save_article(store, a_record("first", "a", published=NOON), now=NOON).outcome is Outcome.UNCHANGED
    row = store.conn.execute("select published, revision, changed_seq > ? from articles", [before]).fetchone()
    assert row == (NOON.isoformat(), 1, 1)
    save_article(store, a_record("first", "a", published=NOON + timedelta(days=1)), now=NOON)
    assert store.conn.execute("select published from articles").fetchone() == (NOON.isoformat(),)
