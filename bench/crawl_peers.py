"""What a user might crawl with instead, each in an environment of its own, over the same replay as our crawler.

The scripts lie in `bench/peers/`. Host names lead to 127.0.0.1 in these environments (`sitecustomize.py`), so that nothing
outside is asked.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SCRIPTS = Path(__file__).with_name("peers")
INSTALL_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Peer:
    """A program: what pip installs for it, and the script that crawls with it."""

    name: str
    packages: tuple[str, ...]
    script: str


PEERS = (
    Peer("trafilatura", ("trafilatura", "lxml_html_clean"), "trafilatura_feeds.py"),
    Peer("newspaper4k", ("newspaper4k",), "newspaper_articles.py"),
    Peer("news-please", ("news-please",), "newsplease_urls.py"),
)


@dataclass(frozen=True, slots=True)
class PeerResult:
    """Pages offered, articles with text got, and seconds; or `skipped`, the reason why there is no figure."""

    name: str
    version: str = ""
    pages: int = 0
    articles: int = 0
    seconds: float = 0.0
    load: float = 0.0
    skipped: str = ""

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class PeerWork:
    """`feeds` with `pages` pages in all; `envs` holds the environments, `folder` what is written; `limit` in seconds."""

    feeds: tuple[str, ...]
    pages: int
    envs: Path
    folder: Path
    limit: float


def run_peer(peer: Peer, work: PeerWork) -> PeerResult:
    """Install where it is not yet there, and crawl."""
    python = work.envs / peer.name / "bin" / "python"
    problem = install(peer, python)
    if problem:
        return PeerResult(peer.name, skipped=problem)
    folder = work.folder / peer.name
    (folder / "site").mkdir(parents=True)
    shutil.copy(SCRIPTS / "sitecustomize.py", folder / "site")
    (folder / "feeds.json").write_text(json.dumps(work.feeds), encoding="utf-8")
    command = [str(python), str(SCRIPTS / peer.script), str(folder / "feeds.json"), str(folder)]
    version = _version(python, peer.packages[0])
    load = os.getloadavg()[0]
    answer, problem = _run(command, folder, work.limit)
    if problem:
        return PeerResult(peer.name, version, work.pages, load=load, skipped=problem)
    return PeerResult(peer.name, version, work.pages, int(answer["articles"]), answer["seconds"], load)


def install(peer: Peer, python: Path) -> str:
    """Make the environment in which `python` is to lie, where it is not there yet; "" or why it cannot be had."""
    done = python.parent / "installed"
    if done.exists():
        return ""
    shutil.rmtree(python.parents[1], ignore_errors=True)
    python.parents[1].parent.mkdir(parents=True, exist_ok=True)
    steps = (
        [sys.executable, "-m", "venv", str(python.parents[1])],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *peer.packages],
    )
    for step in steps:
        try:
            subprocess.run(step, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS)
        except subprocess.TimeoutExpired:
            return f"not installed in {INSTALL_SECONDS} s"
        except subprocess.CalledProcessError as error:
            return "cannot be installed: " + (error.stderr.strip().splitlines() or ["no reason given"])[-1][:200]
    done.touch()
    return ""


def _version(python: Path, package: str) -> str:
    code = f"from importlib.metadata import version; print(version({package!r}))"
    return subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def _run(command: list[str], folder: Path, limit: float) -> tuple[dict[str, float], str]:
    """Run in a process group of its own, which is ended as a whole at the limit. Answers what it printed, or a problem."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "site"), "HOME": str(folder), "NO_PROXY": "*"}
    with (folder / "errors.txt").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
            text=True,
        )
        try:
            printed, _ = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            return {}, f"not done in {limit:.0f} s"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
    lines = [line for line in printed.splitlines() if line.startswith('{"seconds"')]
    if process.returncode or not lines:
        last = (folder / "errors.txt").read_text("utf-8", errors="replace").strip().splitlines() or ["no reason given"]
        return {}, f"failed: {last[-1][:200]}"
    answer: dict[str, float] = json.loads(lines[-1])
    return answer, ""
