"""The Python interface: what it promises to keep, what it answers, and what it says to bad input."""

from __future__ import annotations

import dataclasses
import inspect
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import desk.library as public
from desk.library import (
    BadCursor,
    Library,
    LibraryError,
    NothingSaidYet,
    NotJudged,
    NotRated,
    OlderFile,
    Rating,
    StaleCursor,
    StoryVerdict,
    UnknownUrl,
    open_library,
)
from matching.types import State
from tests.desk.conftest import Run, two_reports, write_lines
from tests.desk.test_ratings import documented

POST, HERALD = (str(report["url"]) for report in two_reports())


@pytest.fixture
def db(corroborate: Run, folder: Path) -> Path:
    """A file in which one report came first, and the second a day later."""
    corroborate("import", write_lines(folder / "in.jsonl", two_reports()[:1]))
    corroborate("match", "--now", "2026-03-03")
    corroborate("import", write_lines(folder / "in.jsonl", two_reports()))
    corroborate("match", "--now", "2026-03-10")
    return folder / "news.db"


def test_what_others_build_on_stays_as_it_is() -> None:
    assert sorted(public.__all__) == [
        "BadCursor", "Criterion", "Library", "LibraryError", "NotJudged", "NotRated", "NothingSaidYet", "OlderFile", "Rating", "StaleCursor",
        "StoryVerdict", "UnknownUrl", "open_library",
    ]  # fmt: skip
    assert [field.name for field in dataclasses.fields(Rating)] == [
        "url", "as_of", "ruleset", "cursor", "named_sources", "more_than_one_notable_outlet", "supporting_material",
    ]  # fmt: skip
    assert [field.name for field in dataclasses.fields(public.Criterion)] == ["met", "evidence"]
    assert [field.name for field in dataclasses.fields(StoryVerdict)] == [
        "event_id", "title", "state", "provisional", "disputed", "outlets", "origins", "notable_origins", "because", "at",
        "ruleset", "registry_version", "whole",
    ]  # fmt: skip
    signatures = {
        name: str(inspect.signature(member))
        for name, member in inspect.getmembers(Library, inspect.isfunction)
        if not name.startswith("_")
    }
    assert signatures == {
        "change_lines": "(self, since: 'str' = '', *, limit: 'int | None' = None) -> 'Iterator[str]'",
        "changes": "(self, since: 'str' = '', *, limit: 'int | None' = None) -> 'Iterator[Rating]'",
        "close": "(self) -> 'None'",
        "cursor": "(self) -> 'str'",
        "rating": "(self, url: 'str') -> 'Rating'",
        "rating_row": "(self, url: 'str') -> 'dict[str, Any]'",
        "verdict": "(self, url: 'str', as_of: 'datetime | None' = None) -> 'StoryVerdict'",
        "verdict_row": "(self, url: 'str', as_of: 'datetime | None' = None) -> 'dict[str, Any]'",
    }
    assert all(getattr(public, name).__doc__ for name in public.__all__)


def test_a_rating_is_the_line_of_the_feed_with_types(db: Path, corroborate: Run) -> None:
    with open_library(db) as library:
        rating = library.rating(POST)
        rows = [library.rating_row(change.url) for change in library.changes()]
        assert list(library.change_lines()) == corroborate("export", "ratings").out.splitlines()
    assert rating.stars == 3 - (rating.supporting_material.met is not True)
    assert rating.more_than_one_notable_outlet.met is True and rating.as_of == datetime(2026, 3, 10, tzinfo=UTC)
    assert rows == corroborate("export", "ratings").rows()


def test_changes_come_once_and_end_with_the_librarys_cursor(db: Path, corroborate: Run) -> None:
    with open_library(db) as library:
        everything = list(library.changes())
        assert len(everything) == 2 and everything[-1].cursor == library.cursor()
        first = next(library.changes(limit=1))
        assert [change.url for change in library.changes(first.cursor)] == [everything[1].url]
        assert not list(library.changes(library.cursor())) and not list(library.changes(limit=0))
        corroborate("match", "--now", "2026-03-11")
        assert not list(library.changes(everything[-1].cursor))


def test_the_verdict_as_it_stood(db: Path, corroborate: Run) -> None:
    with open_library(db) as library:
        now = library.verdict(HERALD)
        assert now.state is State.CORROBORATED and now.whole == corroborate("verdict", HERALD, "--json").rows()[0]
        then = library.verdict(HERALD, datetime(2026, 3, 10, tzinfo=UTC))
        assert dataclasses.replace(then, whole=now.whole) == now and then.whole["as_of"] == "2026-03-10T00:00:00+00:00"
        before = library.verdict(POST, datetime(2026, 3, 9, tzinfo=UTC))
        assert before.state is State.SINGLE_REPORT and before.at == datetime(2026, 3, 3, tzinfo=UTC)
        assert [entry["state"] for entry in before.whole["history"]] == ["single_report"]
        assert [article["url"] for article in before.whole["articles"]] == [POST]
        assert before.whole.keys() == now.whole.keys() | {"as_of"}
        with pytest.raises(NothingSaidYet, match="no verdict on this article"):
            library.verdict(HERALD, datetime(2026, 3, 9, tzinfo=UTC))
        with pytest.raises(ValueError, match="zone"):
            library.verdict(HERALD, datetime(2026, 3, 9))  # noqa: DTZ001 - that is the point
        assert library.verdict(POST, datetime.max.replace(tzinfo=UTC) - timedelta(days=1)).state is State.CORROBORATED


@pytest.mark.parametrize("cursor", ["garbage", "-", "1", "-7", "abc-", "abc-1x", "abc-¹", "' or 1=1 --", "a" * 9_000, "ab-" + "9" * 30])  # fmt: skip
def test_what_is_no_cursor_is_said_to_be_none(db: Path, cursor: str) -> None:
    with open_library(db) as library, pytest.raises(BadCursor, match="is no cursor") as told:
        list(library.changes(cursor))
    assert not isinstance(told.value, StaleCursor) and len(str(told.value)) < 400


def test_a_cursor_of_elsewhere_or_of_the_future_asks_for_a_new_start(db: Path, corroborate: Run) -> None:
    with open_library(db) as library:
        identity, _, number = library.cursor().partition("-")
        with pytest.raises(StaleCursor, match="lies ahead of this database"):
            list(library.changes(f"{identity}-{int(number) + 1}"))
        with pytest.raises(StaleCursor, match="another database"):
            list(library.changes(f"{identity[::-1]}-1"))
    told = corroborate("export", "ratings", "--since", "0a0b-7")
    assert told.code == 1 and "another database" in told.err and not told.out


def test_what_is_not_there_yet_is_told_apart_from_what_never_was(db: Path, corroborate: Run, folder: Path) -> None:
    late = two_reports()[0] | {"id": "late", "url": "https://www.harbourpost.example/late"}
    corroborate("import", write_lines(folder / "late.jsonl", [late]))
    with open_library(db) as library:
        with pytest.raises(NotRated):
            library.rating(late["url"])
        with pytest.raises(NotJudged):
            library.verdict(late["url"])
        with pytest.raises(UnknownUrl):
            library.rating("https://www.harbourpost.example/never")
    with pytest.raises(LibraryError, match="no such database"):
        open_library(folder / "none.db")


def test_a_file_of_an_older_version_is_not_half_read(db: Path) -> None:
    with sqlite3.connect(db) as conn:
        conn.execute("delete from _sqlite_migrations where name = (select max(name) from _sqlite_migrations)")
    conn.close()
    with pytest.raises(OlderFile, match="Bring it up to date once"):
        open_library(db)


def test_the_documented_program_runs(
    db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (program,) = documented("open_library")
    monkeypatch.chdir(db.parent)
    exec(compile(program, "docs/ratings.md", "exec"), {})  # noqa: S102 - it is what the page tells people to run
    told = capsys.readouterr().out
    assert "True" in told and "single_report" in told


def test_nothing_can_be_written_through_it(db: Path) -> None:
    with open_library(db) as library, pytest.raises(sqlite3.OperationalError, match=r"readonly|read-only"):
        library._store.conn.execute("delete from ratings")
