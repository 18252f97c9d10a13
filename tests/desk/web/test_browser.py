"""The desk in a real browser: every page at two widths, in the dark and in print, by keyboard, without JavaScript, and
with texts that try to break out.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from desk.deciding import Order, decide
from store.connection import open_store
from tests.builders import NOON
from tests.desk.web.conftest import EDITOR, PASSWORD, Served, chromium, serve
from tests.desk.web.hostile import IMAGE, OVERRIDE, SCRIPT
from tests.desk.web.test_access import PATHS

pytestmark = pytest.mark.slow

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One browser for all tests; each has a context of its own."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def desk(demo_db: Path, accounts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo's desk, served."""
    copy = tmp_path_factory.mktemp("served") / "news.db"
    shutil.copy(demo_db, copy)
    yield from serve(copy, "--accounts", str(accounts))


@pytest.fixture(scope="module")
def hostile_room(hostile_db: Path, accounts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The hostile desk with logins, where decisions were taken with words as hostile."""
    copy = tmp_path_factory.mktemp("hostile-room") / "news.db"
    shutil.copy(hostile_db, copy)
    with open_store(copy) as store:
        for order in (
            Order("outlet", f"{SCRIPT} {OVERRIDE} {'W' * 400}", outlet="quay-herald", key="family", value=IMAGE),
            Order("outlet", IMAGE, outlet="moor-post", key="notable"),
            Order("note", SCRIPT + OVERRIDE, event="e123456789abcdef"),
        ):
            decide(store, order, f"mira {IMAGE}", NOON)
    yield from serve(copy, "--accounts", str(accounts))


@pytest.fixture(scope="module")
def hostile_desk(hostile_db: Path) -> Iterator[Served]:
    """The hostile desk, served."""
    yield from serve(hostile_db)


class Watched:
    """A page whose complaints, dialogs and requests are kept."""

    def __init__(self, context: Any, base: str) -> None:
        self.base, self.page = base, context.new_page()
        self.page.set_default_timeout(8000)
        self.problems: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("dialog", self._opened)
        self.page.on("request", self._asked)

    def _heard(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.problems.append(message.text)

    def _opened(self, dialog: Any) -> None:
        self.problems.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:")):
            self.problems.append(f"asked {request.url}")

    def go(self, path: str) -> Any:
        self.page.goto(self.base + path)
        return self.page

    def overflow(self) -> int:
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture
def watched(browser: Any, desk: Served) -> Iterator[Watched]:
    context = browser.new_context(viewport=DESKTOP)
    yield Watched(context, desk.base)
    context.close()


def barriers(page: Any) -> list[str]:
    """What axe finds to be serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in {"serious", "critical"}]


def pages_of(watched: Watched) -> list[str]:
    """One page of each kind, found as a reader finds them: by links."""
    page = watched.go("/?state=single_origin")
    event = page.get_attribute("a.go:has-text('Delmar gas heaters')", "href")
    watched.go(event)
    article = page.get_attribute(".is-not a.a-title", "href")
    compare = page.get_attribute("a:has-text('Compare with its original')", "href")
    past = page.get_attribute(".history a", "href")
    early = event + "?as_of=2001-01-01"
    watched.go("/?words=silo")
    disputed = page.get_attribute(".card a.go", "href")
    return ["/", "/?state=corroborated&words=skylark", event, disputed, article, compare, "/outlet/ostwick-times", "/outlets", "/questions", past, early, event + "?as_of=Tuesday",
            "/check", "/check?url=" + quote("http://ostwicktimes.example:8470/new", safe=""), "/help", "/-/login", "/event/none"]  # fmt: skip


@pytest.mark.parametrize(("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_every_page_is_whole_quiet_and_without_barriers(
    browser: Any, desk: Served, viewport: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    watched = Watched(context, desk.base)
    for path in pages_of(watched):
        page = watched.go(path)
        assert page.locator("h1").count() == 1 and page.get_attribute("html", "lang") == "en", path
        assert watched.overflow() == 0, path
        assert barriers(page) == [], path
        levels = page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(e => +e.tagName[1])")
        assert all(b - a <= 1 for a, b in zip([0, *levels], levels, strict=False)), (path, levels)
    watched.problems = [problem for problem in watched.problems if "404" not in problem and "400" not in problem]
    assert watched.problems == []
    context.close()


def test_texts_that_try_to_break_out_stay_texts(browser: Any, hostile_desk: Served) -> None:
    for viewport in (DESKTOP, PHONE):
        context = browser.new_context(viewport=viewport)
        watched = Watched(context, hostile_desk.base)
        for path in PATHS:
            page = watched.go(path)
            assert "owned" not in page.title() or path != "/", path
            assert page.title() != "owned" and page.locator("img").count() == 0, path
            assert page.locator("h1").count() == 1 and watched.overflow() <= 0, path
            links = page.eval_on_selector_all("a[href]", "all => all.map(e => e.protocol)")
            assert set(links) <= {"http:", "https:"}, path
        for path in ("/news/articles", "/news/verdicts_now", "/news/outlets"):
            assert watched.go(path).title() != "owned"
        assert watched.problems == []
        context.close()


def test_nor_do_they_break_the_pages_of_editors(browser: Any, hostile_room: Served) -> None:
    event = "/event/e123456789abcdef"
    paths = (*PATHS, event + "?as_of=2026-03-02T12:00", event + "/split", "/decisions", "/outlet/moor-post")
    for viewport in (DESKTOP, PHONE):
        context = browser.new_context(viewport=viewport)
        watched = Watched(context, hostile_room.base)
        log_in(watched.page, watched.base)
        for path in paths:
            page = watched.go(path)
            page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true; })")
            assert page.title() != "owned" and page.locator("main img").count() == 0, path
            assert watched.overflow() <= 0, path
        assert watched.problems == []
        context.close()


def test_words_are_not_torn_apart_in_tables(watched: Watched) -> None:
    for path, selector in (("/outlet/ostwick-times", ".c-state a"), ("/outlets", "td:nth-child(2)")):
        page = watched.go(path)
        heights = page.eval_on_selector_all(selector, "all => all.map(e => e.getClientRects().length)")
        assert heights and set(heights) == {1}, path


def test_a_moment_is_picked_in_a_form_without_javascript(browser: Any, desk: Served) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = Watched(context, desk.base).go("/?words=chip+plant")
    page.click(".card a.go")
    address = page.url
    page.click(".history a >> nth=0")
    assert "This is a past state" in page.inner_text("main")
    page.fill("#as-of", "2001-01-01T00:00:00")
    page.click("text=Show it")
    assert page.inner_text("h1") == "Nothing had been said yet"
    page.click("text=The first verdict")
    page.click("text=The event as it is now >> nth=0")
    assert page.url == address
    context.close()


def test_a_split_is_chosen_without_javascript(browser: Any, demo_db: Path, accounts: Path, tmp_path: Path) -> None:
    copy = tmp_path / "news.db"
    shutil.copy(demo_db, copy)
    for served in serve(copy, "--accounts", str(accounts)):
        context = browser.new_context(viewport=PHONE, java_script_enabled=False)
        watched = Watched(context, served.base)
        page = watched.page
        log_in(page, served.base)
        page.goto(f"{served.base}/?words=80,000+Delmar")
        page.click(".card a.go")
        page.click("text=Some of these articles report another happening")
        page.click("text=Choose them by outlet, words, time or origin")
        page.fill("#c-words", "plumber")
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        page.click("text=Choose all")
        page.wait_for_load_state()
        page.fill("#why-split", "another thing")
        page.click("text=Split off what is chosen")
        page.wait_for_load_state()
        assert page.inner_text("h1") == "Decisions" and "another thing" in page.inner_text("main")
        context.close()


def test_by_keyboard_alone(watched: Watched) -> None:
    page = watched.go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    titles = page.eval_on_selector_all("a.go", "all => all.map(e => e.textContent)")
    for key, place in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.textContent") == titles[place]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/event/"))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("silo j?")
    assert page.input_value("#find") == "silo j?"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.wait_for_url(re.compile("/help#keys"))
    assert watched.problems == []


def test_without_javascript(browser: Any, desk: Served) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = Watched(context, desk.base).go("/")
    page.click(".filters summary")
    page.fill("#words", "ferry")
    page.click(".filter-form button")
    assert page.locator(".card").count() >= 1 and "words=ferry" in page.url
    page.click(".card a.go")
    page.click(".graph-words summary")
    assert page.locator(".tree li").first.is_visible()
    page.click("text=Log in")
    page.fill("#name", EDITOR)
    page.fill("#password", PASSWORD)
    page.click("main button")
    assert "mira (editor)" in page.inner_text(".bar")
    page.click("text=Log out")
    assert page.locator(".bar >> text=Log in").count() == 1
    context.close()


def test_an_event_on_paper(watched: Watched) -> None:
    page = watched.go("/?words=chip+plant")
    watched.go(page.get_attribute(".card a.go", "href"))
    page.emulate_media(media="print")
    assert not page.locator(".bar").is_visible() and page.locator(".graph-picture").is_visible()
    assert page.locator(".verdict-sentence").is_visible()
    assert not page.locator(".as-of").is_visible() and not page.locator(".explain").is_visible()
    sheet = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sheet == "rgb(255, 255, 255)"
    assert len(page.pdf(format="A4")) > 5000


def test_datasettes_own_pages_work_under_the_policy(watched: Watched) -> None:
    page = watched.go("/news/articles?_search=ferry")
    assert page.locator("table.rows-and-columns tbody tr").count() >= 2
    for viewport in (DESKTOP, PHONE):
        page.set_viewport_size(viewport)
        for path in ("/news/single_origin_most_outlets", "/news/verdicts/1", "/news"):
            watched.go(path)
            assert watched.overflow() == 0, path
        for path in ("/news", "/news/single_origin_most_outlets", "/news/articles?_search=ferry", "/news/verdicts/1"):
            assert barriers(watched.go(path)) == [], path
    page = watched.go("/news?sql=select+state,+count(*)+from+events+group+by+1")
    assert page.locator("table tbody tr").count() == 6
    assert watched.problems == [], watched.problems


def log_in(page: Any, base: str) -> None:
    page.goto(f"{base}/-/login")
    page.fill("#name", EDITOR)
    page.fill("#password", PASSWORD)
    page.click("main button")


class Deciding:
    """An editor at work: finds pages and fills forms, as a person does."""

    def __init__(self, watched: Watched) -> None:
        self.watched, self.page, self.base = watched, watched.page, watched.base
        log_in(self.page, self.base)

    def event(self, words: str) -> str:
        self.page.goto(f"{self.base}/?words={quote(words)}")
        self.page.goto(self.base + self.page.get_attribute(".card a.go", "href"))
        return str(self.page.url)

    def decide(self, place: str, summary: str, fill: dict[str, str]) -> str:
        """Fill a form of the page and send it; answers the heading of what comes."""
        self.page.goto(place)
        form = self.page.locator(f".decide details:has(summary:text-is('{summary}'))")
        form.locator("summary").click()
        for selector, value in fill.items():
            field = form.locator(selector)
            if value == "tick":
                field.check()
            elif field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(index=int(value))
            else:
                field.fill(value)
        form.locator("textarea").fill(f"why: {summary}")
        form.locator("button").click()
        self.page.wait_for_load_state()
        return str(self.page.inner_text("h1"))


def test_every_decision_by_its_form(browser: Any, demo_db: Path, accounts: Path, tmp_path: Path) -> None:
    copy = tmp_path / "news.db"
    shutil.copy(demo_db, copy)
    for served in serve(copy, "--accounts", str(accounts)):
        context = browser.new_context(viewport=PHONE)
        watched = Watched(context, served.base)
        editor, page = Deciding(watched), watched.page
        court, ban, recall = map(editor.event, ("lets six aircraft return", "grounds all eleven", "80,000 Delmar"))
        assert barriers(page) == []
        page.goto(f"{recall}/split")
        assert barriers(page) == [] and watched.overflow() == 0
        merge, move = "This event and another are one", "An article belongs to another event"
        assert editor.decide(ban, merge, {"[name=other]": court}) == "Decisions"
        assert "Decision 1 is kept" in page.inner_text("main") and barriers(page) == []
        for place, summary, fill in (
            (
                recall,
                "Some of these articles report another happening",
                {"input >> nth=8": "tick", "input >> nth=9": "tick"},
            ),
            (recall, "Two articles rest on the same origin", {"#same-a": "1", "#same-b": "2"}),
            (recall, "An article does not rest on the origin of another", {"#other-a": "4", "#other-b": "1"}),
            (recall, "An article is commentary, or is none", {"#nature-article": "6", "[value=commentary]": "tick"}),
            (recall, "A note", {}),
            (f"{served.base}/outlet/ledger-line", "Something in its row is wrong", {"[value=notable]": "tick"}),
        ):
            assert editor.decide(place, summary, fill) == "Decisions", (summary, page.inner_text("main"))
        assert editor.decide(ban, move, {"#move-article": "1", "#move-other": recall}) == "Not decided"
        assert "Undo decision 1" in page.inner_text("main") and barriers(page) == [] and watched.overflow() == 0
        page.click("summary:text-is('Undo decision 1')")
        page.fill("#undo-1", "two stories after all")
        page.click("text=Undo it")
        assert "Decision 1 is undone" in page.inner_text("main")
        assert editor.decide(ban, move, {"#move-article": "1", "#move-other": recall}) == "Decisions"
        assert page.locator(".decision-list > li").count() == 8 and page.locator(".undone").count() == 1
        page.goto(f"{served.base}/outlet/ledger-line")
        assert "Marked wrong by mira" in page.inner_text("main") and barriers(page) == []
        page.click("text=Undo it")
        assert page.locator(".decision-list input[name=reason]").first.is_visible()
        page.goto(f"{served.base}/outlets?q=ledger")
        assert "no, an editor decided" in page.inner_text("main") and barriers(page) == [] and watched.overflow() == 0
        assert [problem for problem in watched.problems if "409" not in problem] == []
        context.close()
