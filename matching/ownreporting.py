"""Positive evidence that a newsroom reported for itself: what was said to it, what it saw, whom it asked.

Two grades are kept apart. *Confirmation* ("officials confirmed", "reviewed by this newspaper") can make an article that
credits another newsroom `mixed`. *Colour* ("told the Herald") shows a reporter at work, which breaks ties, but a quote
from the street does not confirm somebody else's exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching import thresholds as limits
from matching.mentions import Mention
from matching.sentences import Sentence
from matching.types import Span
from matching.wordlists import word_set

_SELF = r"(?:§self§|this\s+(?:newspaper|paper|magazine|network|website|news\s+agency|station)|us\b|our\s+(?:reporters?|newsroom|team)|este\s+(?:diario|periódico|medio)|notre\s+(?:journal|rédaction)|dieser\s+(?:Zeitung|Redaktion)|unsere[rm]?\s+(?:Zeitung|Redaktion|Blatt|Sender|Magazin))"
_STRONG = re.compile(
    rf"{_SELF}[’']?s?\s+(?:has\s+|have\s+|also\s+|had\s+|independently\s+|separately\s+|was\s+|were\s+){{0,3}}(?:reviewed|obtained|verified|confirmed|seen|viewed|examined|learned|established|shown|interviewed|analy[sz]ed|read\b|counted|given\s+a\s+copy)"
    rf"|\b(?:obtained|reviewed|seen|verified|confirmed|viewed|examined|shared|analy[sz]ed)\s+(?:independently\s+)?(?:by|with|to)\s+(?:the\s+)?{_SELF}"
    rf"|\b(?:confirmed|confirms|verified|corroborated|acknowledged)(?:\s+[^.;§]{{0,60}})?\s+to\s+(?:the\s+)?{_SELF}"
    r"|\b(?:we|a\s+reporter\s+for\s+§self§)\s+(?:have\s+|has\s+)?(?:reviewed|obtained|verified|confirmed|seen|examined|spoke|interviewed)\b"
    rf"|\b(?:bestätigte|bestätigt|confirmó|confirmado|confirmé)\b[^.;§]{{0,40}}?\s(?:a\s+|à\s+|al\s+|au\s+|der\s+|dem\s+)?{_SELF}|\b(?:hat|haben)\s+(?:der\s+|dem\s+|den\s+)?{_SELF}\s+(?:gegenüber\s+)?bestätigt"
    rf"|{_SELF}\s+(?:ha\s+podido\s+confirmar|a\s+pu\s+confirmer|ha\s+comprobado|a\s+vérifié|hat\s+überprüft)"
    rf"|(?:al?\s+que|a\s+la\s+que)\s+tuvo\s+acceso\s+{_SELF}|{_SELF}\s+(?:hat|liegt|liegen)\s+(?:\w+\s+){{0,4}}(?:vor|eingesehen|bestätigt)",
    re.IGNORECASE,
)
_SPOKE = re.compile(
    rf"\b(?:told|tells|spoke\s+(?:\w+\s+)?(?:to|with)|speaking\s+to|said\s+in\s+an?\s+(?:\w+\s+)?interview\s+with|interview\s+with|declared\s+to|dijo\s+a|contó\s+a|declaró\s+a|déclaré\s+à|confié\s+à|sagte|gegenüber)\s+(?:the\s+|der\s+|dem\s+)?{_SELF}"
    rf"|{_SELF}\s+(?:has\s+|also\s+|have\s+){{0,2}}(?:spoke|spoken|talked|interviewed)\s+(?:to|with)?",
    re.IGNORECASE,
)
_SOURCE_TOLD = re.compile(
    rf"\b(?:sources?|officials|people|persons|executives|aides|insiders?)\s+(?:[^.;,]{{0,40}}\s)?(?:told|tells)\s+(?:the\s+)?{_SELF}",
    re.IGNORECASE,
)
_CONFIRMING = re.compile(
    r"\bconfirm(?:ing|ed|s)\s+(?:an?|the|this)\s+(?:[\w\-]+\s+){0,2}(?:report|story|account|news)\b", re.IGNORECASE
)
_LEAD_CONFIRMS = re.compile(r"\b(?:confirmed|confirms|has\s+confirmed|acknowledged|admitted)\b", re.IGNORECASE)
_ITSELF = re.compile(r"\b(?:this|us|our|we|este|notre|dieser)\b", re.IGNORECASE)
_KNOWS = re.compile(
    r"\b(?:officials?|sources?|people|persons?|executives?|employees?|officers?|lawyers?|aides?|investigators?|prosecutors?|spokes(?:man|woman|person)|colleague|witness(?:es)?|minister|police)\b",
    re.IGNORECASE,
)
_PEOPLE = r"(?:officials|sources|people|persons|executives|aides|employees|lawyers|lawmakers|diplomats|investigators)"
_COUNT = r"(?:two|three|four|five|six|seven|eight|several|multiple|half\s+a\s+dozen)"
_SOURCES_CONFIRM = re.compile(
    rf"\b(?:{_COUNT}\s+)?(?:[\w\-]+\s+)?{_PEOPLE}\b[^.;]{{0,60}}\b(?:independently\s+)?(?:confirmed|verified|corroborated)\b"
    rf"|\b(?:confirmed|corroborated)\s+by\s+{_COUNT}\s+(?:[\w\-]+\s+){{0,2}}{_PEOPLE}",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    rf"\baccording\s+to\s+{_COUNT}\s+(?:[\w\-]+\s+){{0,3}}?{_PEOPLE}\b"
    rf"|\b{_COUNT}\s+(?:[\w\-]+\s+){{0,3}}?{_PEOPLE}\b[^.;]{{0,60}}\b(?:said|say|confirmed|told|described)\b",
    re.IGNORECASE,
)
_ANONYMOUS = re.compile(
    r"condition\s+of\s+anonymity|asked\s+(?:not\s+to\s+be|to\s+remain)|not\s+authori[sz]ed\s+to|requested\s+anonymity|familiar\s+with\s+the|\bknowledge\s+of\s+the|\bbriefed\s+on\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"\b(?:said|says)\s+in\s+an?\s+(?:\w+\s+)?(?:interview|phone\s+call|telephone\s+interview|e-?mail|text\s+message)(?!\s+(?:with|to|on|for))|reached\s+by\s+(?:telephone|phone)|when\s+reached|did\s+not\s+(?:immediately\s+)?(?:respond|return|reply)|declined\s+to\s+(?:comment|discuss)",
    re.IGNORECASE,
)
_INTERVIEW = re.compile(
    r"\bsaid\s+in\s+an?\s+(?:\w+\s+)?(?:interview|phone\s+call)\b(?!\s+(?:with|to|on|for))", re.IGNORECASE
)
_RANK = re.compile(
    r"\b(?:chief|director|president|chair(?:man|woman)?|head|minister|secretary|commissioner|spokes(?:man|woman|person)|lawyer|attorney|prosecutor|founder|owner|executive|manager|mayor|governor|senator|sheriff|superintendent|chancellor|ambassador|general|captain|coach)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(?:declined|refused|would\s+not|wouldn[’']t|did\s+not|didn[’']t|not\s+yet|no\s+comment|could\s+not|unable|has\s+not|have\s+not|not\s+been\s+able)\b",
    re.IGNORECASE,
)


# Without one of these words no pattern above can fit a sentence.
_HINTS = word_set("""reviewed obtained verified confirmed seen viewed examined learned established shown interviewed analyzed
    analysed read counted given confirms corroborated acknowledged shared acceso hat liegt liegen told tells spoke speaking
    bestätigt bestätigte confirmó confirmado confirmé confirmar confirmer comprobado vérifié unserer unserem
    interview declared dijo contó declaró déclaré confié sagte gegenüber spoken talked said says say described reached
    declined respond return reply according""")


@dataclass(frozen=True, slots=True)
class OwnReporting:
    """The spans that show own reporting; `confirms` can make an article `mixed`, `colour` cannot."""

    confirms: tuple[Span, ...]
    colour: tuple[Span, ...]
    sources: tuple[Span, ...] = ()  # several unnamed sources in the lead, credited to no newsroom
    interviews: tuple[Span, ...] = ()  # what somebody who knows, or who confirms it, said to this newsroom alone

    @property
    def strength(self) -> int:
        """A count that breaks ties: confirmations weigh three times what colour does."""
        return 3 * len(self.confirms) + len(self.colour)


def own_reporting(
    sentences: Sequence[Sentence],
    lowered: Sequence[Sequence[str]],
    mentions: Sequence[Mention],
    outlet_id: str,
    narration: str,
) -> OwnReporting:
    """Return the evidence of own reporting in an article by `outlet_id`, in reading order.

    `lowered` holds the words of each sentence in small letters, `narration` the text with the quotations blanked: what
    somebody says of himself ("we have seen") is not ours.
    """
    confirms: list[Span] = []
    colour: list[Span] = []
    sources: list[Span] = []
    interviews: list[Span] = []
    confirming = False  # the lead says that somebody confirmed it, and names no other newsroom
    for number, sentence in enumerate(sentences):
        if _HINTS.isdisjoint(lowered[number]):
            continue
        text, credits_other = _masked(sentence, narration, mentions, outlet_id)
        refused = _NO.search(text) is not None
        if number <= 1 and not credits_other and _SEVERAL.search(text) and not refused:
            sources.append(_span(sentence))
        confirming = confirming or (
            number == 0 and not credits_other and not refused and _LEAD_CONFIRMS.search(text) is not None
        )
        itself = "§self§" in text or _ITSELF.search(text) is not None
        if itself and _STRONG.search(text) and not refused:
            confirms.append(_span(sentence))
        elif itself and _SPOKE.search(text):
            knows = _KNOWS.search(text) or _ANONYMOUS.search(text)
            around = text + (sentences[number + 1].text if number + 1 < len(sentences) else "")
            sure = _SOURCE_TOLD.search(text) or (knows and (_ANONYMOUS.search(around) or _CONFIRMING.search(text)))
            (confirms if sure and not refused else colour).append(_span(sentence))
            if confirming and number <= limits.TOP_SENTENCES and not refused:
                interviews.append(_span(sentence))
        elif number <= 3 and not credits_other and _SOURCES_CONFIRM.search(text) and not refused:
            confirms.append(_span(sentence))
        elif not credits_other and _PLAIN.search(text):
            colour.append(_span(sentence))
            if _INTERVIEW.search(text) and _RANK.search(text) and not refused:
                interviews.append(_span(sentence))
    return OwnReporting(tuple(confirms), tuple(colour), tuple(sources), tuple(interviews))


def _masked(sentence: Sentence, narration: str, mentions: Sequence[Mention], outlet_id: str) -> tuple[str, bool]:
    """Return the sentence with the outlet's own name replaced by a mark, and whether it names another newsroom."""
    said = narration[sentence.start : sentence.end]
    parts: list[str] = []
    last = 0
    other = False
    for mention in mentions:
        if not sentence.start <= mention.start < sentence.end:
            continue
        if not outlet_id or mention.outlet_id != outlet_id:
            other = True
            continue
        start, end = mention.start - sentence.start, mention.end - sentence.start
        parts += [said[last:start], "§self§"]
        last = end
    parts.append(said[last:])
    return "".join(parts), other


def _span(sentence: Sentence) -> Span:
    return Span(sentence.start, sentence.end, sentence.text)
