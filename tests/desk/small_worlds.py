"""Small worlds with a known verdict: running one through the command line, and what came out otherwise than it says.

A line of `small_worlds.jsonl` is a world: `outlets` (its registry), `articles` (as they are imported), `topic` and `why`
(what it is about), and `expect`, which was written from the definitions of the verdict before any of it was run:

`set` is 1 for those written first, 2 for those written after the first had been mended, and so on.

- `events`: which articles share an event; `same_origin`: which of an event's articles rest on one origin, all others not;
- `states`: of each article its state, or a list where the definitions leave more than one open;
- `origins`, `notable_origins`: of the event of an article, how many; `disputed`: of all events;
- `credited`: of an article, a newsroom (id, or name where unregistered) that it has to credit and rest on;
- `uncounted`: articles that must not count.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from tests.desk.conftest import Run, write_lines

WORLDS: tuple[dict[str, Any], ...] = tuple(
    json.loads(line) for line in Path(__file__).with_name("small_worlds.jsonl").read_text(encoding="utf-8").splitlines()
)
DEPENDENT = frozenset({"agency", "outlet", "mixed"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What the exports say of one world: its articles by id, and the event of each."""

    articles: Mapping[str, Mapping[str, Any]]
    events: Mapping[str, Mapping[str, Any]]

    def event_of(self, article_id: str) -> Mapping[str, Any]:
        """The event of an article; nothing where there is none."""
        return self.events.get(str(self.articles.get(article_id, {}).get("event_id")), {})

    def origin_of(self, article_id: str) -> str:
        """Its origin; an article without one stands alone."""
        return str(self.articles.get(article_id, {}).get("origin_id") or article_id)


def run_world(world: Mapping[str, Any], folder: Path, corroborate: Run) -> Seen:
    """Import, match and export one world in `folder`, in which `corroborate` keeps its store and registry."""
    tables = ("[[outlet]]\n" + "".join(f"{k} = {_toml(v)}\n" for k, v in one.items()) for one in world["outlets"])
    (folder / "outlets.toml").write_text("\n".join(tables), encoding="utf-8")
    lines = write_lines(folder / "articles.jsonl", world["articles"])
    for command in (("import", lines), ("match",)):
        answer = corroborate(*command)
        assert answer.code == 0, f"{world['name']}: {command[0]} answered {answer.code}: {answer.err}"
    articles, events = (corroborate("export", what).rows() for what in ("articles", "events"))
    return Seen({row["id"]: row for row in articles}, {row["event_id"]: row for row in events})


def deviations(world: Mapping[str, Any], seen: Seen) -> tuple[str, ...]:
    """Each thing that came out otherwise than the world says, as one line for people; () where all is right."""
    expect = world["expect"]
    return (
        *_partition(expect, seen),
        *_verdicts(expect, seen),
        *_articles(expect, seen),
    )


def is_false_corroboration(world: Mapping[str, Any], seen: Seen) -> bool:
    """Whether an article is called corroborated that is not."""
    states = world["expect"]["states"]
    return any(
        seen.articles[i]["state"] == "corroborated" and "corroborated" not in _choices(states[i])
        for i in sorted(states)
    )


def is_silent_no(world: Mapping[str, Any], seen: Seen) -> bool:
    """Whether an article that is corroborated, or that waits for a missing body, gets a plain no."""
    answers = {"corroborated", "insufficient_evidence"}
    states = world["expect"]["states"]
    return any(set(_choices(states[i])) <= answers and seen.articles[i]["state"] not in answers for i in sorted(states))


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _choices(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else (value,)


def _partition(expect: Mapping[str, Any], seen: Seen) -> Iterator[str]:
    group = {i: n for n, ids in enumerate(expect["events"]) for i in ids}
    origin = {i: n for n, ids in enumerate(expect["same_origin"]) for i in ids}
    for a, b in combinations(sorted(group), 2):
        together = group[a] == group[b]
        if together != (seen.articles[a]["event_id"] == seen.articles[b]["event_id"]):
            yield f"event: {a} and {b} should {'share' if together else 'not share'} one"
        one = a in origin and origin[a] == origin.get(b)
        if together and one != (seen.origin_of(a) == seen.origin_of(b)):
            yield f"origin: {a} and {b} should {'share' if one else 'not share'} one"


def _verdicts(expect: Mapping[str, Any], seen: Seen) -> Iterator[str]:
    for article_id, wanted in expect["states"].items():
        if seen.articles[article_id]["state"] not in _choices(wanted):
            yield f"state: {article_id} is {seen.articles[article_id]['state']}, not {wanted}"
    for what in ("origins", "notable_origins"):
        for article_id, wanted in expect.get(what, {}).items():
            if seen.event_of(article_id).get(what) != wanted:
                yield f"{what}: {article_id} has {seen.event_of(article_id).get(what)}, not {wanted}"
    for article_id in sorted(expect["states"]) if "disputed" in expect else ():
        if seen.articles[article_id]["disputed"] != expect["disputed"]:
            yield f"disputed: {article_id} is {'not ' * expect['disputed']}disputed"


def _articles(expect: Mapping[str, Any], seen: Seen) -> Iterator[str]:
    for article_id, name in expect.get("credited", {}).items():
        row = seen.articles[article_id]
        if name not in row["credited"] or row["origin_kind"] not in DEPENDENT:
            yield f"credited: {article_id} ({row['origin_kind']}) credits {row['credited']}, not {name}"
    for article_id in expect.get("uncounted", ()):
        if seen.articles[article_id]["counted"]:
            yield f"counted: {article_id} should not count"
