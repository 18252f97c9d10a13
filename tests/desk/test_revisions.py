"""Revisions as a reader sees them: words that went and came, and what was put right or withdrawn."""

from __future__ import annotations

import json
from datetime import timedelta

from desk.revisions import history_dict, history_text
from desk.worddiff import diff_paragraphs, diff_words, marked
from store.articles import save_article
from store.connection import Store
from store.records import Cause
from store.revisions import read_history
from tests.builders import NOON, a_record, with_outlets

FIRST = "The pier will close on Monday.\n\nThe council voted 8 to 4 on the plan for the pier.\n\nDivers found a crack."
SECOND = "The pier will close on Monday.\n\nThe council voted 9 to 4 on the plan for the pier.\n\nDivers found a crack."
NOTE = "Correction: an earlier version gave the wrong count of votes."


def test_words_that_went_and_came() -> None:
    assert marked(diff_words("voted 8 to 4", "voted 9 to 4 at noon")) == "voted [-8-] {+9+} to 4 {+at noon+}"
    parts = diff_paragraphs(FIRST, SECOND + "\n\nWork begins at six.")
    assert [part.op for part in parts] == ["same", "changed", "same", "new"]
    gone = diff_paragraphs(FIRST, "The pier will close on Monday.\n\nNobody was hurt, said a clerk.")
    assert [part.op for part in gone] == ["same", "new", "gone", "gone"]


def test_both_texts_can_be_read_off_the_diff() -> None:
    before, after = "a b c\nd e f g\nh", "x\na b q c\nd e f g\ny z\nh h"
    old, new = [], []
    for part in diff_paragraphs(before, after):
        old.append(" ".join(piece.words for piece in part.pieces if piece.op != "new"))
        new.append(" ".join(piece.words for piece in part.pieces if piece.op != "gone"))
    assert "\n".join(filter(None, old)) == before
    assert "\n".join(filter(None, new)) == after


def test_a_history_with_a_correction_and_a_retraction(store: Store) -> None:
    with_outlets(store, "first")
    saved = save_article(store, a_record("first", "pier", title="Pier to close", text=FIRST), now=NOON)
    corrected = a_record("first", "pier", title="Pier to close", text=f"{SECOND}\n\n{NOTE}", correction=NOTE)
    save_article(store, corrected, now=NOON + timedelta(hours=1))
    withdrawn = "This article has been retracted."
    last = a_record("first", "pier", title="Retracted: Pier to close", text=withdrawn, correction=withdrawn)
    save_article(store, last, now=NOON + timedelta(hours=6))
    text = history_text(read_history(store, saved.article_id))
    assert "RETRACTION: This article has been retracted." in text
    assert "revision 2, 2026-" in text
    assert ": the page changed [correction]" in text
    assert "~ The council voted [-8-] {+9+} to 4 on the plan for the pier." in text
    assert f"+ {NOTE}" in text
    assert ": the page changed [retraction]" in text
    assert "title: {+Retracted:+} Pier to close" in text
    whole = history_dict(read_history(store, saved.article_id))
    json.dumps(whole)
    assert whole["correction"] == {"kind": "retraction", "text": withdrawn}


def test_fields_that_changed_are_shown_on_both_sides(store: Store) -> None:
    with_outlets(store, "first")
    saved = save_article(store, a_record("first", "pier", byline="By A. Moss"), now=NOON)
    for name in ("Ada Moss", "Ada Moss and Ben Ferry"):
        record = a_record("first", "pier", byline=f"By {name}", authors=(name,), cause=Cause.EXTRACTOR)
        save_article(store, record, now=NOON)
    first, second = read_history(store, saved.article_id).changes
    assert first.fields == {"byline": ("By A. Moss", "By Ada Moss"), "authors": ([], ["Ada Moss"])}
    assert second.fields["byline"] == ("By Ada Moss", "By Ada Moss and Ben Ferry")
    assert "authors: none → Ada Moss" in history_text(read_history(store, saved.article_id))


def test_an_article_that_never_changed_says_so_and_no_text_steers_a_terminal(store: Store) -> None:
    with_outlets(store, "first")
    saved = save_article(store, a_record("first", "pier", title="Pier \x1b[2J closes"), now=NOON)
    text = history_text(read_history(store, saved.article_id))
    assert "no revision" in text
    assert "\x1b" not in text
