"""The web that the crawl benchmark crawls, served by a process of its own.

`python -m bench.crawl_web JSON` serves what the JSON says (the fields of `Web`) on 127.0.0.1, writes the registry, prints
the port, and ends when its standard input is closed.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desk.replay import Page, ReplayServer, ReplaySite, registry_toml_for
from desk.replay.render import FEED, House, Story, article_page, feed_page, robots_page

_SUFFIXES = (".html", ".htm", ".html.gz", ".htm.gz")
_PLACES = ("the harbour", "the old mill", "the tram depot", "the north bridge", "the market hall", "the water tower")
_BODIES = ("The town council", "The harbour board", "A residents' group", "The school office", "The ferry company")
_ACTS = ("put off its plan for", "agreed to pay for", "asked for a report on", "opened talks about", "voted against")
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
_ENDS = ("before the winter", "after a long meeting", "by a narrow margin", "without a date", "for a second time")


@dataclass(frozen=True, slots=True)
class Web:
    """`pages` articles, spread evenly over `hosts` sites, in an order that is always the same.

    `folder` holds saved pages (HTML, also gzipped), which come again on other hosts until there are enough; "" stands
    for small pages of the benchmark's own. `registry` and `log` are files to write: the outlets, and each request.
    """

    pages: int
    hosts: int
    registry: str
    folder: str = ""
    log: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """A web that is being served: its port and the process id of its server."""

    port: int
    pid: int


def saved_pages(folder: Path) -> list[bytes]:
    """The saved pages of a folder, unpacked, by file name. Raises FileNotFoundError where there is none."""
    files = sorted(path for path in folder.iterdir() if path.name.lower().endswith(_SUFFIXES))
    if not files:
        raise FileNotFoundError(f"{folder}: no saved page in it (*.html, *.htm, *.html.gz)")
    return [gzip.decompress(body) if path.suffix == ".gz" else body for path in files for body in (path.read_bytes(),)]


def host_name(number: int) -> str:
    """The name of a site."""
    return f"paper{number:03d}.example"


def sites(web: Web, port: int) -> tuple[ReplaySite, ...]:
    """The sites, by name. Page i stands on host i modulo `hosts`: no host has a page twice before all have it."""
    saved = saved_pages(Path(web.folder)) if web.folder else []
    houses = [House(host_name(number), port, f"Paper {number:03d}") for number in range(web.hosts)]
    stories: list[list[Story]] = [[] for _ in houses]
    pages: list[list[Page]] = [[] for _ in houses]
    for number in range(web.pages):
        place = number % web.hosts
        story = _story(number)
        stories[place].append(story)
        page = Page(story.target, saved[number % len(saved)], "text/html") if saved else None
        pages[place].append(page or article_page(houses[place], story))
    return tuple(_site(house, told, shown) for house, told, shown in zip(houses, stories, pages, strict=True) if told)


def _site(house: House, stories: Sequence[Story], pages: Sequence[Page]) -> ReplaySite:
    return ReplaySite(
        host=house.host,
        pages=(robots_page(house, sitemap=""), feed_page(house, stories), *pages),
        feeds=(FEED,),
        articles=tuple(page.target for page in pages),
        domain=house.host,
        name=house.name,
    )


def _story(number: int) -> Story:
    paragraphs = tuple(_paragraph(number * 5 + part) for part in range(5))
    published = _FIRST + timedelta(minutes=number)
    target = f"/news/story-about-the-town-{number:06d}.html"
    return Story(target, f"{_sentence(number)} ({number})", paragraphs, published)


def _paragraph(number: int) -> str:
    return " ".join(f"{_sentence(number * 5 + part)}, paper {number} of the file says." for part in range(5))


def _sentence(number: int) -> str:
    words = []
    for choice in (_BODIES, _ACTS, _PLACES, _ENDS):
        words.append(choice[number % len(choice)])
        number = number // len(choice) + number
    return " ".join(words)


@contextmanager
def serving(web: Web) -> Iterator[Served]:
    """Serve in another process while the context is open. Raises RuntimeError where the server does not start."""
    command = [sys.executable, "-m", "bench.crawl_web", json.dumps(asdict(web))]
    root = Path(__file__).resolve().parents[1]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            line = process.stdout.readline() if process.stdout else b""
            if not line.strip().isdigit():
                raise RuntimeError("the replay did not start; what it said is on standard error")
            yield Served(int(line), process.pid)
        finally:
            if process.stdin:
                process.stdin.close()
            process.wait()


def main() -> None:
    """Serve until standard input is closed."""
    web = Web(**json.loads(sys.argv[1]))
    with ReplayServer(lambda port: sites(web, port), log=Path(web.log) if web.log else None) as server:
        Path(web.registry).write_text(registry_toml_for(server.sites, server.port), encoding="utf-8")
        print(server.port, flush=True)
        while sys.stdin.buffer.read(4096):
            pass


if __name__ == "__main__":
    main()
