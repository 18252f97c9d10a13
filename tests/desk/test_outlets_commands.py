"""`corroborate outlets …`, overlays, and what a changed registry does to verdicts: through the command line."""

from __future__ import annotations

import csv
import dataclasses
import io
import sqlite3
import tomllib
from pathlib import Path

import pytest

from desk.registry.editing import write_in_one_step
from desk.registry.spreadsheet import registry_csv
from matching.types import Registry
from tests.builders import an_outlet
from tests.crawler.mockserver import Reply, World
from tests.crawler.pages import article, headline, rss
from tests.desk.conftest import REGISTRY, Run, two_reports, write_lines

REASON = ("--reason", "checked by the desk")
NAMES = """
[[name]]
name = "The Post"
candidates = ["harbour-post"]
rule = "country"
countries = { GB = "harbour-post" }
"""
SIBLING = """
[[outlet]]
id = "harbour-weekly"
name = "Harbour Weekly"
domains = ["weekly.harbourpost.example"]
kind = "magazine"
family = "Quay Press"
note = "Prints the Post's stories on Sundays."
"""


@pytest.fixture
def ours(folder: Path) -> Path:
    return folder / "ours.toml"


def history(run: Run, url: str = "https://uplandherald.example/lorne-pier") -> list[tuple[str, str, str]]:
    (verdict,) = run("verdict", url, "--json").rows()
    return [(entry["state"], entry["cause"], entry["detail"]) for entry in verdict["history"]]


# --- looking


def test_explain_says_by_which_domain_and_why(corroborate: Run, folder: Path) -> None:
    (folder / "outlets.toml").write_text(REGISTRY + SIBLING + NAMES, encoding="utf-8")
    answer = corroborate("outlets", "explain", "http://WWW.HarbourPost.example.:8080/pier?x=1")
    assert answer.code == 0
    for words in (
        "Harbour Post (harbour-post): national, GB, en",
        "domain harbourpost.example, which www.harbourpost.example lies under",
        "Quay Press (with Harbour Weekly)",
        "yes: https://encyclopedia.example/Harbour_Post",
        "as one notable origin, together with all of its family",
        "The Post of the Harbour",
        "'The Post': harbour-post; the one whose full name stands earlier in the same article, else by the country",
    ):
        assert words in answer.out
    weekly = corroborate("outlets", "explain", "weekly.harbourpost.example")
    assert "Harbour Weekly (harbour-weekly)" in weekly.out and "Prints the Post's stories on Sundays." in weekly.out
    assert "not notable: it never makes a story corroborated" in weekly.out


@pytest.mark.parametrize("what", ["harbour-post", "Harbour Post", "the post of the harbour", "harbourpost.example"])
def test_explain_finds_by_id_domain_and_name(corroborate: Run, what: str) -> None:
    (found,) = corroborate("outlets", "explain", what, "--json").rows()
    assert found["outlet"]["id"] == "harbour-post" and found["registry_version"]


def test_explain_finds_a_host_in_any_spelling(corroborate: Run, folder: Path) -> None:
    text = REGISTRY.replace("quaynotes.example", "bücher.quay.example")
    (folder / "outlets.toml").write_text(text, encoding="utf-8")
    for what in ("BÜCHER.quay.example", "https://xn--bcher-kva.quay.example./a", "user@xn--bcher-kva.quay.example:81"):
        assert "Quay Notes (quay-notes)" in corroborate("outlets", "explain", what).out


@pytest.mark.parametrize("what", ["nowhere.example", "https://127.0.0.1/", "[::1]", "no such paper", "localhost", ""])
def test_explain_says_what_is_not_there(corroborate: Run, what: str) -> None:
    answer = corroborate("outlets", "explain", what)
    assert answer.code == 4 and answer.err.startswith("corroborate: no outlet has")


def test_explain_does_not_guess_at_an_ambiguous_name(corroborate: Run, folder: Path) -> None:
    names = NAMES.replace('["harbour-post"]', '["harbour-post", "quay-notes"]')
    (folder / "outlets.toml").write_text(REGISTRY + names, encoding="utf-8")
    for what in ("the post", "Post"):
        answer = corroborate("outlets", "explain", what)
        assert answer.code == 4 and "is an ambiguous name: harbour-post, quay-notes" in answer.err


def test_explain_shows_the_only_outlet_that_an_everyday_word_may_mean_and_the_rule(
    corroborate: Run, folder: Path
) -> None:
    (folder / "outlets.toml").write_text(REGISTRY + NAMES, encoding="utf-8")
    (found,) = corroborate("outlets", "explain", "the post", "--json").rows()
    assert found["outlet"]["id"] == "harbour-post"
    assert "name 'the post': harbour-post; the one whose full name" in found["found_by"]


def test_show_gives_the_row_as_toml(corroborate: Run) -> None:
    row = tomllib.loads(corroborate("outlets", "show", "harbour-post").out)["outlet"][0]
    assert row == tomllib.loads(REGISTRY)["outlet"][0]
    assert corroborate("outlets", "show", "harbour-post", "--json").rows()[0]["wire_member"] == []
    missing = corroborate("outlets", "show", "harbour-pots")
    assert missing.code == 4 and "close are harbour-post" in missing.err


def test_a_spreadsheet_runs_nothing(corroborate: Run) -> None:
    answer = corroborate("outlets", "export", "--csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [row["id"] for row in rows] == ["harbour-post", "quay-notes", "upland-herald"]
    assert rows[0]["notable"] == "true" and rows[1]["notable"] == "false"
    formula = '=HYPERLINK("https://evil.example","x")'
    evil = dataclasses.replace(an_outlet("x", note="@SUM(A1)", owner="-2+3", aliases=("+1", "b")), name=formula)
    (row,) = csv.DictReader(io.StringIO(registry_csv(Registry((evil,), "r"))))
    assert row["name"].startswith("'=") and row["note"] == "'@SUM(A1)" and row["owner"] == "'-2+3"
    assert row["aliases"] == "'+1 | b"
    assert corroborate("outlets", "export", "--csv", "--json").code == 2
    assert len(corroborate("outlets", "export", "--json").rows()) == 3


def test_an_import_under_an_ambiguous_name_needs_its_domain(corroborate: Run, folder: Path) -> None:
    names = NAMES.replace('["harbour-post"]', '["harbour-post", "quay-notes"]')
    (folder / "outlets.toml").write_text(REGISTRY + names, encoding="utf-8")
    post = two_reports()[0] | {"outlet": "The Post"}
    elsewhere = post | {"id": "x", "url": "https://mirror.example/pier"}
    answer = corroborate("import", write_lines(folder / "in.jsonl", [post, elsewhere]))
    assert answer.code == 3
    assert "in.jsonl:2: outlet 'The Post' may be harbour-post, quay-notes" in answer.err


# --- changing


def test_add_and_remove_write_an_overlay(corroborate: Run, ours: Path) -> None:
    add = ("outlets", "add", "bay-voice", "--name", "Bay Voice", "--domain", "bayvoice.example", "--kind", "local")
    answer = corroborate("--overlay", ours, *add, "--family", "Bay", *REASON)
    assert answer.code == 0 and "bay-voice added" in answer.out and "4 outlets" in answer.out
    assert "notable" not in ours.read_text(encoding="utf-8")
    answer = corroborate(
        "--overlay", ours, "outlets", "add", "bay-voice", "--feed", "https://bayvoice.example/rss", *REASON
    )
    assert answer.code == 0 and "bay-voice changed" in answer.out
    assert ours.read_text(encoding="utf-8").count("[[outlet]]") == 1
    (found,) = corroborate("--overlay", ours, "outlets", "explain", "bayvoice.example", "--json").rows()
    assert found["outlet"]["feeds"] == ["https://bayvoice.example/rss"]
    assert [change["reason"] for change in found["overlay_changes"]] == ["checked by the desk"]
    for outlet_id in ("bay-voice", "quay-notes"):
        assert corroborate("--overlay", ours, "outlets", "remove", outlet_id, *REASON).code == 0
    assert [row["id"] for row in corroborate("--overlay", ours, "outlets", "list", "--json").rows()] == [
        "harbour-post",
        "upland-herald",
    ]
    again = corroborate("--overlay", ours, "outlets", "remove", "quay-notes", *REASON)
    assert again.code == 4 and "no outlet 'quay-notes' to remove" in again.err


def test_a_change_that_would_break_the_registry_is_not_written(corroborate: Run, ours: Path) -> None:
    ours.write_text("# ours\n", encoding="utf-8")
    for options, words in (
        (("quay-notes", "--domain", "harbourpost.example"), "belongs to 'harbour-post'"),
        (("quay-notes", "--notable"), "needs a notability_basis"),
        (("quay-notes", "--kind", "newspaper"), "is not a kind"),
        (("bay-voice", "--name", "Bay Voice"), "domains is missing"),
        (("Bay Voice", "--family", "x"), "is not an id"),
        (("quay-notes", "--note", "\x1b[2J"), "control character"),
    ):
        answer = corroborate("--overlay", ours, "outlets", "add", *options, *REASON)
        assert answer.code == 1 and words in answer.err and "nothing was written" in answer.err
        assert ours.read_text(encoding="utf-8") == "# ours\n"
    assert list(ours.parent.glob(".ours*")) == []
    assert corroborate("--overlay", ours, "outlets", "add", "quay-notes", *REASON).code == 2
    assert corroborate("outlets", "add", "quay-notes", "--family", "x", *REASON).code == 2
    assert corroborate("--overlay", ours, "outlets", "add", "quay-notes", "--family", "x").code == 2, "no reason"
    assert corroborate("--overlay", ours, "outlets", "add", "quay-notes", "--family", "x", "--reason", " ").code == 1


def test_a_file_is_written_in_one_step_and_keeps_its_permissions(tmp_path: Path) -> None:
    path, link = tmp_path / "a.toml", tmp_path / "link.toml"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    write_in_one_step(link, "new")
    assert path.read_text(encoding="utf-8") == "new" and link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640


def test_doubts_about_an_overlay_are_said(corroborate: Run, ours: Path) -> None:
    answer = corroborate("--overlay", ours, "outlets", "add", "quay-notes", "--alias", "The Tribune", *REASON)
    assert answer.code == 0 and f"{ours}:3" in answer.err and "everyday word" in answer.err
    check = corroborate("--overlay", ours, "outlets", "check")
    assert check.code == 0 and "[warning]" in check.out and "with 1 change of overlays" in check.out
    (row,) = corroborate("--overlay", ours, "outlets", "check", "--json").rows()
    assert (row["file"], row["line"], row["severity"]) == (str(ours), 3, "warning")
    ours.write_text("[[outlet]\n", encoding="utf-8")
    broken = corroborate("--overlay", ours, "outlets", "check", "--json")
    assert broken.code == 1 and [row["severity"] for row in broken.rows()] == ["error"]


def test_the_environment_names_overlays(corroborate: Run, ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours.write_text('[[outlet]]\nid = "quay-notes"\nremove = true\nreason = "x"\n', encoding="utf-8")
    monkeypatch.setenv("CORROBORATE_OVERLAY", str(ours))
    assert len(corroborate("outlets", "list", "--json").rows()) == 2


# --- verdicts


def test_a_changed_row_is_the_cause_of_a_new_verdict(corroborate: Run, folder: Path, ours: Path) -> None:
    corroborate("import", write_lines(folder / "in.jsonl", two_reports()))
    corroborate("match", "--now", "2026-03-09")
    first = corroborate("verdict", "https://uplandherald.example/lorne-pier", "--json").rows()[0]
    (folder / "outlets.toml").write_text(
        REGISTRY.replace(
            'family = "Moor Media"\nnotable = true\nnotability_basis = "https://encyclopedia.example/Upland_Herald"',
            'family = "Moor Media"',
        ),
        encoding="utf-8",
    )
    (changes,) = corroborate("match", "--now", "2026-03-10", "--json").rows()
    assert changes["causes"] == {"registry": 1}
    assert [(state, cause) for state, cause, _ in history(corroborate)] == [
        ("corroborated", "first verdict"),
        ("not_notable", "registry"),
    ]
    assert "upland-herald: notability_basis" in history(corroborate)[-1][2]
    assert (
        "notable true → nothing" in history(corroborate)[-1][2] or "notable true → false" in history(corroborate)[-1][2]
    )
    second = corroborate("verdict", "https://uplandherald.example/lorne-pier", "--json").rows()[0]
    assert first["registry_version"] != second["registry_version"]
    assert (
        f"registry {second['registry_version']}"
        in corroborate("verdict", "https://uplandherald.example/lorne-pier").out
    )
    (folder / "outlets.toml").write_text(REGISTRY, encoding="utf-8")
    corroborate("match", "--now", "2026-03-11")
    assert [(state, cause) for state, cause, _ in history(corroborate)][-1] == ("corroborated", "registry")


def test_an_overlays_reason_stands_in_the_history(corroborate: Run, folder: Path, ours: Path) -> None:
    corroborate("import", write_lines(folder / "in.jsonl", two_reports()))
    corroborate("match", "--now", "2026-03-09")
    corroborate("--overlay", ours, "outlets", "add", "upland-herald", "--family", "Quay Press", *REASON)
    corroborate("--overlay", ours, "match", "--now", "2026-03-10")
    state, cause, detail = history(corroborate)[-1]
    assert (state, cause) == ("single_report", "registry")
    assert detail == "upland-herald: family Moor Media → Quay Press (checked by the desk)"
    assert "(registry: upland-herald: family" in corroborate("verdict", "https://uplandherald.example/lorne-pier").out


def test_a_change_elsewhere_makes_no_new_verdict(corroborate: Run, folder: Path, ours: Path) -> None:
    corroborate("import", write_lines(folder / "in.jsonl", two_reports()))
    corroborate("match", "--now", "2026-03-09")
    before = history(corroborate)
    for options in (
        ("quay-notes", "--family", "Other"),
        ("upland-herald", "--feed", "https://uplandherald.example/rss"),
    ):
        corroborate("--overlay", ours, "outlets", "add", *options, *REASON)
        (changes,) = corroborate("--overlay", ours, "match", "--now", "2026-03-10", "--json").rows()
        assert changes["new_verdicts"] == 0
    assert history(corroborate) == before
    with sqlite3.connect(folder / "news.db") as connection:
        rows = connection.execute("select version, judged is not null from registry_versions order by id").fetchall()
    connection.close()
    assert len({version for version, _ in rows}) == 3 and all(judged for _, judged in rows)


def test_history_tells_of_registries_and_changes(corroborate: Run, folder: Path, ours: Path) -> None:
    corroborate("import", write_lines(folder / "in.jsonl", two_reports()))
    corroborate("match", "--now", "2026-03-09")
    corroborate("--overlay", ours, "outlets", "add", "upland-herald", "--family", "Quay Press", *REASON)
    corroborate("--overlay", ours, "outlets", "remove", "quay-notes", *REASON)
    corroborate("--overlay", ours, "match", "--now", "2026-03-10")
    first, second = corroborate("outlets", "history", "--json").rows()
    assert (first["outlets"], first["changes"], second["outlets"]) == (3, [], 2)
    text = corroborate("outlets", "history").out
    assert "upland-herald: family Moor Media → Quay Press (checked by the desk)" in text
    assert "quay-notes removed (checked by the desk)" in text and "first judged with 2026-03-10" in text


def test_a_later_revision_is_not_blamed_on_the_registry(corroborate: Run, folder: Path, ours: Path) -> None:
    corroborate("import", write_lines(folder / "in.jsonl", two_reports()))
    corroborate("match", "--now", "2026-03-09")
    corroborate("--overlay", ours, "outlets", "add", "quay-notes", "--family", "Other", *REASON)
    corroborate("--overlay", ours, "match", "--now", "2026-03-10")
    post, herald = two_reports()
    corroborate("--overlay", ours, "import", write_lines(folder / "in.jsonl", [post, herald | {"text": post["text"]}]))
    corroborate("--overlay", ours, "match", "--now", "2026-03-11")
    assert [cause for _, cause, _ in history(corroborate)] == ["first verdict", "revision"]


# --- the last good registry


def test_a_broken_overlay_stops_a_command_and_nothing_is_written(corroborate: Run, folder: Path, ours: Path) -> None:
    corroborate("import", write_lines(folder / "in.jsonl", two_reports()))
    ours.write_text('[[outlet]]\nid = "upland-herald"\nnotable = "no"\nreason = "x"\n', encoding="utf-8")
    before = (folder / "news.db").read_bytes()
    commands = (("match",), ("crawl",), ("import", folder / "in.jsonl"), ("outlets", "list"), ("outlets", "check"))
    for command in commands:
        answer = corroborate("--overlay", ours, *command)
        assert answer.code == 1 and f"{ours}:3: outlet 'upland-herald': notable: must be true or false" in (
            answer.err + answer.out
        )
    assert (folder / "news.db").read_bytes() == before


def test_a_run_goes_on_with_the_last_good_registry_and_says_so(corroborate: Run, folder: Path, ours: Path) -> None:
    with World() as world:
        pages = [world.serve("harbourpost.example", f"/{n}", Reply(article(n))) for n in (1, 2)]
        listed = [(page, headline(n)) for n, page in enumerate(pages, 1)]
        feed = world.serve("harbourpost.example", "/rss", Reply(rss(listed[:1]), kind="application/rss+xml"))
        text = REGISTRY.split("\n[[outlet]]")[1] + f'feeds = ["{feed}"]\n'
        (folder / "outlets.toml").write_text("[[outlet]]" + text, encoding="utf-8")
        order = ("run", "--resolve", "*:127.0.0.1", "--delay", "0", "--force", "--json")
        good = corroborate(*order)
        assert good.code == 0, good.err
        world.serve("harbourpost.example", "/rss", Reply(rss(listed), kind="application/rss+xml"))
        ours.write_text('[[outlet]]\nid = "harbour-post"\nfamilly = "x"\nreason = "x"\n', encoding="utf-8")
        answer = corroborate("--overlay", ours, *order)
        assert answer.code == 3
        assert f"{ours}:3: outlet 'harbour-post': unknown key 'familly'" in answer.err and "NOT taken" in answer.err
        (row,) = answer.rows()
        assert row["outcomes"] == {"stored": 1} and "familly" in row["registry_refused"]
    (last, *_) = corroborate("status", "--json").rows()[0]["runs"]
    assert last["exit_code"] in {0, 3}
    assert len(corroborate("export", "articles").rows()) == 2


def test_a_first_run_with_a_broken_registry_does_nothing(corroborate: Run, folder: Path, ours: Path) -> None:
    ours.write_text("[[outlet]\n", encoding="utf-8")
    answer = corroborate("--overlay", ours, "run")
    assert answer.code == 1 and f"{ours}:1: not valid TOML" in answer.err
    assert not (folder / "news.db").exists()


# --- live


def test_a_live_check_asks_each_feed(corroborate: Run, folder: Path) -> None:
    with World() as world:
        feed = world.serve("harbourpost.example", "/rss", Reply(rss([("http://a.example/1", "A")]), kind="text/xml"))
        gone = world.url("uplandherald.example", "/rss")
        rows = REGISTRY.replace('family = "Quay Press"', f'family = "Quay Press"\nfeeds = ["{feed}"]')
        rows = rows.replace('family = "Moor Media"', f'family = "Moor Media"\nfeeds = ["{gone}"]')
        (folder / "outlets.toml").write_text(rows, encoding="utf-8")
        order = ("outlets", "check", "--live", "--resolve", "*:127.0.0.1", "--delay", "0")
        answer = corroborate(*order)
        assert answer.code == 3 and "1 of 2 sources answer, on 2 hosts" in answer.out
        assert "uplandherald.example" in answer.out and "404" in answer.out
        fine = corroborate(*order, "--outlet", "harbour-post", "--json")
        assert fine.code == 0
        assert [(row["answers"], row["entries"]) for row in fine.rows()] == [(True, 1)]
        assert corroborate(*order, "--outlet", "nobody").code == 2
        assert corroborate(*order, "--outlet", "quay-notes").code == 4


def test_a_live_check_of_a_broken_file_asks_nobody(corroborate: Run, folder: Path) -> None:
    (folder / "bad.toml").write_text('[[outlet]]\nid = "a"\n', encoding="utf-8")
    answer = corroborate("outlets", "check", folder / "bad.toml", "--live")
    assert answer.code == 1 and "name is missing" in answer.out
