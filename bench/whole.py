"""All benchmarks and their peers, one after the other, and one page of it: docs/benchmarks.md (`make bench`).

    python -m bench.whole [--quick] [--shared FOLDER] [--state FOLDER] [--only PREFIX …] [--anew]

Each part runs in a process of its own. One that fails or takes too long says so in its row; the others go on. What is done is
kept in the state folder, so that a run that was killed goes on where it stopped, as long as the code is the same. `--quick`
measures tiny sizes, to see that everything works, and writes its page into the state folder instead of docs/.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.kept import ROOT, Result, Status, keep, kept, load_average, source_digest, write_json
from bench.machine import machine, versions
from bench.page import pictures, text
from bench.plan import FULL, QUICK, Part, parts
from bench.processes import tree_of
from bench.tasks import Order

ABSENT = 4
DOCS = ROOT / "docs"
STATE = ROOT / ".bench"


@dataclass(frozen=True, slots=True)
class Run:
    """Where the measuring data lies ("" for nowhere), and where what is measured is kept."""

    shared: str
    state: Path
    quick: bool

    @property
    def folder(self) -> Path:
        """The folder of the results."""
        return self.state / ("quick" if self.quick else "full")


def measure(part: Part, run: Run) -> Result:
    """One part, in a process of its own, that is ended with all that it started at its limit."""
    out, log = run.folder / "out.json", run.folder / "logs" / f"{part.name}.txt"
    log.parent.mkdir(parents=True, exist_ok=True)
    out.unlink(missing_ok=True)
    order = Order(part.task, part.sizes, run.shared, str(run.state / "envs"), str(out))
    load, began = load_average(), time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with log.open("w", encoding="utf-8") as said, tempfile.TemporaryDirectory(prefix="bench-") as work:
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.tasks", json.dumps(asdict(order))],
            cwd=ROOT,
            env={**environment, "TMPDIR": work},
            stdout=said,
            stderr=said,
        )
        try:
            code = process.wait(part.limit)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            end_tree(process)
    seconds = time.monotonic() - began
    status, figures, reason = _outcome(code, out, log, part.limit)
    return Result(part.name, part.task, status, part.sizes, figures, round(seconds, 1), round(load, 2), reason)


def end_tree(process: subprocess.Popen[bytes]) -> None:
    """End a process that still runs, with all its descendants, whatever session they are in."""
    if process.poll() is not None:
        return
    for pid in reversed(tree_of(process.pid)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def _outcome(code: int | None, out: Path, log: Path, limit: float) -> tuple[Status, dict[str, object], str]:
    if code is None:
        return Status.TIMED_OUT, {}, f"not done in {limit:g} s"
    try:
        found = json.loads(out.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        found = None
    if code == ABSENT and found:
        return Status.ABSENT, {}, without_places(str(found["absent"]))
    if code or not found:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() or ["no reason given"]
        return Status.FAILED, {}, without_places(lines[-1])
    return Status.DONE, found, ""


def without_places(said: str) -> str:
    """A message without the paths of this machine, in one line.

    >>> without_places("OSError: /home/x/y.db is full")
    'OSError: … is full'
    """
    return re.sub(r"(?<![\w:/])/[\w.@%+~/-]+", "…", " ".join(said.split()))[:200]


def run_all(run: Run, wanted: Sequence[Part]) -> list[Result]:
    """Measure what is not kept yet; results in the order of the parts."""
    results = []
    for number, part in enumerate(wanted, 1):
        found = kept(run.folder, part.name, part.sizes)
        if found is None:
            found = measure(part, run)
            keep(run.folder, found)
        note = f" ({found.said})" if found.said else ""
        print(
            f"{number}/{len(wanted)} {part.name}: {found.status.value}, {found.seconds:.0f} s{note}",
            file=sys.stderr,
            flush=True,
        )
        results.append(found)
    return results


def begin(run: Run, *, anew: bool) -> None:
    """Make the folder ready: results of other code, and those of a run that came to its end, are let go."""
    mark, digest = run.folder / "run.json", source_digest()
    with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
        before = json.loads(mark.read_text(encoding="utf-8"))
        anew = anew or before["source"] != digest or before["ended"]
    if anew:
        shutil.rmtree(run.folder, ignore_errors=True)
    write_json(mark, {"source": digest, "ended": False})


def publish(run: Run, results: Sequence[Result]) -> Path:
    """Write the figures, the pictures and, for a quick run, the page; answers the file of the figures."""
    target = run.folder / "page" if run.quick else DOCS
    figures = {
        "mode": "quick" if run.quick else "full",
        "measured": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "versions": versions(),
        "results": [asdict(result) for result in results],
    }
    file = target / "benchmarks.json"
    write_json(file, figures)
    for name, drawn in pictures(file).items():
        (target / "images").mkdir(parents=True, exist_ok=True)
        (target / "images" / name).write_text(drawn, encoding="utf-8")
    if run.quick:
        (target / "benchmarks.md").write_text(text(file), encoding="utf-8")
    write_json(run.folder / "run.json", {"source": source_digest(), "ended": True})
    return file


def shared_folder(given: str) -> str:
    """The folder of measuring data: the one named, else the environment's, else the one beside the project; "" for none.

    Raises:
        NotADirectoryError: the one that was named is not there.
    """
    named = given or os.environ.get("CORROBORATE_SHARED", "")
    if named:
        if not Path(named).is_dir():
            raise NotADirectoryError(f"{named}: no such folder of measuring data; leave it out to go without")
        return str(Path(named).resolve())
    beside = ROOT.parent / "shared"
    return str(beside.resolve()) if (beside / "evaluate").is_dir() else ""


def main() -> int:
    """The command line. Code 3 where a part failed or timed out."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.whole", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="tiny sizes, a few minutes; docs/ is left as it is")
    parser.add_argument("--shared", default="", metavar="FOLDER", help="measuring data (or CORROBORATE_SHARED)")
    parser.add_argument("--state", type=Path, default=STATE, metavar="FOLDER", help="where results are kept")
    parser.add_argument("--only", nargs="+", default=[], metavar="PREFIX", help="these parts alone; no page is written")
    parser.add_argument("--anew", action="store_true", help="forget what is kept")
    options = parser.parse_args()
    try:
        run = Run(shared_folder(options.shared), options.state.resolve(), options.quick)
    except NotADirectoryError as error:
        sys.exit(f"bench.whole: {error}")
    wanted = parts(QUICK if options.quick else FULL, quick=options.quick)
    if options.only:
        wanted = [part for part in wanted if part.name.startswith(tuple(options.only))]
    begin(run, anew=options.anew)
    results = run_all(run, wanted)
    if not options.only:
        print(f"figures: {publish(run, results)}")
    bad = [result.name for result in results if result.status in (Status.FAILED, Status.TIMED_OUT)]
    return 3 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
