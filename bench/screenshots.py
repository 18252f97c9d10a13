"""The pictures of docs/editors.md: the desk on the demo's store, as a browser shows it.

Run: python -m bench.screenshots [--db demo-world/news.db]

Without --db the demo is run first, in a folder of its own. The pictures go to docs/images; all of them together stay under
300 kB, so that the repository stays small.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
MOST_BYTES = 300_000
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page: where it is, its width, and how much of its height is shown."""

    name: str
    search: str  # words that find the event; "" for the front page
    width: int
    height: int
    dark: bool = False
    then: str = ""  # a link to follow from there, by its words


PICTURES = (
    Picture("desk-front", "", 1000, 440),
    Picture("desk-event", "chip plant", 1000, 600),
    Picture("desk-compare", "gas heaters", 1000, 400, then="Compare with its original"),
    Picture("desk-phone", "grain silo", 390, 520, dark=True),
)


@contextmanager
def served(db: Path) -> Iterator[str]:
    """The desk on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "desk", "-q", "--db", str(db), "browse", "--port", str(port)]
    base = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command) as server:
        try:
            for _ in range(200):
                try:
                    with urllib.request.urlopen(f"{base}/help", timeout=5):  # noqa: S310 - our own address
                        break
                except (urllib.error.URLError, ConnectionError):
                    time.sleep(0.1)
            yield base
        finally:
            server.terminate()


def take(base: str, folder: Path) -> int:
    """Take all pictures; answers their bytes."""
    from playwright.sync_api import sync_playwright

    path = next(found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name)))
    total = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for picture in PICTURES:
            size = {"width": picture.width, "height": picture.height}
            page = browser.new_page(viewport=size, color_scheme="dark" if picture.dark else "light")  # type: ignore[arg-type]
            page.goto(f"{base}/?words={picture.search}" if picture.search else base)
            if picture.search:
                page.click(".card a.go")
            if picture.then:
                page.click(f"text={picture.then}")
            file = folder / f"{picture.name}.png"
            page.screenshot(path=str(file))
            total += file.stat().st_size
            page.close()
        browser.close()
    return total


def main() -> int:
    """Take the pictures; the exit code says whether they are small enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = options.db
        if db is None:
            world = Path(folder) / "world"
            subprocess.run(
                [sys.executable, "-m", "desk", "-q", "demo", "--folder", str(world)],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            db = world / "news.db"
        IMAGES.mkdir(exist_ok=True)
        with served(db) as base:
            total = take(base, IMAGES)
    print(f"{len(PICTURES)} pictures, {total / 1000:.0f} kB")
    return 0 if total <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
