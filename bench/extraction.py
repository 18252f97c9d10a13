"""How well and how fast pages are read: ours against trafilatura alone and newspaper4k, over the same saved pages.

    python -m bench.extraction FOLDER [--json FILE]

FOLDER holds pages (HTML, also gzipped) and `gold.jsonl` with `file`, `title`, `paragraphs`, `published` (ISO 8601). Speed is
that of one core, by processor time. newspaper4k runs under a Python of its own, since it wants other versions than we do.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from trafilatura import bare_extraction

from crawler.extract import extract_page

SCRIPT = Path(__file__).with_name("peers") / "newspaper_pages.py"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Known:
    """A saved page with what a person found on it."""

    html: bytes
    title: str
    text: str
    day: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a program read from a page."""

    title: str = ""
    text: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Extracted:
    """Means over the pages that have the field: F1 of the words of the body, shares of exact titles and days; pages a second
    of one core.
    """

    name: str
    pages: int
    body_f1: float
    title_exact: float
    day_exact: float
    rate: float


def known_pages(folder: Path) -> list[Known]:
    """The pages of a folder, in the order of its gold.jsonl. Raises FileNotFoundError where there is none."""
    found = []
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        body = (folder / row["file"]).read_bytes()
        html = gzip.decompress(body) if row["file"].endswith(".gz") else body
        found.append(
            Known(
                html, row.get("title") or "", "\n".join(row.get("paragraphs") or []), (row.get("published") or "")[:10]
            )
        )
    return found


def ours(html: bytes) -> Read:
    """Read a page with the extraction of this project."""
    page = extract_page(html, "")
    return Read(page.title, page.text, page.published.isoformat()[:10] if page.published else "")


def trafilatura_alone(html: bytes) -> Read:
    """Read a page with trafilatura as it comes."""
    document = bare_extraction(html, with_metadata=True)
    if document is None or isinstance(document, dict):
        return Read()
    return Read(document.title or "", document.text or "", (document.date or "")[:10])


def measure(name: str, read: Callable[[bytes], Read], pages: Sequence[Known]) -> Extracted:
    """Read all pages in this process; the first is read once beforehand, for what is loaded then."""
    read(pages[0].html)
    began = time.process_time()
    found = [read(page.html) for page in pages]
    return judged(name, found, pages, time.process_time() - began)


def measure_newspaper(python: Path, pages: Sequence[Known], folder: Path, limit: float) -> Extracted:
    """Read all pages with newspaper4k under `python`, which works in `folder`.

    Raises:
        subprocess.SubprocessError: it failed, or took longer than `limit` seconds.
    """
    for number, page in enumerate(pages):
        (folder / f"{number:05}.html").write_bytes(page.html)
    done = subprocess.run(
        [str(python), str(SCRIPT), str(folder)], capture_output=True, text=True, check=True, timeout=limit, cwd=folder
    )
    answer = json.loads(done.stdout.splitlines()[-1])
    return judged("newspaper4k", [Read(*row) for row in answer["read"]], pages, answer["cpu"])


def judged(name: str, found: Sequence[Read], pages: Sequence[Known], cpu: float) -> Extracted:
    """The figures of what was read."""
    pairs = list(zip(found, pages, strict=True))
    return Extracted(
        name,
        len(pages),
        _mean([word_f1(read.text, page.text) for read, page in pairs if page.text]),
        _mean([float(_plain(read.title) == _plain(page.title)) for read, page in pairs if page.title]),
        _mean([float(read.day == page.day) for read, page in pairs if page.day]),
        len(pages) / cpu,
    )


def word_f1(found: str, gold: str) -> float:
    """F1 of the words of two texts, as bags.

    >>> word_f1("the old bridge", "The bridge")
    0.8
    """
    one, other = Counter(_WORD.findall(found.lower())), Counter(_WORD.findall(gold.lower()))
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _mean(values: list[float]) -> float:
    return statistics.mean(values) if values else 0.0


def main() -> None:
    """Measure, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    options = parser.parse_args()
    pages = known_pages(options.folder)
    found = [measure("ours", ours, pages), measure("trafilatura alone", trafilatura_alone, pages)]
    for one in found:
        print(
            f"{one.name:20} {one.pages} pages: body F1 {one.body_f1:.3f}, title {one.title_exact:.3f}, day {one.day_exact:.3f}, "
            f"{one.rate:.1f} pages/s of one core"
        )
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in found], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
