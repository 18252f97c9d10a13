"""Who uses the desk during a soak: readers of its pages, editors who decide and take back, a person with a shell."""

from __future__ import annotations

import contextlib
import random
import re
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx

EDITOR, PASSWORD = "mira", "a passphrase of the soak"
# Editors note and mark; they split now and then, and seldom merge: small events, and most of it is taken back. Events that are
# joined at random again and again would end as one, which no desk ever has.
_KINDS = ("note",) * 8 + ("commentary", "report", "same-origin", "split") * 3 + ("merge",)
_SMALL = 3
_TAKEN_BACK = 0.75


@dataclass(frozen=True, slots=True)
class Seen:
    """An article that somebody came by, with its event and how many articles that has; `beside` is another of them, or ""."""

    article: str
    url: str
    event: str
    size: int
    beside: str


@dataclass(frozen=True, slots=True)
class Timed:
    """An answer of the desk: what was asked for, when (seconds from the beginning), and the milliseconds it took."""

    page: str
    at: float
    ms: float


class People:
    """Readers, each of whom asks for the front page, an event, an article and a search, one after the other, with a short
    rest; and one editor, who decides about what is there every few seconds and takes every third decision back.
    """

    def __init__(self, port: int, db: Path, readers: int = 3) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._db = db
        self._end = threading.Event()
        self._began = time.monotonic()
        self.timed: list[Timed] = []
        self.failures: Counter[str] = Counter()
        self.decided: list[int] = []
        self.refused = 0
        self._threads = [threading.Thread(target=self._read, args=(n,), daemon=True) for n in range(readers)]
        self._threads.append(threading.Thread(target=self._edit, daemon=True))

    def __enter__(self) -> People:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join(60)
        if any(thread.is_alive() for thread in self._threads):
            self.failures["an answer that never came"] += 1

    def _read(self, number: int) -> None:
        chance = random.Random(number)
        with httpx.Client(base_url=self._base, timeout=20) as client:
            while not self._end.wait(chance.uniform(0.3, 0.9)):
                found = self._some(chance)
                pages = {"front": "/"}
                if found:
                    seen = found[0]
                    pages |= {
                        "event": f"/event/{seen.event}",
                        "article": f"/article/{seen.article}",
                        "check": f"/check?url={quote(seen.url)}",
                    }
                for name, path in pages.items():
                    self._ask(client, name, "GET", path)

    def _some(self, chance: random.Random) -> list[Seen]:
        """Two articles at random."""
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(self._db, timeout=1)) as conn:
            top = conn.execute("select max(number) from articles").fetchone()[0] or 0
            query = """select a.id, a.url, e.event_id,
                       (select count(*) from event_articles o where o.event_id = e.event_id),
                       (select ifnull(min(article_id), '') from event_articles o
                        where o.event_id = e.event_id and o.article_id <> a.id)
                       from articles a join event_articles e on e.article_id = a.id
                       where a.number >= ? order by a.number limit 1"""
            rows = [conn.execute(query, [chance.randint(1, top)]).fetchone() for _ in range(2 if top else 0)]
            return [Seen(*row) for row in rows if row]
        return []

    def _edit(self) -> None:
        chance = random.Random("editor")
        with httpx.Client(base_url=self._base, timeout=20) as client:
            self._log_in(client)
            while not self._end.wait(chance.uniform(2.0, 5.0)):
                found = self._some(chance)
                kept, merged = len(self.decided), False
                if len(found) == 2:
                    order = order_of(chance, found)
                    self._decide(client, order)
                    merged = ("kind", "merge") in order and len(self.decided) > kept
                if len(self.decided) % 3 == 2 or (merged and chance.random() < _TAKEN_BACK):
                    form = [("decision", str(self.decided[-1])), ("reason", "on second thoughts")]
                    self._decide(client, form, "/-/desk/undo")

    def _log_in(self, client: httpx.Client) -> None:
        form = client.get("/-/login").text
        found = re.search(r'name="csrftoken" value="([^"]+)"', form)
        token = found[1] if found else ""
        answer = client.post("/-/login", data={"name": EDITOR, "password": PASSWORD, "next": "/", "csrftoken": token})
        if answer.status_code >= 400:
            self.failures[f"login: HTTP {answer.status_code}"] += 1

    def _decide(self, client: httpx.Client, form: list[tuple[str, str]], path: str = "/-/desk/decide") -> None:
        token = client.cookies.get("ds_csrftoken") or ""
        data: dict[str, str | list[str]] = {"csrftoken": token}
        for name, value in form:
            data[name] = [*data.get(name, []), value] if name == "article" else value
        answer = self._ask(client, "decide", "POST", path, data)
        if answer is None:
            return
        kept = re.search(r"kept=(\d+)", answer.headers.get("location", ""))
        if answer.status_code == 303 and kept:
            self.decided.append(int(kept[1]))
        else:
            self.refused += 1

    def _ask(
        self, client: httpx.Client, name: str, method: str, path: str, data: dict[str, str | list[str]] | None = None
    ) -> httpx.Response | None:  # fmt: skip
        began = time.monotonic()
        try:
            answer = client.request(method, path, data=data)
        except httpx.HTTPError as error:
            self.failures[f"{name}: {type(error).__name__}"] += 1
            return None
        self.timed.append(Timed(name, began - self._began, (time.monotonic() - began) * 1000))
        # a decision may be refused with its reason: it contradicts another, or its event is no more since a cycle
        if answer.status_code >= 400 and not (name == "decide" and answer.status_code in (400, 404, 409)):
            self.failures[f"{name}: HTTP {answer.status_code}"] += 1
        return answer


def order_of(chance: random.Random, found: list[Seen]) -> list[tuple[str, str]]:
    """What an editor decides who has come by two articles: a mark, a note, or what fits their events."""
    one, other = found
    kind = chance.choice(_KINDS)
    fits = {
        "merge": one.event != other.event and max(one.size, other.size) <= _SMALL,
        "split": one.size > 1,
        "same-origin": one.size > 1,
    }
    if not fits.get(kind, True):
        kind = "note"
    about = {
        "note": [("event", one.event)],
        "merge": [("event", one.event), ("other", other.event)],
        "split": [("event", one.event), ("article", one.article)],
        "same-origin": [("article", one.article), ("article", one.beside)],
    }.get(kind, [("article", one.article)])
    return [("kind", kind), ("reason", "seen in the soak"), *about]


@contextlib.contextmanager
def held_open(db: Path) -> Iterator[None]:
    """A person with a shell who reads for ten seconds at a time."""
    end = threading.Event()

    def read() -> None:
        while not end.wait(1):
            with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(db, timeout=5)) as conn:
                conn.execute("begin")
                conn.execute("select count(*) from articles").fetchone()
                end.wait(10)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join(20)
