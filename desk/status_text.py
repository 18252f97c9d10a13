"""`corroborate status` for people."""

from __future__ import annotations

from typing import Any

from desk.tables import table


def status_text(answer: dict[str, Any]) -> str:
    """Totals, what is at work, the newest runs, a table of outlets, and what needs a person: the silent and the given up."""
    states = ", ".join(f"{number} {state}" for state, number in answer["states"].items())
    lines = [
        f"{answer['articles']} articles ({answer['waiting_for_match']} waiting for match), {answer['events']} events"
        + (f": {states}" if states else "")
    ]
    if answer["frontier"]:
        lines.append("frontier: " + ", ".join(f"{number} {state}" for state, number in answer["frontier"].items()))
    lines += [
        f"at work: {work['cycle']} (process {work['pid']} on {work['host']}) since {work['since']}"
        for work in answer["at_work"]
    ]
    lines += [_watching(heart) for heart in answer["watching"]]
    lines += ["", _runs(answer["runs"]), "", _outlets(answer["outlets"])]
    if answer["alarms"]:
        lines += ["", "to look at:", *(f"  {_alarm(alarm)}" for alarm in answer["alarms"])]
    return "\n".join(lines).rstrip()


def _runs(runs: list[dict[str, Any]]) -> str:
    rows = [
        (run["run"], run["kind"], run["started"], run["finished"] or "not finished", run["exit_code"], run["message"])
        for run in runs
    ]
    return table(("run", "kind", "started", "finished", "exit", "message"), rows)


def _outlets(outlets: list[dict[str, Any]]) -> str:
    rows = [
        (
            outlet["outlet"],
            outlet["articles"],
            outlet["new_today"],
            outlet["new_a_day"],
            _minute(outlet["last_article"]),
            _minute(outlet["last_success"]),
            ", ".join(f"{number} {outcome}" for outcome, number in outlet["outcomes"].items()),
            outlet["silence"] or outlet["why_none"],
        )
        for outlet in outlets
    ]
    return table(("outlet", "articles", "today", "a day", "last article", "source read", "pages", "why none"), rows)


def _alarm(alarm: dict[str, str]) -> str:
    return f"{alarm['about'] or alarm['kind'].replace('_', ' ')}: {alarm['said']}"


def _watching(heart: dict[str, Any]) -> str:
    what = f"{heart['doing']} since {_minute(heart['doing_since'])}"
    if heart["doing"] == "waiting" and heart["next_cycle"]:
        what = f"next cycle at {_minute(heart['next_cycle'])}"
    state = f"{what}, {heart['cycles']} cycles, {heart['missed']} left out" if heart["running"] else "gone"
    return (
        f"watch (process {heart['pid']} on {heart['host']}): {state}; last sign of life {_minute(heart['last_sign'])}"
    )


def _minute(when: str | None) -> str:
    return when[:16].replace("T", " ") if when else "never"
