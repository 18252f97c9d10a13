"""A verdict as a person reads it: one sentence to say aloud, then the evidence."""

from __future__ import annotations

from typing import Any

STATE_WORDS = {
    "corroborated": "CORROBORATED",
    "insufficient_evidence": "INSUFFICIENT EVIDENCE",
    "single_report": "SINGLE REPORT",
    "common_statement": "COMMON STATEMENT",
    "not_notable": "NOT NOTABLE",
    "single_origin": "SINGLE ORIGIN",
}


def verdict_text(verdict: dict[str, Any], reasons: dict[str, str]) -> str:
    """The printed answer of `corroborate verdict URL`.

    Args:
        verdict: what `store.exports.read_verdict` gives.
        reasons: reason code → sentence (`matching.reasons`).
    """
    lines = [*_head(verdict), "", "Origins (acts of reporting):"]
    if "as_of" in verdict:
        lines.insert(0, f"As of {verdict['as_of']} (judged {verdict['judged']}):")
    for number, origin in enumerate(verdict["evidence"], 1):
        lines += _origin(number, origin)
    lines += ["", "Articles:"]
    for article in verdict["articles"]:
        lines += _article(article, reasons)
    for conflict in verdict["conflicts"]:
        lines += ["", f"Conflict on a {conflict['what']}: “{conflict['value_a']}” against “{conflict['value_b']}”."]
    lines += ["", *_history(verdict)]
    return "\n".join(lines)


def _head(verdict: dict[str, Any]) -> list[str]:
    flags = [word for word in ("provisional", "disputed") if verdict[word]]
    state = STATE_WORDS[verdict["state"]] + (f" ({', '.join(flags)})" if flags else "")
    counts = f"{_many(verdict['outlets'], 'outlet')}, {_many(verdict['origins'], 'origin')}, {verdict['notable_origins']} notable"
    return [f"{state}: {verdict['because']}", f"Event {verdict['event_id']}: {verdict['title']} — {counts}"]


def _many(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _origin(number: int, origin: dict[str, Any]) -> list[str]:
    counted = "counts" if origin["counted"] else "does not count"
    unseen = ", its own article was not crawled" if origin["phantom"] else ""
    family = f", family {origin['family']}" if origin["family"] else ""
    lines = [f"  {number}. {origin['name']} [{origin['kind']}]: {counted}{family}{unseen}"]
    if origin["url"]:
        lines.append(f"     {origin['url']}" + (f" ({origin['published']})" if origin["published"] else ""))
    if origin["notability_basis"]:
        lines.append(f"     notable: {origin['notability_basis']}")
    if origin["span"]:
        lines.append(f"     “{_short(origin['span']['text'])}”")
    if len(origin["articles"]) > 1:
        lines.append(f"     {_many(len(origin['articles']), 'article')} rest on it")
    return lines


def _article(article: dict[str, Any], reasons: dict[str, str]) -> list[str]:
    counted = "counted" if article["counted"] else "not counted: " + reasons.get(article["reason"], article["reason"])
    credited = f", credits {', '.join(article['credited'])}" if article["credited"] else ""
    lines = [f"  - {article.get('outlet_name', '?')}: {article.get('title', '')}"]
    lines.append(f"    {article.get('url', article['article_id'])}")
    lines.append(f"    origin {article['origin_kind']}{credited}; {counted}")
    if article["correction"]:
        lines.append(f"    {article['correction']['kind'].upper()}: “{_short(article['correction']['text'])}”")
    if article["gone"]:
        lines.append(f"    its page was gone on {article['gone']}")
    if article["spans"]:
        lines.append(f"    “{_short(article['spans'][0]['text'])}”")
    return lines


def _short(text: str, limit: int = 200) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= limit else folded[: limit - 1].rsplit(" ", 1)[0] + "…"


def _cause(entry: dict[str, Any]) -> str:
    return f"{entry['cause']}: {entry['detail']}" if entry.get("detail") else str(entry["cause"])


def _history(verdict: dict[str, Any]) -> list[str]:
    lines = ["History:", *_entries(verdict["history"])]
    if verdict["later"]:
        lines += ["Since then:", *_entries(verdict["later"])]
    lines.append(f"Rules {verdict['ruleset']}, registry {verdict['registry_version']}.")
    return lines


def _entries(history: list[dict[str, Any]]) -> list[str]:
    """One line for each verdict; rules and registry where they are others than those of the line before."""
    lines, rules = [], ("", "")
    for entry in history:
        flags = "".join(f", {word}" for word in ("provisional", "disputed") if entry[word])
        under = (entry["ruleset"], entry["registry_version"])
        told = f" [rules {under[0]}, registry {under[1]}]" if under != rules else ""
        rules = under
        counts = f"{_many(entry['origins'], 'origin')}, {entry['notable_origins']} notable{flags}"
        lines.append(f"  {entry['at']}  {entry['state']}, {counts} ({_cause(entry)}){told}")
    return lines
