"""Small worlds whose verdict was written down before any of them was run, from import to export.

The wrong ones are listed with the reason, so that none hides behind a count: one that comes right has to leave the list.
"""

from __future__ import annotations

from contextlib import ExitStack, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from desk.cli import main
from tests.desk.conftest import Answer, Run
from tests.desk.small_worlds import WORLDS, Seen, deviations, is_false_corroboration, is_silent_no, run_world

FLOOR = 175
"""How many of the 192 are right, at least. At first reading, before anything was mended for them, 60 of the 76 of the first set
were, 19 of the 31 of the second, which was written after the first had been mended, 13 of the 20 of the third, and 11 of the 14
of the fourth, in which much looks like a credit and is none. Of the fifth, everyday files with texts of everyday length, 27 of 35
were (three with a false corroboration, none with a silent no); of the sixth, follow-ups, denials and look-alikes that were written
when the fifth had first been mended, 7 of 16 (three false corroborations, two silent noes)."""
KNOWN_FAILURES = {
    "aggregator-and-source-line": "a flippant rewrite that addresses its reader is taken for commentary by its style",
    "sister-paper-credited": 'a brief that speaks of "our sister paper" is taken for commentary by its style',
    "as-seen-in-and-per-the": "a brief that speaks of its readers as shoppers is taken for commentary by its style",
}
LOOSE = "one event, as the pair score has it, but two claims: the verdict is right"
SCORED = {
    "live-blog-with-own-reporter": "the claim scorer gives .48 to a live blog and a report of one landslide",
    "no-dates-no-bylines": "the claim scorer gives .47 to two reports without dates that share hardly a word in title and lead",
    "second-report-next-day-with-more-dead": "the claim scorer gives .52 to a toll of four and one of five on the next day",
    "claim-by-one-other-claim-by-other": "two strikes in one town on one day are one event and one claim: a false corroboration",
    "bus-strike-announced-and-begun": f"the announcement of a strike and its beginning are {LOOSE}",
    "two-crashes-on-one-road-in-one-week": f"two accidents on one road in one week are {LOOSE}",
    "two-rulings-of-one-court-on-one-day": f"two rulings of one court on one morning are {LOOSE}",
    "two-strikes-in-one-town-on-one-day": f"two strikes that share nothing but the town's name are {LOOSE}",
    "morning-round-up-beside-a-report": f"a newsletter with one item on it and the report are {LOOSE}",
    "minister-to-resign-calls-it-nonsense": f"a denial that its headline does not call one, and the report, are {LOOSE}",
    "two-car-makers-on-one-morning": f"the figures of two firms, of which one analyst speaks, are {LOOSE}",
    "two-fires-in-one-town-in-one-night": f"two fires that share nothing but the town's name are {LOOSE}",
    "teachers-and-tram-drivers-strike-on-one-day": f"two strikes that share nothing but the town's name are {LOOSE}",
    "obituaries-of-one-and-of-another": f"two deaths in one town, told in other words, are {LOOSE}",
}
"""Those that hang on the pair scorers, which are trained anew from time to time: they may come right without more ado."""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    """What the exports say of each world, each in a store and with a registry of its own."""
    return {
        world["name"]: run_world(world, folder, _command(folder))
        for world in WORLDS
        for folder in (tmp_path_factory.mktemp("world"),)
    }


def test_each_world_has_the_verdict_that_was_written_down(seen: dict[str, Seen]) -> None:
    found = {w["name"]: deviations(w, seen[w["name"]]) for w in WORLDS}
    new = {name: lines for name, lines in found.items() if lines and name not in {*KNOWN_FAILURES, *SCORED}}
    assert new == {}
    assert sum(not lines for lines in found.values()) >= FLOOR


def test_what_is_listed_as_wrong_is_still_wrong(seen: dict[str, Seen]) -> None:
    right = [w["name"] for w in WORLDS if w["name"] in KNOWN_FAILURES and not deviations(w, seen[w["name"]])]
    assert right == [], "right by now: take it off the list of known failures"
    assert {w["name"] for w in WORLDS} >= {*KNOWN_FAILURES, *SCORED}


def test_nothing_else_is_called_corroborated_that_is_not(seen: dict[str, Seen]) -> None:
    false = {w["name"] for w in WORLDS if is_false_corroboration(w, seen[w["name"]])}
    assert false <= {"claim-by-one-other-claim-by-other"}


def test_few_get_a_no_that_are_corroborated(seen: dict[str, Seen]) -> None:
    assert {w["name"] for w in WORLDS if is_silent_no(w, seen[w["name"]])} <= set(SCORED)


def _command(folder: Path) -> Run:
    def run(*arguments: object) -> Answer:
        code, out, err = 0, StringIO(), StringIO()
        with ExitStack() as stack:
            stack.enter_context(redirect_stdout(out))
            stack.enter_context(redirect_stderr(err))
            try:
                main(["--db", str(folder / "news.db"), "--outlets", str(folder / "outlets.toml"), *map(str, arguments)])
            except SystemExit as leaving:
                code = int(leaving.code or 0)
        return Answer(code, out.getvalue(), err.getvalue())

    return run
