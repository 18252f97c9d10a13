"""Running the command line, inside this process or as one of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desk.cli import main

REGISTRY = """
[[outlet]]
id = "harbour-post"
name = "Harbour Post"
aliases = ["The Post of the Harbour"]
domains = ["harbourpost.example"]
kind = "national"
family = "Quay Press"
country = "GB"
language = "en"
notable = true
notability_basis = "https://encyclopedia.example/Harbour_Post"

[[outlet]]
id = "upland-herald"
name = "Upland Herald"
domains = ["uplandherald.example"]
kind = "national"
family = "Moor Media"
notable = true
notability_basis = "https://encyclopedia.example/Upland_Herald"

[[outlet]]
id = "quay-notes"
name = "Quay Notes"
domains = ["quaynotes.example"]
kind = "blog"
family = "Quay Notes"
"""

POST = (
    "LORNE — The harbour council voted on Monday night to close the eastern pier to cars from June, after an inspection "
    "found that eleven of its forty piles had lost more than a third of their width.\n\n"
    "Walkers may use it as before. Repairs are expected to take two summers and to cost 4.2 million, of which the region "
    "pays half, the council's engineer, Ada Moss, told the meeting.\n\n"
    '"I would not park a pram on the outer end," Ms Moss said. Fishermen in the gallery shouted that nobody had asked them.'
)
HERALD = (
    "Cars will be barred from Lorne's eastern pier this summer, councillors decided on Monday after hearing that the sea "
    "has eaten into its legs.\n\n"
    "Tomas Brandt, who sells bait from a van at the pier head, said in an interview that he would lose nine customers in "
    "ten. His cooperative has asked a court to look at the vote, which was 9 to 4.\n\n"
    "The engineer's report, of which the Herald has a copy, counts eleven weakened piles and advises that the gates be "
    "closed by the first of June."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    def rows(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., "Answer"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "outlets.toml").write_text(REGISTRY, encoding="utf-8")
    return tmp_path


@pytest.fixture
def corroborate(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command with a store and a registry in a folder of its own."""

    def run(*arguments: object) -> Answer:
        code = 0
        try:
            main(["--db", str(folder / "news.db"), "--outlets", str(folder / "outlets.toml"), *map(str, arguments)])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return run


def two_reports() -> list[dict[str, Any]]:
    return [
        {"id": "post", "url": "https://www.harbourpost.example/pier", "title": "Eastern pier closed to cars after inspection", "text": POST, "published": "2026-03-02T21:10:00+00:00", "byline": "By Ines Falk"},
        {"id": "herald", "url": "https://uplandherald.example/lorne-pier", "title": "Lorne bars cars from its eastern pier", "text": HERALD, "published": "2026-03-02T22:40:00+00:00"},
    ]  # fmt: skip


def write_lines(path: Path, rows: list[Any]) -> Path:
    path.write_text(
        "".join((row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows),
        encoding="utf-8",
    )
    return path
