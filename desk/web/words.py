"""What the codes of the contract are called on a page, and what each means in a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from matching.reasons import SENTENCES


@dataclass(frozen=True, slots=True)
class StateWords:
    """A verdict state for people: its name, a sign that needs no colour, what it means, and whether the criterion is met."""

    name: str
    sign: str
    meaning: str
    criterion: str


STATES = {
    "corroborated": StateWords(
        "Corroborated", "✓✓", "Two or more notable outlets of different houses reported this independently.", "yes"
    ),
    "insufficient_evidence": StateWords(
        "Insufficient evidence", "?",
        "It takes the text of one more outlet’s article to decide, and that text could not be had.", "undetermined",
    ),
    "single_report": StateWords("Single report", "1", "Only one outlet, or one publisher group, reported this.", "no"),
    "common_statement": StateWords(
        "Common statement", "§", "Every article does no more than reproduce one statement or press release.", "no"
    ),
    "not_notable": StateWords(
        "Not notable", "○", "Independent reports exist, but fewer than two of them by notable outlets.", "no"
    ),
    "single_origin": StateWords(
        "Single origin", "⌥", "Several outlets carry this, but everything rests on one act of reporting.", "no"
    ),
}  # fmt: skip
UNJUDGED = StateWords("Not judged yet", "…", "The next match will judge it.", "undetermined")

ORIGIN_KINDS = {
    "own": "its own reporting",
    "agency": "an agency’s report",
    "outlet": "another newsroom’s report",
    "mixed": "credits another newsroom and confirms the claim itself",
    "statement": "a statement or press release",
    "commentary": "commentary",
    "unknown": "could not be determined",
}

EDGE_KINDS = {
    "same-outlet": ("same outlet", "another version of the same outlet’s article"),
    "copy": ("copy", "shares its text"),
    "rewrite": ("rewrite", "rewords its text"),
    "credit": ("credits", "credits it for the central claim"),
    "wire": ("wire", "prints its text under its name"),
    "canonical": ("canonical", "its page names it as the original, and the text agrees"),
    "statement": ("statement", "reproduces the same statement"),
    "decision": ("editor", "an editor decided that both rest on one origin"),
}

ROLES = {
    "origin": "named as the source of what is reported",
    "venue": "named as the place where something was said",
    "contribution": "contributed to the report",
    "subject": "spoken about, not a source",
    "wire": "credited for the text itself",
}

BODIES = {
    "full": "full text",
    "stub": "only a teaser could be had",
    "missing": "the text could not be had",
}

CRITERIA = {
    "named_sources": "Provides named sources",
    "more_than_one_notable_outlet": "Reported by more than one notable outlet",
    "supporting_material": "Includes direct statements, video or photographs",
}

OUTCOMES = {
    "stored": "stored as an article",
    "unchanged": "looked at again: unchanged",
    "revised": "looked at again: a new revision",
    "duplicate": "is an article that is stored already, under another address",
    "robots": "not fetched: the site’s robots.txt forbids it",
    "blocked": "the site refused the request",
    "challenge": "a bot check came in place of the page",
    "paywall": "behind a paywall: stored as a stub, never counted",
    "consent": "a consent wall came in place of the page",
    "soft_404": "the page says that there is no such article",
    "not_article": "the page is no article",
    "live_blog": "stored, as a live blog",
    "too_short": "too short to be an article",
    "extract_empty": "no text was found on the page",
    "gone": "gone (404 or 410)",
    "offsite": "led to a host of no registered outlet",
    "error": "the fetch failed",
    "pending": "fetched; the text is still to be taken out of it",
    "": "waiting",
}

QUEUE_STATES = {
    "queued": "waiting for the next crawl",
    "leased": "being fetched now",
    "fetched": "fetched; its text is being taken out",
    "done": "done",
    "revisit": "stored; its page will be looked at again",
}


def state_words(state: str) -> StateWords:
    """The words for a state code; of an event that no verdict was given on yet, for ""."""
    return STATES.get(state, UNJUDGED)


def reason_sentence(code: str) -> str:
    """Why an article is not counted, in a sentence; "" for one that is."""
    if code == "not_matched_yet":
        return "No match has looked at it yet."
    return SENTENCES.get(code, code)


def note_words(note: str, names: Mapping[str, str]) -> str:
    """A note of the matcher with the names of articles in place of their ids, and shares as percentages.

    >>> note_words("0.63 of a1, 1.00 of b2", {"a1": "the Post", "b2": "the Herald"})
    '63 % of the Post, 100 % of the Herald'
    >>> note_words("x-reports-that", {})
    'by the rule “x-reports-that”'
    """
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", note):
        return f"by the rule “{note}”"
    for id_, name in sorted(names.items(), key=lambda item: -len(item[0])):
        note = re.sub(rf"(?<!\w){re.escape(id_)}(?!\w)", lambda _, name=name: name, note)  # type: ignore[misc]
    return re.sub(r"\b([01])\.(\d\d) of ", lambda found: f"{int(found[1]) * 100 + int(found[2])} % of ", note)
