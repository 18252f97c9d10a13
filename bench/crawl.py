"""How fast the crawler is, against the limit and against what else there is; what it needs; and whether it is polite.

    python -m bench.crawl --pages FOLDER [--json FILE]

FOLDER holds saved pages (HTML, also gzipped). They are served as 50 hosts by a replay on 127.0.0.1, in a process of its own,
in an order that is always the same. docs/crawling.md says what each figure means. Everything stays on loopback, but for
pip, which installs the peers by name (`--no-peers` leaves them out; `--envs` keeps their environments for the next time).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.crawl_limit import Limit, measure_limit
from bench.crawl_ours import Crawled, Ours
from bench.crawl_peers import PEERS, Peer, PeerResult, PeerWork, run_peer
from bench.crawl_polite import Polite, judge_politeness, read_log
from bench.crawl_report import Bench, Round, SoakPoint, as_text, machine
from bench.crawl_web import Web, host_name, saved_pages, serving
from bench.processes import MemoryWatch, Sample, cpu_seconds
from desk.replay.render import FEED

SOAK_HOSTS = 160
"""Hosts of the soak run: with 129 saved pages, 20,640 pages until a host has one twice."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure. `folder` "" stands for small pages of the benchmark's own; see the options of the command."""

    folder: str
    count: int = 774
    hosts: int = 50
    rounds: int = 2
    peers: bool = True
    peer_pages: int = 129
    peer_seconds: float = 90.0
    envs: str = ""
    polite_hosts: int = 200
    polite_requests: int = 31
    polite_delay: float = 2.0
    soak: int = 0


def run(plan: Plan) -> Bench:
    """Measure all that the plan asks for, one thing after the other."""
    with tempfile.TemporaryDirectory(prefix="crawl-bench-") as name:
        work = Path(name)
        rounds = [measure_round(plan, work / f"round{number}") for number in range(plan.rounds)]
        peers = measure_peers(plan, work / "peers") if plan.peers else []
        polite = measure_polite(plan, work / "polite") if plan.polite_hosts else None
        soak = measure_soak(plan, work / "soak") if plan.soak else []
    return Bench(machine(), asdict(plan), rounds, peers, polite, soak)


def measure_round(plan: Plan, work: Path) -> Round:
    """The limit and then our crawl, over the same pages."""
    load = os.getloadavg()[0]
    limit = measure_limit(plan.folder, plan.count)
    return _ours(plan.folder, plan.count, plan.hosts, work, limit=limit, load=load)


def _ours(folder: str, pages: int, hosts: int, work: Path, *, limit: Limit, load: float) -> Round:  # noqa: PLR0913
    work.mkdir()
    web = Web(pages, hosts, str(work / "outlets.toml"), folder)
    load_ours = os.getloadavg()[0]
    with serving(web) as served:
        before = cpu_seconds(served.pid)
        crawled, samples = crawl(Ours(str(work / "news.db"), web.registry, 0.0))
        replay_cpu = cpu_seconds(served.pid) - before
    peak = max((sample.mib for sample in samples), default=0.0)
    return Round(pages, limit, crawled, replay_cpu, peak, load, load_ours)


def crawl(order: Ours) -> tuple[Crawled, list[Sample]]:
    """Crawl in a process of its own; answers what it measured, and the memory of all its processes over time."""
    command = [sys.executable, "-m", "bench.crawl_ours", json.dumps(asdict(order))]
    root = Path(__file__).resolve().parents[1]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE) as process:
        with MemoryWatch(process.pid) as watch:
            printed, _ = process.communicate()
        if process.returncode:
            raise RuntimeError(f"the crawl failed (exit {process.returncode}); what it said is on standard error")
    return Crawled(**json.loads(printed)), watch.samples


def measure_peers(plan: Plan, work: Path, peers: Sequence[Peer] = PEERS) -> list[PeerResult]:
    """Each peer over the same pages, each page once."""
    work.mkdir()
    envs = Path(plan.envs).resolve() if plan.envs else work / "envs"
    web = Web(plan.peer_pages, min(plan.hosts, plan.peer_pages), str(work / "outlets.toml"), plan.folder)
    with serving(web) as served:
        feeds = tuple(f"http://{host_name(number)}:{served.port}{FEED}" for number in range(web.hosts))
        return [run_peer(peer, PeerWork(feeds, web.pages, envs, work, plan.peer_seconds)) for peer in peers]


def measure_polite(plan: Plan, work: Path) -> Polite:
    """A crawl with a delay: every host is asked for robots.txt, its feed, and as many pages as are left."""
    work.mkdir()
    log = work / "requests.jsonl"
    pages = plan.polite_hosts * (plan.polite_requests - 2)
    web = Web(pages, plan.polite_hosts, str(work / "outlets.toml"), log=str(log))
    with serving(web):
        crawl(Ours(str(work / "news.db"), web.registry, plan.polite_delay))
    return judge_politeness(read_log(log), plan.polite_delay)


def measure_soak(plan: Plan, work: Path) -> list[SoakPoint]:
    """A long crawl: rate and memory for each tenth of its pages."""
    work.mkdir()
    web = Web(plan.soak, max(plan.hosts, SOAK_HOSTS), str(work / "outlets.toml"), plan.folder)
    with serving(web):
        crawled, samples = crawl(Ours(str(work / "news.db"), web.registry, 0.0))
    ends, points = crawled.ends, []
    step = max(1, len(ends) // 10)
    for first in range(0, len(ends) - step + 1, step):
        begin, end = ends[first], ends[first + step - 1]
        seen = [sample.mib for sample in samples if begin <= sample.at <= end]
        if seen:
            points.append(SoakPoint(first + step, step / (end - begin), statistics.mean(seen), max(seen)))
    return points


def plan_from(arguments: Sequence[str]) -> tuple[Plan, str]:
    """The plan of a command line, and the file for JSON ("" for none)."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.crawl", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    default = Plan("")
    parser.add_argument("--pages", metavar="FOLDER", help="saved pages; without it, small pages of the benchmark's own")
    parser.add_argument("--count", type=int, default=default.count, help="pages to crawl in a round")
    parser.add_argument("--hosts", type=int, default=default.hosts)
    parser.add_argument(
        "--rounds", type=int, default=default.rounds, help="rounds of limit and crawl, one after the other"
    )
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="leave the other programs out")
    parser.add_argument("--peer-pages", type=int, default=default.peer_pages)
    parser.add_argument(
        "--peer-seconds", type=float, default=default.peer_seconds, help="a peer is ended after so long"
    )
    parser.add_argument("--envs", default="", metavar="FOLDER", help="where the peers' environments are kept")
    parser.add_argument("--polite-hosts", type=int, default=default.polite_hosts, help="0: no polite run")
    parser.add_argument("--polite-requests", type=int, default=default.polite_requests, help="requests to each host")
    parser.add_argument("--polite-delay", type=float, default=default.polite_delay, help="seconds")
    parser.add_argument(
        "--soak", type=int, nargs="?", const=20_000, default=0, help="a long crawl beside the rest (20,000 pages)"
    )
    parser.add_argument("--json", default="", metavar="FILE", help="write all figures here")
    found = vars(parser.parse_args(arguments))
    out = str(found.pop("json"))
    found["folder"] = found.pop("pages") or ""
    plan = Plan(**found)
    if plan.folder:
        saved_pages(Path(plan.folder))
    return plan, out


def main() -> None:
    """Measure, print the table, and write the JSON."""
    try:
        plan, out = plan_from(sys.argv[1:])
    except OSError as error:
        sys.exit(f"bench.crawl: {error}")
    began = time.monotonic()
    bench = run(plan)
    print(as_text(bench))
    print(f"\nmeasured in {time.monotonic() - began:.0f} s")
    if out:
        Path(out).write_text(json.dumps(bench.as_dict(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
