"""kill -9 at any point, then again: no article lost, none twice, no page fetched again for nothing, nobody left behind."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from store.records import Outcome
from tests.crawler.conftest import Bench
from tests.crawler.mockserver import Reply, World
from tests.crawler.pages import article, headline, news_sitemap, outlet, rss

ROOT = Path(__file__).resolve().parents[2]
PAPERS = ("ferry-post", "mill-echo", "tram-times")
ARTICLES = 16


def serve_papers(world: World, folder: Path) -> Path:
    """Three outlets with different articles; gives the registry file."""
    tables = []
    for number, name in enumerate(PAPERS):
        host = f"{name}.example"
        numbers = range(number * 100, number * 100 + ARTICLES)
        links = [(world.serve(host, f"/a/{n}", Reply(article(n, host=host))), headline(n)) for n in numbers]
        body, key = (news_sitemap(links), "news_sitemaps") if number else (rss(links), "feeds")
        source = world.serve(host, "/source", Reply(body, kind="application/xml"))
        tables.append(
            f'[[outlet]]\nid = "{name}"\nname = "{name.title()}"\ndomains = ["{host}"]\nkind = "local"\n'
            f'family = "{name}"\ncountry = "US"\nlanguage = "en"\nnotable = false\n{key} = ["{source}"]\n'
        )
    path = folder / "outlets.toml"
    path.write_text("\n".join(tables))
    return path


def start(db: Path, outlets: Path, *more: str) -> subprocess.Popen[bytes]:
    """`scrapy crawl outlet` as a user starts it, in a session of its own."""
    environment = os.environ | {
        "CORROBORATE_DB": str(db),
        "CORROBORATE_OUTLETS": str(outlets),
        "CORROBORATE_RESOLVE": "*:127.0.0.1",
    }
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "outlet",
        "-s",
        "DOWNLOAD_DELAY=0.03",
        "-s",
        "LOG_LEVEL=WARNING",
        *more,
    ]
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)


def members(session: int) -> list[int]:
    """Processes of a session that are alive."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] not in "ZX":
            found.append(int(stat.parent.name))
    return found


def wait_for(condition: object, seconds: float) -> bool:
    """Whether the condition came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.01)
    return False


@pytest.mark.slow
def test_a_crawl_killed_at_random_points_loses_nothing_and_doubles_nothing(
    bench: Bench, world: World, tmp_path: Path
) -> None:
    outlets = serve_papers(world, tmp_path)
    chance = random.Random(20260302)
    for threshold in (2, 9, 15, 24, 33, 42):
        process = start(bench.db, outlets)
        wait_for(lambda at=threshold: len(world.hits) >= at or process.poll() is not None, 60)  # noqa: B023
        time.sleep(chance.uniform(0, 0.15))
        os.killpg(process.pid, signal.SIGSTOP)  # so that what is counted below is what the kill left
        os.kill(process.pid, signal.SIGKILL)
        os.killpg(process.pid, signal.SIGCONT)
        process.wait()
        assert wait_for(lambda: not members(process.pid), 10), "workers outlived their crawl"  # noqa: B023
    assert start(bench.db, outlets).wait(120) == 0
    stored = bench.rows("select outlet_id, title, body, length(text) > 200 from articles order by url")
    expected = sorted(
        (name, headline(n), "full", 1)
        for number, name in enumerate(PAPERS)
        for n in range(number * 100, number * 100 + ARTICLES)
    )
    assert sorted(stored) == expected
    assert bench.rows("select distinct outcome, lease_owner, state from frontier") == [("stored", None, "revisit")]
    assert bench.rows("select distinct revision from articles") == [(1,)]
    assert bench.rows("select outcome, count(*) from fetches where kind = 'page' group by outcome") == [
        ("stored", len(expected))
    ]
    assert bench.rows("select count(*) from raw_pages") == [(len(expected),)]
    assert bench.rows("pragma integrity_check") == [("ok",)]


def test_a_page_that_is_stored_is_not_fetched_again(bench: Bench, world: World) -> None:
    host = "ferry-post.example"
    link = world.serve(host, "/a/1", Reply(article(1)))
    feed = world.serve(host, "/feed", Reply(rss([(link, headline(1))]), kind="text/xml"))
    one = outlet("ferry-post", feeds=(feed,))
    bench.crawl(one)
    bench.sql(
        "update frontier set state = 'fetched', visits = 0, outcome = '', lease_owner = 'elsewhere:1:x', lease_until = '2020-01-01T00:00:00+00:00'"
    )
    bench.sql("update fetches set outcome = 'pending' where kind = 'page'")
    bench.sql("delete from article_urls")
    bench.sql("delete from articles")
    report = bench.crawl(one)
    assert report.outcomes == {Outcome.STORED: 1}
    assert world.paths(host).count("/a/1") == 1
    assert bench.rows("select title, raw_page_id from articles") == [(headline(1), 1)]
    assert bench.rows("select outcome from fetches where kind = 'page'") == [("stored",)]


def test_a_living_lease_of_another_host_is_respected_until_it_is_over(bench: Bench, world: World) -> None:
    host = "ferry-post.example"
    link = world.serve(host, "/a/1", Reply(article(1)))
    feed = world.serve(host, "/feed", Reply(rss([(link, headline(1))]), kind="text/xml"))
    one = outlet("ferry-post", feeds=(feed,))
    bench.crawl(one)
    bench.sql(
        "update frontier set state = 'leased', lease_owner = 'elsewhere:1:x', lease_until = '2999-01-01T00:00:00+00:00'"
    )
    assert bench.crawl(one).outcomes == {}
    bench.sql("update frontier set lease_until = '2020-01-01T00:00:00+00:00', visits = 0, next_try = discovered")
    assert bench.crawl(one).outcomes == {Outcome.UNCHANGED: 1}


def test_scrapy_crawl_yields_an_item_for_each_article_of_the_named_outlet(
    bench: Bench, world: World, tmp_path: Path
) -> None:
    outlets = serve_papers(world, tmp_path)
    items = tmp_path / "items.jsonl"
    assert start(bench.db, outlets, "-a", "outlet=mill-echo", "-O", str(items)).wait(120) == 0
    lines = [json.loads(line) for line in items.read_text().splitlines()]
    assert sorted(line["title"] for line in lines) == sorted(headline(n) for n in range(100, 100 + ARTICLES))
    assert {line["outlet"] for line in lines} == {"mill-echo"}
    assert {hit.host for hit in world.hits} == {"mill-echo.example"}


STOPPED = """
import sys
from pathlib import Path
from crawler.registry import load_registry
from crawler.run import CrawlOptions, crawl

report = crawl(CrawlOptions(Path(sys.argv[1]), load_registry(Path(sys.argv[2])), resolve={"*": "127.0.0.1"}, delay=0.3))
print(report.interrupted, sum(report.outcomes.values()))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_crawl_that_is_told_to_stop_ends_in_order(bench: Bench, world: World, tmp_path: Path, number: int) -> None:
    outlets = serve_papers(world, tmp_path)
    script = tmp_path / "crawl.py"
    script.write_text(f"if __name__ == '__main__':\n    exec({STOPPED!r})\n")
    process = subprocess.Popen(
        [sys.executable, str(script), str(bench.db), str(outlets)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )
    assert wait_for(lambda: len(world.hits) >= 12, 60)
    process.send_signal(number)
    said, _ = process.communicate(timeout=30)
    interrupted, tried = said.split()
    assert interrupted == "True"
    assert 0 < int(tried) < 3 * ARTICLES
    assert bench.rows("select count(*) from frontier where lease_owner is not null") == [(0,)]
    assert wait_for(lambda: not members(process.pid), 10)


EARLY = """
import os, signal, sys
from pathlib import Path
from crawler.options import CrawlOptions
from crawler.registry import load_registry
from crawler.run import run_spider
from crawler.spiders.outlet import OutletSpider

class Early(OutletSpider):
    @classmethod
    def from_crawler(cls, crawler, *args, **kwargs):
        spider = super().from_crawler(crawler, *args, **kwargs)
        os.kill(os.getpid(), signal.SIGTERM)
        return spider

options = CrawlOptions(Path(sys.argv[1]), load_registry(Path(sys.argv[2])), resolve={"*": "127.0.0.1"}, delay=0.3)
report = run_spider(Early, options).report
print(report.interrupted, sum(report.outcomes.values()))
"""


def test_a_crawl_that_is_told_to_stop_while_it_starts_ends(bench: Bench, world: World, tmp_path: Path) -> None:
    outlets = serve_papers(world, tmp_path)
    script = tmp_path / "crawl.py"
    script.write_text(f"if __name__ == '__main__':\n    exec({EARLY!r})\n")
    done = subprocess.run(
        [sys.executable, str(script), str(bench.db), str(outlets)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.split()[:1]) == (0, ["True"]), done.stderr[-2000:]
    assert int(done.stdout.split()[1]) < 3 * ARTICLES
    assert bench.rows("select count(*) from frontier where lease_owner is not null") == [(0,)]


def test_a_crawl_that_cannot_start_its_workers_says_so_and_gives_no_page_up(
    bench: Bench, world: World, tmp_path: Path
) -> None:
    outlets = serve_papers(world, tmp_path)
    script = STOPPED.replace("delay=0.3", "delay=0.01")
    done = subprocess.run(
        [
            sys.executable,
            "-",
            str(bench.db),
            str(outlets),
        ],  # a program read from standard input cannot be imported again
        input=script,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "PoolUnavailableError: the processes for extraction cannot be started" in done.stderr
    assert bench.rows("select count(*) from fetches where kind = 'source'") == [(0,)]
    assert start(bench.db, outlets).wait(120) == 0
    assert bench.rows("select count(*) from articles where body = 'full'") == [(3 * ARTICLES,)]


@pytest.mark.slow
def test_a_full_folder_for_temporary_files_is_named_and_no_page_is_given_up(
    bench: Bench, world: World, tmp_path: Path
) -> None:
    """The fork server cannot unpack the language model: the message has the real cause, not that processes do not start."""
    outlets = serve_papers(world, tmp_path)
    command = [sys.executable, "-m", "desk", "--db", str(bench.db), "--outlets", str(outlets), "crawl", "--resolve", "*:127.0.0.1", "--delay", "0.01"]  # fmt: skip
    limit = 1_500_000  # the file of the crawl stays below, the model does not
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1
    assert last.startswith(f"corroborate: {tempfile.gettempdir()}: what reads pages cannot be loaded (OSError")
    assert "TMPDIR" in last and "__main__" not in last
    assert bench.rows("select count(*) from fetches where outcome = 'error'") == [(0,)]
    assert start(bench.db, outlets).wait(120) == 0
    assert bench.rows("select count(*) from articles where body = 'full'") == [(3 * ARTICLES,)]
