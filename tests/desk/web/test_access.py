"""Who reads and who writes; what every answer carries."""

from __future__ import annotations

import re
import sqlite3
import time
from pathlib import Path

import pytest

from desk.accounts import drop_account, put_account
from desk.browse import Serving, browse, make_datasette, make_ready
from desk.errors import NothingFound, UsageProblem
from desk.web.access import Access, read_accounts
from store.connection import is_current, open_store
from store.errors import StoreError
from tests.desk.web.conftest import EDITOR, PASSWORD, READER, Asked
from tests.desk.web.hostile import OVERRIDE
from tests.desk.web.test_pages import NEW


def policy(answer: object) -> str:
    return str(answer.headers["content-security-policy"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/", "/outlets", "/help", "/check", "/questions", "/event/none", "/-/login"])
def test_our_pages_allow_nothing_inline(demo: Asked, path: str) -> None:
    page = demo.get(path)
    assert "unsafe" not in policy(page) and "sha256" not in policy(page) and "default-src 'none'" in policy(page)
    assert not re.search(r"<style|style=|<script(?![^>]+src=)|\son\w+=", page.text), path
    for header in ("x-content-type-options", "referrer-policy", "x-frame-options"):
        assert page.headers[header]
    assert "x-corroborate-page" not in page.headers


@pytest.mark.parametrize("path", ["/news", "/news/verdicts_now", "/news/articles", "/news?sql=select+1", "/-/versions"])
def test_datasettes_pages_run_only_its_own_scripts(demo: Asked, path: str) -> None:
    rules = dict(part.strip().split(" ", 1) for part in policy(demo.get(path)).split(";") if " " in part.strip())
    assert "unsafe-inline" not in rules["script-src"]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8001", "localhost.evil.example", "127.0.0.1.evil.example", ""]
)
def test_a_name_that_is_not_ours_gets_no_answer(demo: Asked, host: str) -> None:
    assert demo.get("/", host=host).status_code == 421


def test_a_name_that_was_given_is_answered(demo_db: Path) -> None:
    asked = Asked(make_datasette(demo_db, Access(hosts=frozenset({"desk.example"}))))
    assert asked.get("/", host="desk.example:443").status_code == 200


def test_without_accounts_nobody_writes(demo_db: Path) -> None:
    asked = Asked(make_datasette(demo_db))
    assert asked.get("/-/login").status_code == 404
    assert asked.form("/check", {"url": NEW}).status_code == 403


def test_a_form_of_another_site_is_refused(demo: Asked) -> None:
    demo.log_in(EDITOR)
    assert demo.post("/check", {"url": NEW}).status_code == 403
    assert demo.post("/check", {"url": NEW, "csrftoken": "guess"}).status_code == 403


def test_a_form_that_is_too_long_or_does_not_say_how_long_is_not_read(demo: Asked) -> None:
    assert demo.post("/check", {"url": "x" * 300_000}).status_code == 413
    assert demo.post("/check", {"url": "x"}, **{"content-length": "nonsense"}).status_code == 413


@pytest.mark.parametrize("path", ["/-/desk/seen", "/-/desk/logout"])
def test_nothing_changes_by_a_link(demo: Asked, path: str) -> None:
    assert demo.get(path).status_code == 405


def test_logging_in_and_out(demo: Asked) -> None:
    wrong = demo.form("/-/login", {"name": EDITOR, "password": "wrong"})
    assert wrong.status_code == 403 and "desk_session" not in demo.cookies
    answer = demo.log_in(EDITOR)
    assert answer.status_code == 302 and answer.headers["location"] == "/check"
    cookie = next(value for value in answer.headers.get_list("set-cookie") if "desk_session" in value)
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie
    assert "mira (editor)" in demo.get("/").text
    demo.form("/-/desk/logout", {})
    demo.cookies.pop("desk_session", None)
    assert "Log in" in demo.get("/").text


def test_a_session_ends_with_its_password_its_role_and_its_time(accounts: Path, tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    path.write_bytes(accounts.read_bytes())
    access = Access(accounts_file=path)
    account = access.log_in(READER, PASSWORD, 0.0)
    assert account is not None and account.role == "reader"
    signed = {"id": READER, "stamp": account.stamp(), "until": 100.0}
    assert access.session_of(signed, 50.0) == {"id": READER, "role": "reader"}
    assert access.session_of(signed, 101.0) is None
    time.sleep(0.01)
    put_account(path, READER, "editor", PASSWORD)
    assert access.session_of(signed, 50.0) is None
    drop_account(path, READER)
    assert access.log_in(READER, PASSWORD, 0.0) is None


def test_guessing_has_to_wait(accounts: Path) -> None:
    access = Access(accounts_file=accounts)
    for n in range(5):
        assert access.log_in(EDITOR, f"guess {n}", float(n)) is None
    assert access.log_in(EDITOR, PASSWORD, 6.0) is None
    assert access.log_in(EDITOR, PASSWORD, 70.0) is not None


def test_a_proxys_header_counts_from_the_proxy_alone() -> None:
    access = Access(header="X-Remote-User", editors=frozenset({"mira"}))
    assert access.named_by_proxy({"x-remote-user": "mira"}, "127.0.0.1") == {"id": "mira", "role": "editor"}
    assert access.named_by_proxy({"x-remote-user": "tom"}, "::1") == {"id": "tom", "role": "reader"}
    assert access.named_by_proxy({"x-remote-user": "mira"}, "10.0.0.9") is None
    assert access.named_by_proxy({}, "127.0.0.1") is None


def test_beyond_this_machine_reading_needs_a_login(demo_db: Path, accounts: Path) -> None:
    with pytest.raises(UsageProblem, match="--accounts"):
        browse(Serving(demo_db, host="0.0.0.0"))  # noqa: S104 - that is the point
    asked = Asked(make_datasette(demo_db, Access(accounts_file=accounts, is_local=False)))
    for path in ("/", "/event/none", "/news", "/news/articles.json", "/news?sql=select+1"):
        assert asked.get(path).status_code == 403, path
    asked.log_in(READER)
    assert asked.get("/").status_code == asked.get("/news/verdicts_now.json").status_code == 200


def test_the_file_is_not_written_by_reading_nor_by_sql(demo: Asked) -> None:
    path = demo.datasette.databases["news"].path
    for address in ("/", "/news?sql=delete+from+articles", "/news?sql=pragma+user_version%3D9", "/news.db"):
        demo.get(address)
    with sqlite3.connect(path) as conn:
        assert conn.execute("select count(*) from articles").fetchone() == (41,)
        assert conn.execute("pragma user_version").fetchone() == (0,)
    conn.close()
    assert demo.get("/news.db").status_code in {403, 404}


def test_a_query_that_runs_on_is_stopped(demo: Asked) -> None:
    endless = "with+recursive+n(x)+as+(select+1+union+all+select+x%2B1+from+n)+select+count(*)+from+n"
    started = time.monotonic()
    assert demo.get(f"/news.json?sql={endless}").status_code == 400
    assert time.monotonic() - started < 6


@pytest.mark.parametrize(
    "text", ["nonsense [", "[[account]]\nname='a'", "[[account]]\nname='a'\nrole='boss'\npassword='x'"]
)
def test_an_accounts_file_that_is_none_is_told_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "accounts.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageProblem, match=re.escape(str(path))):
        read_accounts(path)


def test_accounts_are_kept_as_hashes_that_only_their_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    put_account(path, 'a "b"', "editor", PASSWORD)
    assert path.stat().st_mode & 0o077 == 0
    assert PASSWORD not in path.read_text(encoding="utf-8") and list(read_accounts(path)) == ['a "b"']
    with pytest.raises(UsageProblem, match="characters"):
        put_account(path, "x", "reader", "short")
    with pytest.raises(NothingFound):
        drop_account(path, "nobody")


def test_an_address_that_is_none_prints_nothing(demo: Asked, capfd: pytest.CaptureFixture[str]) -> None:
    for path in ("/none", "/news/none", "/none/none", "/news?sql=drop", "/event/none"):
        assert demo.get(path).status_code in {400, 404}, path
    told = capfd.readouterr()
    assert (told.out, told.err) == ("", "")


def test_in_datasettes_tables_too_nothing_steers_the_screen(hostile: Asked) -> None:
    for path in ("/news/articles?_col=title&_col=text", "/news/events", "/news?sql=select+title+from+articles"):
        page = hostile.get(path)
        assert page.status_code == 200 and OVERRIDE[0] not in page.text, path
    assert "[U+202E]gnitroper[U+202C]" in hostile.get("/news?sql=select+title+from+articles").text


def test_an_address_that_is_none_of_the_web_is_told_and_not_linked(hostile: Asked) -> None:
    page = hostile.get("/article/id%2F0%22%27%3Cb%3E%3F%23%26%C3%A9").text
    assert "its address is none of the web" in page and "Read the original at" not in page


PATHS = ("/", "/event/e123456789abcdef", "/article/id%2F0%22%27%3Cb%3E%3F%23%26%C3%A9", "/article/id%2F1%22%27%3Cb%3E%3F%23%26%C3%A9?text=whole",
         "/compare?a=id%2F0%22%27%3Cb%3E%3F%23%26%C3%A9&b=id%2F2%22%27%3Cb%3E%3F%23%26%C3%A9", "/outlet/quay-herald", "/outlet/%D7%A8%D7%A9%D7%AA",
         "/outlets", "/?words=%3Cscript%3E", "/check?url=https://moor-post.example/a1")  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_hostile_strings_stay_strings(hostile: Asked, path: str) -> None:
    page = hostile.get(path)
    assert page.status_code == 200, path
    assert "<script>" not in page.text and "<img" not in page.text and "<h1>Fake" not in page.text
    assert "javascript:" not in re.sub(r">[^<]*<", "><", page.text), "a script became an address"
    assert OVERRIDE[0] not in page.text and "\x00" not in page.text
    assert len(page.content) < 120_000
    assert "49" not in re.findall(r"Bridge closed (\S+)", page.text)


def test_an_older_file_is_brought_forward_before_it_is_shown(demo_db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "old.db"
    copy.write_bytes(demo_db.read_bytes())
    with sqlite3.connect(copy) as conn:
        conn.execute("drop index outlets_country")
        conn.execute("delete from _sqlite_migrations where name like '%outlets_by_country'")
    conn.close()
    with open_store(copy, read_only=True) as store:
        assert not is_current(store)
    make_ready(copy)
    with open_store(copy, read_only=True) as store:
        assert is_current(store)
    with pytest.raises(StoreError, match="no such database"):
        make_ready(tmp_path / "none.db")
