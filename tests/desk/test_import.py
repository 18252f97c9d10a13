"""`corroborate import`: good lines in, bad lines named, nothing twice, nothing lost to a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.connection import open_store
from tests.desk.conftest import POST, Run, two_reports, write_lines


def test_importing_twice_changes_nothing(corroborate: Run, folder: Path) -> None:
    file = write_lines(folder / "in.jsonl", two_reports())
    first, again = corroborate("import", file, "--json"), corroborate("import", file, "--json")
    assert (first.code, first.rows()) == (0, [{"outcomes": {"stored": 2}, "bad_lines": []}])
    assert (again.code, again.rows()) == (0, [{"outcomes": {"unchanged": 2}, "bad_lines": []}])
    rows = corroborate("export", "articles").rows()
    assert [(row["id"], row["outlet"], row["url"]) for row in rows] == [
        ("herald", "upland-herald", "https://uplandherald.example/lorne-pier"),
        ("post", "harbour-post", "https://www.harbourpost.example/pier"),
    ]


BAD = [
    ("{", "not JSON"),
    ("[]", "a JSON list, not an object"),
    ({"title": "t", "text": "x"}, "`url` is missing"),
    ({"url": "https://harbourpost.example/1", "text": "x"}, "`title` is missing"),
    ({"url": "https://harbourpost.example/1", "title": "t"}, "`text` is missing"),
    ({"url": "https://harbourpost.example/1", "title": " ", "text": "x"}, "`title` is empty"),
    ({"url": "https://harbourpost.example/1", "title": 7, "text": "x"}, "`title` is a int, not text"),
    ({"url": "mailto:a@b.example", "title": "t", "text": "x", "outlet": "quay-notes"}, "`url` is no http(s) address"),
    ({"url": "https://[half/1", "title": "t", "text": "x", "outlet": "quay-notes"}, "`url` is no http(s) address"),
    ({"url": "https://nobody.example/1", "title": "t", "text": "x"}, "nobody.example is no registered domain"),
    ({"url": "https://nobody.example/1", "title": "t", "text": "x", "outlet": "The Nobody"}, "outlet 'The Nobody' is not in the registry"),
    ({"url": "https://harbourpost.example/1", "title": "t", "text": "x", "published": "last week"}, "`published` is no ISO 8601 time"),
    ({"url": "https://harbourpost.example/1", "title": "t", "text": "x", "authors": "Ada"}, "`authors` is not a list of texts"),
    ({"url": "https://harbourpost.example/2", "title": "t", "text": "x", "id": "post"}, "id 'post' already belongs to"),
]  # fmt: skip


def test_bad_lines_are_named_and_the_good_ones_go_in(corroborate: Run, folder: Path) -> None:
    good = two_reports()
    file = write_lines(folder / "in.jsonl", [good[0], *(line for line, _ in BAD), "", good[1]])
    answer = corroborate("import", file)
    assert answer.code == 3
    assert answer.out == f"2 stored; {len(BAD)} bad lines left out\n"
    said = answer.err.splitlines()
    assert len(said) == len(BAD)
    for number, ((_, words), line) in enumerate(zip(BAD, said, strict=True), 2):
        assert line.startswith(f"{file}:{number}: ") and words in line
    assert len(corroborate("export", "articles").rows()) == 2


def test_an_outlet_may_be_named_by_id_name_or_alias(corroborate: Run, folder: Path) -> None:
    rows = [
        {"url": f"https://elsewhere.example/{number}", "title": "Pier", "text": POST, "outlet": name}
        for number, name in enumerate(["harbour-post", "Harbour Post", "the post of the harbour"])
    ]
    assert corroborate("import", write_lines(folder / "in.jsonl", rows)).code == 0
    assert {row["outlet"] for row in corroborate("export", "articles").rows()} == {"harbour-post"}


def test_only_bad_lines_or_none_is_nothing_usable(corroborate: Run, folder: Path) -> None:
    assert corroborate("import", write_lines(folder / "bad.jsonl", ["{"])).code == 4
    assert corroborate("import", write_lines(folder / "empty.jsonl", [])).code == 4


def test_a_missing_file_or_folder_is_a_usage_error(corroborate: Run, folder: Path) -> None:
    for path in (folder / "none.jsonl", folder):
        answer = corroborate("import", path)
        assert answer.code == 2 and f"{path}: cannot be read" in answer.err


def test_unknown_keys_are_kept_aside_and_odd_bytes_survive(corroborate: Run, folder: Path) -> None:
    row = two_reports()[0] | {"mood": "brisk", "text": POST + " \x00\ud83d"}
    file = folder / "in.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(row).encode() + b"\r\n" + b"\xff\xfe{}\n")
    answer = corroborate("import", file)
    assert answer.code == 3 and "not UTF-8 (byte 1)" in answer.err
    with open_store(folder / "news.db", read_only=True) as store:
        extra, text = store.conn.execute("select extra, text from articles").fetchone()
    assert json.loads(extra) == {"mood": "brisk"} and "\x00" not in text


def many(folder: Path, number: int) -> Path:
    rows = [
        {
            "id": f"n{count}",
            "url": f"https://harbourpost.example/{count}",
            "title": f"Pier {count}",
            "text": f"{POST} {count}",
        }
        for count in range(number)
    ]
    return write_lines(folder / "many.jsonl", rows)


@pytest.mark.parametrize("delay", [0.4, 0.6, 0.8, 1.1])
def test_a_kill_at_any_point_loses_and_doubles_nothing(folder: Path, delay: float) -> None:
    file = many(folder, 2000)
    command = [
        sys.executable,
        "-m",
        "desk",
        "--db",
        str(folder / "news.db"),
        "--outlets",
        str(folder / "outlets.toml"),
        "-q",
        "import",
        str(file),
    ]
    process = subprocess.Popen(command)
    time.sleep(delay)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    again = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert again.returncode == 0, again.stderr
    with open_store(folder / "news.db") as store:
        assert store.conn.execute(
            "select count(*), count(distinct url_key), max(revision) from articles"
        ).fetchone() == (2000, 2000, 1)
        assert store.conn.execute("select count(*) from articles_fts").fetchone() == (2000,)
        assert store.conn.execute("pragma integrity_check").fetchone() == ("ok",)
