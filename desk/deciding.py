"""Decisions from a form or a file to the store, and from the store to the matcher.

What an editor says of events is kept as what it means for the articles that were in them at the time; so it still holds
when events have grown, split or changed their number.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.errors import DeskError
from matching.decisions import (
    Apart,
    Contradiction,
    Decisions,
    Nature,
    OneOrigin,
    OtherOrigin,
    Together,
    check,
    decided_groups,
)
from matching.types import OutletKind, OverlayChange, Registry
from store.connection import Store
from store.decisions import DecisionRow, NewDecision, append_decision, decisions_in_force
from store.errors import StoreError
from store.exports import current_event

MAX_REASON = 2000


class BadDecision(DeskError):
    """The order is incomplete or speaks of what is not there; the message says what to mend."""


class Contradicts(DeskError):
    """The order contradicts decisions that are in force; `against` are their numbers."""

    def __init__(self, against: Sequence[int], message: str) -> None:
        """Keep which decisions they are."""
        super().__init__(message)
        self.against = tuple(against)


@dataclass(frozen=True, slots=True)
class Order:
    """What an editor wants: a kind, and what it is about as far as that kind needs it.

    merge: `event` and `other` (events). split: `event` and `articles` that are another happening. move: `articles` (one)
    and `other` (the event it belongs to). same-origin: `articles` (two). other-origin: `articles` (the one, and the one
    it does not rest on). commentary, report: `articles` (one). outlet: `outlet`, `key` and `value`. note: any of them.
    """

    kind: str
    reason: str
    event: str = ""
    other: str = ""
    articles: tuple[str, ...] = ()
    outlet: str = ""
    key: str = ""
    value: str = ""


KINDS = ("merge", "split", "move", "same-origin", "other-origin", "commentary", "report", "outlet", "note")
OUTLET_KEYS = ("notable", "family", "kind", "other")
"""What of an outlet's row may be marked wrong. `notable` means: not notable. `other` is told and changes nothing."""


def decide(store: Store, order: Order, author: str, now: datetime) -> int:
    """Keep a decision, in one transaction; answers its number. The next match follows it.

    Raises:
        BadDecision: the order is incomplete.
        Contradicts: decisions that are in force say otherwise.
    """
    reason = order.reason.strip()
    if not author.strip():
        raise BadDecision("A decision needs the name of who takes it.")
    if not reason or len(reason) > MAX_REASON:
        raise BadDecision(f"A decision needs a reason, of {MAX_REASON} characters at most.")
    if order.kind not in _SUBJECTS:
        raise BadDecision(f"{order.kind!r} is no decision; they are: {', '.join(KINDS)}.")
    with store.writing():
        subject = _SUBJECTS[order.kind](store, order)
        new = NewDecision(author, order.kind, subject, reason, _articles_of(subject))
        _refuse_contradictions(store, new, now)
        return append_decision(store, new, now)


def _refuse_contradictions(store: Store, new: NewDecision, now: datetime) -> None:
    ahead = DecisionRow(0, now, new.author, new.kind, new.subject, new.reason)
    rows = decisions_in_force(store)
    if any((row.kind, row.subject) == (new.kind, new.subject) for row in rows) and new.kind != "note":
        raise BadDecision("That is decided already, in just these words.")
    try:
        check(constraints_of([*rows, ahead]))
    except Contradiction as error:
        against = [int(name) for name in error.decisions if name != "0"]
        told = ", ".join(f"{row.id} ({row.kind} by {row.author}: {row.reason})" for row in rows if row.id in against)
        raise Contradicts(against, f"{error} It stands against decision {told}. Undo that first.") from error


def _event(store: Store, event_id: str) -> list[str]:
    """The articles of the event that an id leads to, as it is by the decisions in force (the next match may be to come):
    of an event that was split, those that stay with its first article.

    Raises:
        BadDecision: there is no such event.
    """
    try:
        current = current_event(store, event_id)
    except StoreError as error:
        raise BadDecision(f"There is no event {event_id[:60]!r}.") from error
    rows = store.conn.execute(
        """select ea.article_id, a.published is null, coalesce(a.published, '') from event_articles ea
           join articles a on a.id = ea.article_id where ea.event_id = ? order by 2, 3, 1""",
        [current],
    ).fetchall()
    members = [str(row[0]) for row in rows]
    groups = decided_groups([sorted(members)], stored_decisions(store), {})
    return next(group for group in groups if members[0] in group)


def _known(store: Store, articles: Sequence[str], count: int) -> list[str]:
    """The articles, as many as wanted, all different and all there.

    Raises:
        BadDecision: they are not.
    """
    found = list(dict.fromkeys(articles))
    if len(found) != count:
        raise BadDecision(f"This decision is about {'one article' if count == 1 else 'two different articles'}.")
    for article_id in found:
        if store.conn.execute("select 1 from articles where id = ?", [article_id]).fetchone() is None:
            raise BadDecision(f"There is no article {article_id[:100]!r}.")
    return found


def _merge(store: Store, order: Order) -> dict[str, object]:
    one, other = _event(store, order.event), _event(store, order.other)
    if one == other:
        raise BadDecision("That is one event already.")
    return {"events": [order.event, order.other], "together": sorted(one + other)}


def _split(store: Store, order: Order) -> dict[str, object]:
    inside, out = _event(store, order.event), sorted(set(order.articles))
    rest = sorted(set(inside) - set(out))
    elsewhere = len(set(out) - set(inside))
    if not out:
        raise BadDecision("Choose the articles of this event that report another happening.")
    if elsewhere:
        raise BadDecision(
            f"{elsewhere} of the chosen articles are of another event already, or were decided to be: leave them out."
        )
    if not rest:
        raise BadDecision("Something has to stay in the event: choose fewer articles.")
    return {"event": order.event, "out": out, "rest": rest}


def _move(store: Store, order: Order) -> dict[str, object]:
    (article,) = _known(store, order.articles, 1)
    joined = _event(store, order.other)
    row = store.conn.execute("select event_id from event_articles where article_id = ?", [article]).fetchone()
    rest = sorted(set(_event(store, str(row[0]))) - {article}) if row else []
    if article in joined:
        raise BadDecision("The article is of that event already.")
    return {"article": article, "to": order.other, "with": joined, "rest": rest}


def _same_origin(store: Store, order: Order) -> dict[str, object]:
    return {"articles": sorted(_known(store, order.articles, 2))}


def _other_origin(store: Store, order: Order) -> dict[str, object]:
    article, other = _known(store, order.articles, 2)
    return {"article": article, "other": other}


def _nature(store: Store, order: Order) -> dict[str, object]:
    return {"article": _known(store, order.articles, 1)[0]}


def _outlet(store: Store, order: Order) -> dict[str, object]:
    row = store.conn.execute("select family, notable from outlets where id = ?", [order.outlet]).fetchone()
    if row is None:
        raise BadDecision(f"No outlet {order.outlet[:60]!r} is in the registry.")
    value = order.value.strip()[:200]
    if order.key not in OUTLET_KEYS:
        raise BadDecision(f"Say what of the row is wrong: {', '.join(OUTLET_KEYS)}.")
    if order.key in {"family", "other"} and not value:
        raise BadDecision("Say what it should be.")
    if order.key == "kind" and value not in {kind.value for kind in OutletKind}:
        raise BadDecision(f"A kind is one of: {', '.join(kind.value for kind in OutletKind)}.")
    return {"outlet": order.outlet, "key": order.key, "value": "no" if order.key == "notable" else value}


def _note(store: Store, order: Order) -> dict[str, object]:
    if order.articles:
        return {"article": _known(store, order.articles, 1)[0]}
    if order.event:
        return {"event": order.event, "about": _event(store, order.event)[:50]}
    if store.conn.execute("select 1 from outlets where id = ?", [order.outlet]).fetchone():
        return {"outlet": order.outlet}
    raise BadDecision("A note is about an event, an article or an outlet.")


_SUBJECTS: Mapping[str, Callable[[Store, Order], dict[str, object]]] = {
    "merge": _merge,
    "split": _split,
    "move": _move,
    "same-origin": _same_origin,
    "other-origin": _other_origin,
    "commentary": _nature,
    "report": _nature,
    "outlet": _outlet,
    "note": _note,
}

_ARTICLE_WORDS = ("together", "out", "rest", "with", "articles", "about", "article", "other")


def _articles_of(subject: Mapping[str, object]) -> tuple[str, ...]:
    """Every article that a subject names."""
    found: list[str] = []
    for word in _ARTICLE_WORDS:
        value = subject.get(word)
        found += [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(sorted(set(found)))


def constraints_of(rows: Iterable[DecisionRow]) -> Decisions:
    """What the decisions mean for events and origins; notes and outlets mean nothing there."""
    together: list[Together] = []
    apart: list[Apart] = []
    one: list[OneOrigin] = []
    other: list[OtherOrigin] = []
    nature: list[Nature] = []
    for row in rows:
        name, told = str(row.id), row.subject
        if row.kind == "merge":
            together.append(Together(name, tuple(told["together"])))
        elif row.kind == "split":
            together.append(Together(name, tuple(told["out"])))
            apart.append(Apart(name, tuple(told["out"]), tuple(told["rest"])))
        elif row.kind == "move":
            together.append(Together(name, (told["article"], *told["with"])))
            apart.append(Apart(name, (told["article"],), tuple(told["rest"])))
        elif row.kind == "same-origin":
            one.append(OneOrigin(name, *told["articles"]))
        elif row.kind == "other-origin":
            other.append(OtherOrigin(name, told["article"], told["other"]))
        elif row.kind in {"commentary", "report"}:
            nature.append(Nature(name, told["article"], row.kind == "commentary"))
    return Decisions(tuple(together), tuple(apart), tuple(one), tuple(other), tuple(nature))


def stored_decisions(store: Store) -> Decisions:
    """The decisions in force, for the matcher."""
    return constraints_of(decisions_in_force(store))


def corrected(registry: Registry, rows: Iterable[DecisionRow]) -> Registry:
    """The registry with the rows as editors say they should be; the newest word on a key of an outlet counts.

    The version says so, and each change is among the registry's `changes` with its author's reason, like that of an
    overlay file. An outlet that left the registry stays away.
    """
    said = {
        (row.subject["outlet"], row.subject["key"]): row
        for row in rows
        if row.kind == "outlet" and row.subject["key"] != "other"
    }
    outlets = {outlet.id: outlet for outlet in registry.outlets}
    changes = []
    for (outlet_id, key), row in sorted(said.items()):
        outlet = outlets.get(outlet_id)
        if outlet is None:
            continue
        value: object = False if key == "notable" else row.subject["value"]
        value = OutletKind(str(value)) if key == "kind" else value
        if getattr(outlet, key) == value:
            continue
        outlets[outlet_id] = dataclasses.replace(outlet, **{key: value})  # type: ignore[arg-type]
        when = row.at.date().isoformat() if row.at else ""
        changes.append(
            OverlayChange(
                "outlet", outlet_id, "changed", (key,), row.reason, when, f"decision {row.id} by {row.author}"
            )
        )
    if not changes:
        return registry
    marks = ",".join(f"{change.file.split()[1]}" for change in changes)
    return dataclasses.replace(
        registry,
        outlets=tuple(outlets[outlet.id] for outlet in registry.outlets),
        version=f"{registry.version}+decisions:{marks}",
        changes=(*registry.changes, *changes),
    )
