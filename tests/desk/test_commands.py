"""The command line from outside: exit codes, messages, the contract's rows, the same answer for any order."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.connection import open_store
from store.runs import cycle_lock
from tests.builders import NOON
from tests.desk.conftest import HERALD, POST, Run, two_reports, write_lines

HEAVY = (
    "scrapy",
    "twisted",
    "trafilatura",
    "lxml",
    "lightgbm",
    "numpy",
    "scipy",
    "datasette",
    "sqlite_utils",
    "rapidfuzz",
    "rich",
)


def test_help_imports_nothing_heavy() -> None:
    code = f"import sys; from desk.cli import main; main(['--help']); print(sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def ready(corroborate: Run, folder: Path) -> Run:
    assert corroborate("import", write_lines(folder / "in.jsonl", two_reports())).code == 0
    assert corroborate("match", "--now", "2026-03-09").code == 0
    return corroborate


def test_two_independent_reports_corroborate_and_the_verdict_says_why(corroborate: Run, folder: Path) -> None:
    answer = ready(corroborate, folder)("verdict", "https://www.harbourpost.example/pier?utm_source=mail")
    assert answer.code == 0
    said = answer.out.splitlines()[0]
    assert said.startswith("CORROBORATED: ") and "Harbour Post" in said and "Upland Herald" in said
    for words in ("https://encyclopedia.example/Harbour_Post", "counts, family Moor Media", "counted", "first verdict"):
        assert words in answer.out


def test_the_whole_verdict_as_json(corroborate: Run, folder: Path) -> None:
    (verdict,) = ready(corroborate, folder)("verdict", "https://uplandherald.example/lorne-pier", "--json").rows()
    assert (verdict["state"], verdict["origins"], verdict["notable_origins"], verdict["provisional"]) == (
        "corroborated",
        2,
        2,
        False,
    )
    counted = [origin for origin in verdict["evidence"] if origin["counted"]]
    assert {origin["outlet"] for origin in counted} == {"harbour-post", "upland-herald"}
    for origin in counted:
        assert (
            origin["url"]
            and origin["family"]
            and origin["notability_basis"]
            and origin["published"]
            and origin["span"]["text"]
        )


def test_exports_are_the_contracts(corroborate: Run, folder: Path) -> None:
    run = ready(corroborate, folder)
    articles = run("export", "articles").rows()
    assert {row["state"] for row in articles} == {"corroborated"} and len({row["event_id"] for row in articles}) == 1
    (event,) = run("export", "events").rows()
    assert (event["outlets"], event["origins"], event["notable_origins"]) == (2, 2, 2)
    ratings = run("export", "ratings").rows()
    assert [row["criteria"]["more_than_one_notable_outlet"]["met"] for row in ratings] == [True, True]
    assert {"url", "as_of", "ruleset", "cursor", "criteria"} == set(ratings[0])
    assert run("export", "ratings", "--since", ratings[0]["cursor"]).rows() == ratings[1:]
    assert run("export", "ratings", "--since", ratings[1]["cursor"]).rows() == []
    assert run("export", "ratings", "--since", "soon").code == 1


def test_matching_again_changes_nothing(corroborate: Run, folder: Path) -> None:
    run = ready(corroborate, folder)
    (again,) = run("match", "--now", "2026-03-10", "--json").rows()
    assert again["new_verdicts"] == 0


def test_a_verdict_is_provisional_while_others_may_follow(corroborate: Run, folder: Path) -> None:
    corroborate("import", write_lines(folder / "in.jsonl", two_reports()[:1]))
    corroborate("match", "--now", "2026-03-03")
    assert corroborate("export", "events").rows()[0]["provisional"] is True
    corroborate("match", "--now", "2026-03-20")
    event = corroborate("export", "events").rows()[0]
    assert (event["state"], event["provisional"]) == ("single_report", False)


def world() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [dict(row) for row in two_reports()]
    for number, (outlet, text) in enumerate([("harbourpost", POST), ("uplandherald", HERALD), ("quaynotes", POST)] * 3):
        cut = " ".join(text.split()[: 60 + number])
        rows.append({"id": f"w{number}", "url": f"https://{outlet}.example/w{number}", "title": f"Pier note {number % 4}", "text": cut, "published": f"2026-03-{3 + number:02d}"})  # fmt: skip
    return rows


def test_the_same_articles_in_any_order_give_the_same_answers(tmp_path: Path) -> None:
    from desk.cli import cli
    from tests.desk.conftest import REGISTRY

    answers = []
    for seed in range(3):
        place = tmp_path / str(seed)
        place.mkdir()
        (place / "outlets.toml").write_text(REGISTRY, encoding="utf-8")
        rows = world()
        random.Random(seed).shuffle(rows)
        half = len(rows) // 2
        base = ["--db", str(place / "news.db"), "--outlets", str(place / "outlets.toml")]
        for part in (rows[:half], rows[half:]):
            command = [sys.executable, "-m", "desk", *base]
            subprocess.run(
                [*command, "import", str(write_lines(place / "in.jsonl", part))], check=True, capture_output=True
            )
            subprocess.run([*command, "match", "--now", "2026-04-01"], check=True, capture_output=True)
        exports = [subprocess.run([sys.executable, "-m", "desk", *base, "export", what], check=True, capture_output=True, text=True).stdout for what in ("articles", "events")]  # fmt: skip
        answers.append(exports)
    assert answers[0] == answers[1] == answers[2]
    assert cli.name == "cli"


def test_what_cannot_be_used_is_said_with_the_contracts_exit_code(corroborate: Run, folder: Path) -> None:
    unknown = ready(corroborate, folder)("verdict", "https://harbourpost.example/none")
    assert unknown.code == 4 and "no article is stored under this URL" in unknown.err
    corroborate(
        "import",
        write_lines(
            folder / "more.jsonl",
            [{"url": "https://quaynotes.example/9", "title": "Gulls", "text": "Many gulls today."}],
        ),
    )
    waiting = corroborate("verdict", "https://quaynotes.example/9")
    assert waiting.code == 1 and "has not been matched yet" in waiting.err
    assert corroborate("verdict").code == 2
    assert corroborate("no-such-command").code == 2
    assert corroborate("crawl", "--outlet", "nobody").code == 2
    assert corroborate("crawl", "--resolve", "nonsense").code == 2


@pytest.mark.parametrize(
    "command", [("match",), ("export", "articles"), ("verdict", "https://a.example/"), ("status",), ("browse",)]
)
def test_a_missing_database_is_said_to_be_missing(corroborate: Run, folder: Path, command: tuple[str, ...]) -> None:
    answer = corroborate(*command)
    assert answer.code == 1 and "there is no such database" in answer.err and not (folder / "news.db").exists()


def test_a_foreign_database_is_not_touched(corroborate: Run, folder: Path) -> None:
    other = sqlite3.connect(folder / "news.db")
    other.execute("create table recipes (name text)")
    other.close()
    before = (folder / "news.db").read_bytes()
    for command in (("import", write_lines(folder / "in.jsonl", two_reports())), ("match",), ("status",)):
        answer = corroborate(*command)
        assert answer.code == 1 and "another program" in answer.err
    assert (folder / "news.db").read_bytes() == before


def test_an_unreadable_registry_is_named_with_its_line(corroborate: Run, folder: Path) -> None:
    (folder / "outlets.toml").write_text('[[outlet]]\nid = "a"\nname = "A"\ncolour = "red"\n', encoding="utf-8")
    answer = corroborate("outlets", "list")
    assert answer.code == 1 and f"{folder / 'outlets.toml'}:4" in answer.err and "colour" in answer.err
    check = corroborate("outlets", "check", folder / "outlets.toml")
    assert check.code == 1 and "colour" in check.out and "not taken" in check.out
    (folder / "outlets.toml").unlink()
    assert corroborate("outlets", "list").code == 1


def test_the_bundled_registry_is_fine() -> None:
    from desk.reports import registry_report

    text, code = registry_report(None)
    assert code == 0, text


def test_outlets_are_listed(corroborate: Run) -> None:
    answer = corroborate("outlets", "list")
    assert answer.code == 0 and "harbour-post" in answer.out and "Moor Media" in answer.out
    assert [row["id"] for row in corroborate("outlets", "list", "--json").rows()] == [
        "harbour-post",
        "quay-notes",
        "upland-herald",
    ]


def test_status_tells_of_articles_runs_and_waiting(corroborate: Run, folder: Path) -> None:
    run = ready(corroborate, folder)
    assert "2 articles (0 waiting for match), 1 events: 1 corroborated" in run("status").out
    (answer,) = run("status", "--json").rows()
    assert [row["kind"] for row in answer["runs"]] == ["match", "import"]
    assert [row["outlet"] for row in answer["outlets"]] == ["harbour-post", "upland-herald"]


def test_a_second_cycle_is_told_who_is_at_work(corroborate: Run, folder: Path) -> None:
    ready(corroborate, folder)
    with open_store(folder / "news.db") as store, cycle_lock(store, "cycle", "corroborate run", NOON):
        answer = corroborate("match")
        assert "at work: corroborate run" in corroborate("status").out
    assert answer.code == 1 and "corroborate run (process" in answer.err


@pytest.mark.parametrize("delay", [0.3, 0.9, 1.5, 2.0])
def test_a_kill_during_match_leaves_the_file_as_before_or_after(folder: Path, delay: float) -> None:
    rows = [{"id": f"n{number}", "url": f"https://harbourpost.example/{number}", "title": f"Pier {number}", "text": f"{POST} {number}", "published": "2026-03-02"} for number in range(40)]  # fmt: skip
    base = [sys.executable, "-m", "desk", "--db", str(folder / "news.db"), "--outlets", str(folder / "outlets.toml")]
    subprocess.run([*base, "import", str(write_lines(folder / "in.jsonl", rows))], check=True, capture_output=True)
    process = subprocess.Popen([*base, "match", "--now", "2026-03-09"], stdout=subprocess.DEVNULL)
    time.sleep(delay)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with open_store(folder / "news.db") as store:
        assert store.conn.execute("select count(*) from event_articles").fetchone()[0] in {0, 40}
    again = subprocess.run([*base, "match", "--now", "2026-03-09"], capture_output=True, text=True, check=True)
    assert "40 articles" in again.stdout
    exported = subprocess.run(
        [*base, "export", "articles"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(exported) == 40 and len({json.loads(line)["event_id"] for line in exported}) == 1


def test_extract_shows_what_would_be_stored(corroborate: Run, folder: Path) -> None:
    page = folder / "page.html"
    page.write_text(
        f"<html lang=en><head><title>Pier closed</title></head><body><article><h1>Pier closed</h1><p>{'</p><p>'.join(POST.split(chr(10) * 2))}</p></article></body></html>",
        encoding="utf-8",
    )
    (row,) = corroborate("extract", "--json", page).rows()
    assert set(row) >= {
        "file",
        "title",
        "text",
        "authors",
        "published",
        "byline",
        "language",
        "canonical_url",
        "outcome",
    }
    assert (row["title"], row["outcome"], row["language"]) == (
        "Pier closed",
        "stored",
        "en",
    ) and "eleven of its forty piles" in row["text"]
    (folder / "broken.html.gz").write_bytes(b"\x1f\x8bnot really")
    both = corroborate("extract", "--json", page, folder / "broken.html.gz")
    assert both.code == 3 and both.rows()[1]["outcome"] == "error"
    assert corroborate("extract", folder / "none.html").code == 2


def test_an_article_without_a_body_is_matched_by_its_title(corroborate: Run, folder: Path) -> None:
    bare = {"id": "bare", "url": "https://quaynotes.example/7", "title": "Eastern pier closed to cars after inspection", "text": "", "published": "2026-03-02T23:00:00+00:00"}  # fmt: skip
    corroborate("import", write_lines(folder / "in.jsonl", [*two_reports(), bare]))
    assert corroborate("match", "--now", "2026-03-09").code == 0
    row = next(row for row in corroborate("export", "articles").rows() if row["id"] == "bare")
    assert (row["origin_id"], row["counted"], row["reason"]) == (None, False, "body-missing")
