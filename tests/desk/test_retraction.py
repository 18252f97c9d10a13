"""A report that is taken back, revised or corrected after it counted: the verdict follows, with its cause."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from store.connection import open_store
from store.gone import mark_gone
from tests.desk.conftest import HERALD, Run, two_reports, write_lines

URL = "https://uplandherald.example/lorne-pier"
MARKET = (
    "The Saturday market in Ostmere moves to the old tram depot from May, the town's trading office announced.\n\n"
    "Nineteen stalls have signed up so far. Bread, cheese and flowers stay on the square, where the fountain is to be "
    "mended in the summer months, and a band plays at noon on the first day."
)


def judged(corroborate: Run, folder: Path, reports: list[dict[str, Any]], day: str) -> dict[str, Any]:
    assert corroborate("import", write_lines(folder / "in.jsonl", reports)).code == 0
    assert corroborate("match", "--now", day).code == 0
    (verdict,) = corroborate("verdict", reports[0]["url"], "--json").rows()
    return dict(verdict)


def test_a_retraction_ends_a_corroboration_and_is_shown(corroborate: Run, folder: Path) -> None:
    reports = two_reports()
    assert judged(corroborate, folder, reports, "2026-03-09")["state"] == "corroborated"
    reports[1]["text"] = f"This article has been retracted.\n\n{HERALD}"
    verdict = judged(corroborate, folder, reports, "2026-03-10")
    assert (verdict["state"], verdict["notable_origins"]) == ("single_report", 1)
    assert "Upland Herald retracted its report." in verdict["because"]
    assert [entry["cause"] for entry in verdict["history"]] == ["first verdict", "revision"]
    (article,) = (a for a in verdict["articles"] if a["url"] == URL)
    assert (article["counted"], article["reason"]) == (False, "retracted")
    assert article["correction"] == {"kind": "retraction", "text": "This article has been retracted."}
    said = corroborate("verdict", URL).out
    assert "RETRACTION: “This article has been retracted.”" in said
    assert "not counted: Its outlet has retracted it." in said
    rows = {row["url"]: row for row in corroborate("export", "articles").rows()}
    assert (rows[URL]["counted"], rows[URL]["reason"], rows[URL]["state"]) == (False, "retracted", "single_report")


def test_a_correction_is_shown_and_changes_nothing_else(corroborate: Run, folder: Path) -> None:
    reports = two_reports()
    judged(corroborate, folder, reports, "2026-03-09")
    reports[1]["text"] = HERALD + "\n\nCorrection: an earlier version of this article gave a wrong count of the piles."
    verdict = judged(corroborate, folder, reports, "2026-03-10")
    assert verdict["state"] == "corroborated"
    assert [entry["cause"] for entry in verdict["history"]] == ["first verdict", "revision"]
    assert "CORRECTION: “Correction: an earlier version" in corroborate("verdict", URL).out


def test_a_revision_that_lost_the_claim_corroborates_no_more(corroborate: Run, folder: Path) -> None:
    reports = two_reports()
    judged(corroborate, folder, reports, "2026-03-09")
    reports[1] |= {"title": "Ostmere's market moves to the tram depot", "text": MARKET}
    verdict = judged(corroborate, folder, reports, "2026-03-10")
    assert verdict["state"] == "single_report"
    assert [entry["cause"] for entry in verdict["history"]] == ["first verdict", "articles moved"]
    (other,) = corroborate("verdict", URL, "--json").rows()
    assert (other["state"], other["event_id"] != verdict["event_id"]) == ("single_report", True)


def test_a_page_that_is_taken_down_is_noticed_by_the_next_match(corroborate: Run, folder: Path) -> None:
    reports = two_reports()
    assert judged(corroborate, folder, reports, "2026-03-09")["state"] == "corroborated"
    with open_store(folder / "news.db") as store, store.writing():
        key = store.conn.execute("select url_key from articles where url = ?", [URL]).fetchone()[0]
        assert mark_gone(store, key, datetime(2026, 3, 3, tzinfo=UTC))
    assert corroborate("match", "--now", "2026-03-10").code == 0
    (verdict,) = corroborate("verdict", URL, "--json").rows()
    assert (verdict["state"], verdict["history"][-1]["cause"]) == ("single_report", "revision")
    assert verdict["history"][-1]["detail"] == "Upland Herald: page gone"
    (article,) = (a for a in verdict["articles"] if a["url"] == URL)
    assert (article["reason"], article["gone"]) == ("taken-down", "2026-03-03T00:00:00+00:00")
