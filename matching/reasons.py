"""Why an article is not counted: one code each, and a sentence that a person can read."""

from __future__ import annotations

from typing import Final

AGGREGATOR: Final = "aggregator"
COMMENTARY: Final = "commentary"
LIVE_BLOG: Final = "live-blog"
ROUND_UP: Final = "round-up"
BODY_MISSING: Final = "body-missing"
BODY_STUB: Final = "body-stub"
DIFFERENT_CLAIM: Final = "different-claim"
SHARED_ORIGIN: Final = "shared-origin"
CREDITED_ORIGIN: Final = "credited-origin"
WIRE_COPY: Final = "wire-copy"
REWRITE: Final = "rewrite"
STATEMENT: Final = "statement"
SAME_FAMILY: Final = "same-family"
NOT_NOTABLE: Final = "not-notable"
RETRACTED: Final = "retracted"
RETRACTED_ORIGIN: Final = "retracted-origin"
TAKEN_DOWN: Final = "taken-down"
DECIDED_ORIGIN: Final = "decided-origin"

SENTENCES: Final[dict[str, str]] = {
    AGGREGATOR: "An aggregator passes on what others reported; it is never an origin.",
    COMMENTARY: "Opinion, analysis or an explainer: it comments on the happening and does not report it.",
    LIVE_BLOG: "A live blog in which nobody of the newsroom is seen at work gathers what others report.",
    ROUND_UP: "A round-up lists several stories and reports none of them itself.",
    BODY_MISSING: "The article's body could not be had, so nothing can be said about where it comes from.",
    BODY_STUB: "Only a teaser of the article could be had, so nothing can be said about where it comes from.",
    DIFFERENT_CLAIM: "It does not report the same central claim as the other reports of this event.",
    SHARED_ORIGIN: "Its text is shared with another article of this event, which stands for both.",
    CREDITED_ORIGIN: "Its central claim is credited to another newsroom.",
    WIRE_COPY: "Its text is an agency's or another newsroom's.",
    REWRITE: "It is a reworded version of another article of this event and adds nothing of its own.",
    STATEMENT: "It reproduces a press release or public statement.",
    SAME_FAMILY: "Another outlet of the same publisher group already counts; outlets of one family never corroborate each other.",
    NOT_NOTABLE: "Its outlet is not notable by the registry.",
    DECIDED_ORIGIN: "An editor decided that it rests on the same origin as another article of this event.",
    RETRACTED: "Its outlet has retracted it.",
    RETRACTED_ORIGIN: "It rests on a report that its own newsroom has retracted.",
    TAKEN_DOWN: "Its outlet took the page down within days and has not put it back.",
}


def sentence(code: str) -> str:
    """Return the sentence that explains a reason code, or "" for no code.

    Raises KeyError for a code that does not exist: that is a mistake in the program.
    """
    return SENTENCES[code] if code else ""
