"""Who is credited for what: phrase rules over the sentences that name a newsroom, and whether the credit is central.

A credit is central when it carries what the headline reports. That is judged from where it stands, from what its
sentence shares with the title and the lead, from whose words it reports, and from how often the article comes back to
the same newsroom; a phrase that points at an older story ("last year X reported") takes away from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matching import thresholds as limits
from matching.agencies import BACK_REFERENCES
from matching.beside import is_sole_voice
from matching.centrality import Passage, centrality, is_side_voice, lead_is_sourced, speaker_in_title
from matching.mentions import Mention
from matching.names import normal
from matching.phrases import TABLES, Rule
from matching.sentences import Sentence
from matching.types import Credit, Role, Span

_BACK = re.compile(
    rf"\b(?:told|tells|said\s+to|according\s+to|reported\s+by|obtained\s+by|interview\s+with|in)\s+the\s+(?:{BACK_REFERENCES}|report)\b"
    rf"|\bthe\s+(?:{BACK_REFERENCES}|report)(?:[’']s\s+report)?\s+(?:also\s+|has\s+|had\s+|first\s+|added\s+)?"
    r"(?:report(?:s|ed)|says?|said|wrote|writes|cit(?:es|ed)|quot(?:es|ed)|added|adds|claim(?:s|ed)|reveal(?:s|ed)|not(?:es|ed)|stat(?:es|ed)"
    r"|found|finds|discover(?:s|ed)|uncover(?:s|ed)|obtained|learn(?:s|ed)|publish(?:es|ed)|calculat(?:es|ed)|disclos(?:es|ed))\b"
    r"|(?:^|[.;]\s+|,\s+(?:as\s+)?)it\s+(?:also\s+|further\s+)?(?:reports|writes|wrote|quotes|quoted|cites|reveals)\b",
    re.IGNORECASE,
)
_BACK_HINTS = frozenset({*" ".join(BACK_REFERENCES.split("|")).split(), "report", "newspaper's", "newspaper’s", "it"})
_OLDER = re.compile(
    r"\b(?:last\s+(?:year|month|week|fall|spring|summer|winter|autumn)|(?:years?|months|weeks|decades?)\s+(?:ago|earlier|before)"
    r"|earlier\s+this\s+(?:year|month)|previous(?:ly)?|in\s+(?:an?\s+)?(?:earlier|previous|separate|unrelated|past|19\d\d|20\d\d)"
    r"|in\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:\s+\d{4})?\b|back\s+in"
    r"|at\s+the\s+time|has\s+long|in\s+the\s+past|el\s+año\s+pasado|hace\s+\w+\s+(?:años|meses)|l[’']an(?:née)?\s+dernier|il\s+y\s+a"
    r"|im\s+vergangenen|im\s+letzten|vor\s+(?:\w+\s+)?(?:Jahren|Monaten)|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.\s+\d)",
    re.IGNORECASE,
)
_NO_CLAIM = re.compile(
    r"\b(?:declined|refused|would\s+not|wouldn[’']t|did\s+not|didn[’']t|has\s+not|had\s+not|no\s+comment|not\s+immediately|unavailable)\b"
    r"(?=[^.]{0,60}\b(?:comment|respond|response|reply|return|discuss|available|answer))",
    re.IGNORECASE,
)
_TITLE_SOURCE = re.compile(
    r"\b(?:reports?|says?|tells?|told|interview|according|via|obtained|sources?|exclusive|poll|reveals?)\b|:\s|\s[-–—|]\s|[(\[]",
    re.IGNORECASE,
)


_TITLE_PRESS = re.compile(
    r"\b(?:retracts?|retraction|corrects?|correction|apologi[sz]es?|sues?|sued|lawsuit|fires?|fired|suspends?|lays?\s+off|layoffs|settles?|defamation|ratings|newsroom)\b",
    re.IGNORECASE,
)
_TITLE_REACTION = re.compile(
    r"\b(?:den(?:y|ies|ied)|disputes?|slams?|blasts?|rejects?|dismiss(?:es)?|responds?|reacts?|defends?|push(?:es)?\s+back|calls?|fires?\s+back"
    r"|hits?\s+back|lash(?:es)?\s+out|refutes?|addresses)\b.*\b(?:reports?|story|article|claims?|allegations?|accusations?|exposé)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Hit:
    """One rule that fitted one mention in one sentence."""

    rule: Rule
    mention: Mention
    sentence: Sentence
    number: int
    span: Span


def attribute(passage: Passage) -> tuple[Credit, ...]:
    """Return the credits of an article, in reading order, each with its role, its weight and whether it is central.

    The article's own outlet is never credited here: "told us" is own reporting (`matching.ownreporting`).
    """
    rules = TABLES[passage.language] if passage.language == "en" else (*TABLES[passage.language], *TABLES["en"])
    hits = list(_title_hits(passage, rules))
    for number, sentence in enumerate(passage.sentences):
        here = tuple(m for m in passage.mentions if sentence.start <= m.start < sentence.end)
        if here:
            hits += _hits(passage, sentence, number, here, rules)
        if not any(h.number == number for h in hits):
            hits += _back_reference(passage, sentence, number)
        if not here and number <= limits.LEAD_SENTENCES and not any(h.number >= 0 for h in hits):
            hits += _unnamed_press(sentence, number)
    repeated = _returns(passage, hits)
    credits = [_credit(passage, hit, repeated.get(_key(hit.mention), 0)) for hit in hits]
    return tuple(credits if _TITLE_REACTION.search(passage.title) else _together(credits))


def _key(mention: Mention) -> str:
    """By what two mentions are the same newsroom: its id, or its name however it is written."""
    return mention.outlet_id or normal(mention.name)


def _together(credits: Sequence[Credit]) -> list[Credit]:
    """Make the best credit of a newsroom central where several weaker ones together say that it is (a noisy-or)."""
    doubt: dict[str, float] = {}
    best: dict[str, Credit] = {}
    for credit in credits:
        if credit.role not in {Role.ORIGIN, Role.VENUE}:
            continue
        key = credit.outlet_id or normal(credit.name)
        doubt[key] = doubt.get(key, 1.0) * (1.0 - credit.weight)
        if key not in best or credit.weight > best[key].weight:
            best[key] = credit
    raised = {
        id(c): round(1.0 - doubt[k], 3)
        for k, c in best.items()
        if not c.central and c.weight >= limits.CREDIT_OF_SEVERAL and 1.0 - doubt[k] >= limits.SEVERAL_CREDITS
    }
    return [replace(c, central=True, weight=raised[id(c)]) if id(c) in raised else c for c in credits]


def _title_hits(passage: Passage, rules: Sequence[Rule]) -> list[_Hit]:
    if not passage.title_mentions:
        return []
    headline = Sentence(0, len(passage.title), passage.title, -1)
    found = [
        _Hit(h.rule, h.mention, headline, -1, Span(h.span.start, h.span.end, h.span.text, "title"))
        for h in _hits(passage, headline, -1, passage.title_mentions, rules)
        if h.rule.role is Role.ORIGIN
    ]
    read = {h.mention.start for h in found}
    alone = [m for m in passage.title_mentions if m.start not in read and not _is_own(passage, m)]
    return found + [hit for m in alone for hit in _edge_of_title(passage.title, headline, m)]


_TITLE_TAIL = Rule("title-tail", Role.ORIGIN, 0.95, re.compile(r"(?:\s[-–—|]\s*|[(\[]\s*)(?:[Tt]he\s+)?$"))
_TITLE_HEAD = Rule("title-head", Role.ORIGIN, 0.85, re.compile(r"\s*:\s"))


def _edge_of_title(title: str, headline: Sentence, mention: Mention) -> list[_Hit]:
    """A newsroom that ends a headline after a dash or in brackets, or opens it before a colon: "… - Example Times"."""
    before, after = title[: mention.start], title[mention.end :]
    tail = not after.strip(" )]") and _TITLE_TAIL.pattern.search(before) is not None
    head = mention.start <= len("The ") and not mention.weak and _TITLE_HEAD.pattern.match(after) is not None
    if not tail and not head:
        return []
    span = Span(mention.start, mention.end, title[mention.start : mention.end], "title")
    return [_Hit(_TITLE_TAIL if tail else _TITLE_HEAD, mention, headline, -1, span)]


# What newsrooms do together. They also give concerts ("in collaboration with Radio X").
_RESEARCH = re.compile(
    r"investigat|research|inquir|enquir|analy[sz]|evaluat|look(?:ed|ing)?\s+into|track|examin|review|uncover|reveal|\breport(?:s|ed|ing)?\b|document|\bdata\b|\bcount(?:s|ed)?\b"
    r"|enquêt|révèl|recherch|auswert|ausgewertet|investigaci|revel[óa]|destap",
    re.IGNORECASE,
)


def _hits(
    passage: Passage, sentence: Sentence, number: int, mentions: Sequence[Mention], rules: Sequence[Rule]
) -> list[_Hit]:
    masked, offsets = _mask(sentence, mentions)
    taken: dict[int, _Hit] = {}
    for rule in rules:
        for match in rule.pattern.finditer(masked):
            for k in (int(g) for g in re.findall(r"§(\d+)§", match.group())):
                mention = mentions[k]
                if k in taken or _is_own(passage, mention):
                    continue
                if mention.weak and rule.name == "x-programme":
                    continue
                if rule.name == "joint" and not _RESEARCH.search(sentence.text):
                    continue
                if rule.role is not Role.SUBJECT and _in_quote(passage, mention, match, number):
                    continue
                start = offsets[match.start()]
                end = offsets[match.end() - 1] + 1
                text = sentence.text[start:end]
                taken[k] = _Hit(
                    rule, mention, sentence, number, Span(sentence.start + start, sentence.start + end, text)
                )
    return [taken[k] for k in sorted(taken)]


_BACK_RULE = Rule("back-reference", Role.ORIGIN, 0.85, _BACK)
_BACK_SPEECH = Rule("back-reference", Role.ORIGIN, 0.85, _BACK, speech=True)


def _back_reference(passage: Passage, sentence: Sentence, number: int) -> list[_Hit]:
    """Read "the paper says" as of the newsroom that was named last, at most `BACK_REACH` sentences before."""
    match = None if _BACK_HINTS.isdisjoint(passage.lowered[number]) else _BACK.search(sentence.text)
    if match is None:
        return []
    first = passage.sentences[max(0, number - limits.BACK_REACH)].start
    before = [m for m in passage.mentions if first <= m.start < sentence.start + match.start()]
    before = before or _named_later(passage, sentence.start + match.start(), match.group())
    if not before or _is_own(passage, before[-1]):
        return []
    span = Span(sentence.start + match.start(), sentence.start + match.end(), match.group())
    rule = _BACK_SPEECH if match.group().lower().startswith(("told", "tells", "said to", "interview")) else _BACK_RULE
    return [_Hit(rule, before[-1], sentence, number, span)]


_ONLY_NEWSROOMS = re.compile(
    r"\b(?:network|newspaper|broadcaster|magazine|tabloid|outlet|news\s+site|news\s+agency)\b", re.I
)


def _named_later(passage: Passage, start: int, phrase: str) -> list[Mention]:
    """The newsroom that "the network said" means before any was named, where the article names but one.

    Only after words that mean nothing but newsrooms: a paper or a report may be anybody's.
    """
    if any(m.start < start for m in passage.mentions) or not _ONLY_NEWSROOMS.search(phrase):
        return []
    named = {_key(m): m for m in passage.mentions}
    return list(named.values()) if len(named) == 1 else []


UNNAMED_PRESS = "unnamed newsroom"
_PRESS = re.compile(
    r"\baccording\s+to\s+(?:(?:\w+\s+){0,2}(?:media|news|press|newspaper|television|TV)\s+reports?|reports\s+(?:in|by|from)\s+(?:an?|the)\s+(?:\w+\s+){0,2}(?:newspaper|media|press|broadcaster)|(?:local|state|national|foreign)\s+media)\b"
    r"|\b(?:local|state|national|foreign|domestic|[A-Z]\w+)\s+media\s+(?:have\s+|has\s+)?report(?:ed|s)?\b|\bmedia\s+reports?\s+(?:said|say|claim\w*|suggest\w*)\b"
)
_PRESS_RULE = Rule("unnamed-press", Role.ORIGIN, 0.9, _PRESS)


def _unnamed_press(sentence: Sentence, number: int) -> list[_Hit]:
    """Read "local media reported" in the lead as the credit of a newsroom that is not named."""
    match = _PRESS.search(sentence.text)
    if match is None:
        return []
    start, end = sentence.start + match.start(), sentence.start + match.end()
    nobody = Mention(start, end, UNNAMED_PRESS, "", False, True)
    return [_Hit(_PRESS_RULE, nobody, sentence, number, Span(start, end, match.group()))]


def _is_own(passage: Passage, mention: Mention) -> bool:
    return bool(mention.outlet_id) and mention.outlet_id == passage.outlet_id


def _in_quote(passage: Passage, mention: Mention, match: re.Match[str], number: int) -> bool:
    """Whether a newsroom is named inside somebody's quoted words, where it is no credit of the article's."""
    if number < 0 or match.group().startswith("("):
        return False
    return any(start < mention.start and mention.end < end for start, end in passage.quotes if end - start > 60)


def _mask(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[str, list[int]]:
    """Return the sentence with its newsrooms replaced by marks, and for each character where it came from."""
    parts: list[str] = []
    offsets: list[int] = []
    last = 0
    for k, mention in enumerate(mentions):
        start, end = mention.start - sentence.start, mention.end - sentence.start
        if start < last:
            continue
        parts.append(sentence.text[last:start])
        offsets += range(last, start)
        mark = f"§{k}§"
        parts.append(mark)
        offsets += [start] * (len(mark) - 1) + [max(start, end - 1)]
        last = end
    parts.append(sentence.text[last:])
    offsets += range(last, len(sentence.text) + 1)
    return "".join(parts), offsets


def _returns(passage: Passage, hits: Sequence[_Hit]) -> dict[str, int]:
    """How many sentences come back to each newsroom, by name or as "the newspaper"."""
    counts: dict[str, set[int]] = {}
    for hit in hits:
        if hit.rule.role in {Role.ORIGIN, Role.VENUE}:
            counts.setdefault(_key(hit.mention), set()).add(hit.number)
    origins = sorted({(h.number, _key(h.mention)) for h in hits if h.rule.role is Role.ORIGIN})
    for number, sentence in enumerate(passage.sentences):
        if not _BACK_HINTS.isdisjoint(passage.lowered[number]) and _BACK.search(sentence.text):
            before = [key for at, key in origins if at < number]
            if before:
                counts[before[-1]].add(number)
    return {key: len(numbers) for key, numbers in counts.items()}


def _credit(passage: Passage, hit: _Hit, returns: int) -> Credit:
    score = centrality(passage, _speaking(passage, hit), hit.number, speech=hit.rule.speech)
    score += limits.RETURN_BONUS * min(limits.RETURNS_COUNTED, max(0, returns - 1))
    score += _for_the_phrase(passage, hit) - _against(passage, hit)
    weight = max(0.0, min(1.0, score)) * hit.rule.weight
    central = hit.rule.role in {Role.ORIGIN, Role.VENUE} and weight >= limits.CENTRAL_CREDIT
    name = hit.mention.name
    return Credit(name, hit.mention.outlet_id, hit.rule.role, central, round(weight, 3), hit.span, hit.rule.name)


def _for_the_phrase(passage: Passage, hit: _Hit) -> float:
    """What a phrase adds by itself: those used of scoops alone, of stories, and what a brief is said to pass on."""
    score = 0.0
    if hit.rule.name in _SCOOPS:
        score += limits.STRONG_PHRASE_BONUS
        short = len(hit.sentence.text.split()) <= limits.ACKNOWLEDGEMENT_WORDS
        if hit.rule.name != "obtained-by" and short:
            score += limits.ACKNOWLEDGEMENT_BONUS
    if hit.rule.name == "report-in":
        score += limits.STORY_BONUS
    brief = hit.number >= 0 and len(passage.sentences) <= limits.BRIEF_SENTENCES
    if brief and not hit.rule.speech and not _is_remark(hit):
        score += limits.BRIEF_BONUS
    key = {hit.mention.outlet_id or hit.mention.name, hit.mention.name}
    if hit.rule.name in _TOLD and is_sole_voice(passage, hit.sentence, hit.number, key):
        score += limits.SOLE_VOICE_BONUS
    return score + (limits.RUNNING_REPORT_BONUS if _is_running_report(passage, hit) else 0.0)


def _against(passage: Passage, hit: _Hit) -> float:
    """What speaks against a phrase in the text: an older story, a remark, a background, an answer to a report, …"""
    inside = hit.number >= 0
    context = passage.text[max(hit.sentence.start, hit.span.start - 80) : hit.span.end + 60] if inside else ""
    speaking = _speaking(passage, hit)
    voiced = speaker_in_title(passage, speaking, hit.number) if inside else False
    venue = hit.rule.role is Role.VENUE and inside and not voiced
    sourced = hit.number > 0 and hit.rule.name not in _SCOOPS and not (hit.rule.speech and voiced)
    return sum(
        penalty
        for holds, penalty in (
            (hit.number > 0 and _is_older(context), limits.OLDER_STORY_PENALTY),
            (inside and not hit.rule.speech and _is_background(hit), limits.BACKGROUND_PENALTY),
            (_is_remark(hit), limits.REMARK_PENALTY),
            (sourced and lead_is_sourced(passage, hit.number), limits.SOURCED_LEAD_PENALTY),
            (inside and hit.rule.speech and is_side_voice(passage, speaking, hit.number), limits.SIDE_VOICE_PENALTY),
            (venue, limits.VENUE_PENALTY),
            (inside and _TITLE_REACTION.search(passage.title) is not None, limits.REACTION_PENALTY),
            (_is_subject(passage, hit), limits.SUBJECT_PENALTY),
            (_NO_CLAIM.search(hit.sentence.text) is not None, limits.NO_COMMENT_PENALTY),
        )
        if holds
    )


_BEFORE = re.compile(r"\b(?:after|following|since|when)\s+(?:the\s+)?$", re.IGNORECASE)
_OPENS_BEFORE = re.compile(r"(?:after|following|since|when)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|would|to\s+(?:be|start|begin|open|run|close|leave|go|take)|is\s+due)\b[^.]*$", re.IGNORECASE
)
_SPEAKER_FIRST = re.compile(r"(?:told|tells|telling|said\s+to)\b", re.IGNORECASE)
_REMARKS = re.compile(r"\b(?:noted|notes|added|adds|describes?|described|called|calls|quoted|quotes|estimate[sd]?)$")
_RUNNING = re.compile(r"\breports(?:\s+that)?$")


def _is_older(context: str) -> bool:
    """Whether the words around a phrase are of an older time; "will start in June" is not."""
    match = _OLDER.search(context)
    return match is not None and not (
        match.group().lower().startswith("in ") and _AHEAD.search(context[: match.start()])
    )


def _speaking(passage: Passage, hit: _Hit) -> Sentence:
    """The sentence, or its part up to the phrase where the speaker stands before it: whom he told it of is not he."""
    sentence = hit.sentence
    if hit.number < 0 or not hit.rule.speech or not _SPEAKER_FIRST.match(hit.span.text):
        return sentence
    return replace(sentence, end=hit.span.end, text=passage.text[sentence.start : hit.span.end])


def _is_remark(hit: _Hit) -> bool:
    return hit.rule.name == "x-verb" and _REMARKS.search(hit.span.text) is not None


def _is_background(hit: _Hit) -> bool:
    """Whether a report is named only as what came before: "resigned after the Ledger reported that …"."""
    ahead = hit.sentence.text[: hit.span.start - hit.sentence.start]
    return _BEFORE.search(ahead) is not None or _OPENS_BEFORE.match(hit.span.text) is not None


def _is_running_report(passage: Passage, hit: _Hit) -> bool:
    """Whether a brief says in its first sentences, in the present, what a newsroom "reports": agencies put it so where
    they pass on a member's story.
    """
    brief = len(passage.sentences) <= limits.BRIEF_SENTENCES
    return brief and 0 <= hit.number <= limits.TOP_SENTENCES and _RUNNING.search(hit.span.text) is not None


_TOLD = frozenset(
    {"told", "interview", "statement-to", "es-dijo-a", "es-entrevista", "fr-dit-a", "fr-entretien", "de-sagte"}
    | {"de-interview", "de-gegenueber"}
)  # a programme's guest and a quotation may be anybody's
_SCOOPS = frozenset(
    {"first-reported-by", "x-first-reported", "obtained-by", "x-broke", "hat-tip", "joint", "came-to-light"}
)


def _is_subject(passage: Passage, hit: _Hit) -> bool:
    """Whether the headline is about the newsroom itself (named there, and not as a source)."""
    if hit.number < 0:
        return False
    if passage.title_mentions and _TITLE_PRESS.search(passage.title):
        return True
    key = _key(hit.mention)
    named = [m for m in passage.title_mentions if _key(m) == key]
    return bool(named) and not _TITLE_SOURCE.search(passage.title)
