"""Why a verdict is another than the one before it: the cause in a word, and in a line what changed.

The words: first verdict, decision, new article, articles moved, revision, registry, rules, time passed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matching.types import Finding, Verdict
from store.asof import NOTHING_KEPT, Made
from store.connection import Store
from store.registry_versions import RegistryChanges, base_version

SHOWN = 6
"""Changes that a cause tells one by one; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Before:
    """The verdict before: when it was given, its rules, its registry, whether it was provisional, and its evidence."""

    at: str
    ruleset: str
    registry_version: str
    provisional: bool
    evidence: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Now:
    """What the new verdict is made of, what changed in the registry, and whether its event was gone until now."""

    registry: RegistryChanges
    made: Made
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause in one of the words above, and what changed in particular."""

    word: str
    detail: str = ""


def cause_of(store: Store, before: Before | None, verdict: Verdict, now: Now) -> Cause:
    """The cause of `verdict`, the first of several that apply. All that changed with the articles is in the detail."""
    if before is None:
        return Cause("first verdict")
    old = {finding["article_id"] for finding in before.evidence["findings"]}
    new = {finding.article_id for finding in verdict.findings}
    told = _registry_changes(store, before, verdict, now.registry)
    changed = _what_changed(before, verdict, now.made)
    decided = _decisions(store, before, old | new)
    for holds, cause in (
        (bool(decided), Cause("decision", _joined(decided, changed))),
        (bool(new - old) and not old - new, Cause("new article", changed)),
        (bool(old - new) or now.is_back, Cause("articles moved", changed)),
        (before.ruleset != verdict.ruleset, Cause("rules", _joined(f"{before.ruleset} → {verdict.ruleset}", changed))),
        (bool(told), Cause("registry", _joined(told, changed))),
        (not changed and before.provisional and not verdict.provisional, Cause("time passed")),
    ):
        if holds:
            return cause
    return Cause("revision", changed)


def _decisions(store: Store, before: Before, articles: set[str]) -> str:
    """What editors decided or took back about these articles or their outlets since the verdict before; "" for nothing."""
    rows = store.conn.execute(
        """select d.kind, d.author, d.reason, u.author, u.reason from decisions d
           left join decisions u on u.undoes = d.id and u.at >= ?1
           where d.undoes is null and d.kind != 'note' and (d.at >= ?1 or u.id is not null) and (
               d.id in (select decision_id from decision_articles where article_id in (select value from json_each(?2)))
               or json_extract(d.subject, '$.outlet') in
                  (select outlet_id from articles where id in (select value from json_each(?2)))) order by d.id""",
        [before.at, json.dumps(sorted(articles))],
    )
    told = [
        f"{kind} undone by {other}: {why}" if other else f"{kind} by {author}: {reason}"
        for kind, author, reason, other, why in rows
    ]
    return "; ".join(told[-SHOWN:])


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _what_changed(before: Before, verdict: Verdict, made: Made) -> str:
    """In a line: which outlets' articles came, went, were revised, put right, withdrawn, or have lost their page."""
    kept = before.evidence.get("made", NOTHING_KEPT)
    old = {finding["article_id"]: finding for finding in before.evidence["findings"]}
    parts = []
    for finding in verdict.findings:
        then = old.pop(finding.article_id, None)
        was = kept["articles"].get(finding.article_id, {}).get("revision")
        what = _changes_of(then, finding, revised=was not in (None, made.articles[finding.article_id]["revision"]))
        parts += [f"{made.outlet_name(finding.article_id)}: {change}" for change in what]
    parts += [f"{_old_name(kept, article_id)}: now another event's" for article_id in sorted(old)]
    more = f"; {len(parts) - SHOWN} more" if len(parts) > SHOWN else ""
    return "; ".join(parts[:SHOWN]) + more


def _old_name(kept: Mapping[str, Any], article_id: str) -> str:
    article = kept["articles"].get(article_id)
    return str(kept["outlets"][article["outlet"]]["name"]) if article else article_id


def _changes_of(then: Mapping[str, Any] | None, now: Finding, *, revised: bool) -> list[str]:
    if then is None:
        return ["new"]
    found = []
    note = now.correction
    if note is not None and then.get("correction") != {"kind": note.kind.value, "text": note.text}:
        found.append(note.kind.value)
    if (then.get("gone") is None) != (now.gone is None):
        found.append("page gone" if now.gone else "page back")
    return found or (["revised"] if revised else [])


def _registry_changes(store: Store, before: Before, verdict: Verdict, registry: RegistryChanges) -> str:
    """What changed in the registry of the outlets that this event has to do with, now or before; "" for nothing."""
    if registry.version != base_version(
        verdict.registry_version
    ):  # not recorded: all that is known is whether it is another one
        return f"registry {verdict.registry_version}" if before.registry_version != verdict.registry_version else ""
    if not registry.outlets:
        return ""
    told = before.evidence
    ids = {origin["outlet_id"] for origin in told["origins"]} | {origin.outlet_id for origin in verdict.origin_list}
    ids |= {target.removeprefix("outlet:") for target in [edge["target"] for edge in told["edges"]]}
    ids |= {edge.target.removeprefix("outlet:") for edge in verdict.edges}
    ids |= {id_ for finding in told["findings"] for id_ in finding["credited"]}
    ids |= {id_ for finding in verdict.findings for id_ in finding.credited}
    articles = [finding.article_id for finding in verdict.findings]
    ids |= {
        str(outlet[0])
        for outlet in store.conn.execute(
            "select outlet_id from articles where id in (select value from json_each(?))", [json.dumps(articles)]
        )
    }
    return "; ".join(dict.fromkeys(registry.outlets[id_] for id_ in sorted(ids & registry.outlets.keys())))
