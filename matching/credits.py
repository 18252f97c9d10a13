"""Credits that say whose text it is: datelines, tails, bylines, metadata, "Continue reading at …", `Source:` lines.

What each is worth (the weight of the credit; `thresholds.WIRE_CREDIT` is the least that decides):

| where | example | weight |
|---|---|---|
| dateline | `PORT ELLERY (XNA) —` | 1.0 |
| tail with a name | `© 2031 Example News Agency`, `— Example News Agency` | 0.95 |
| tail in an agency's house style | `(Reporting by …; Editing by …)` | 0.9 |
| byline that is or ends in another newsroom's name | `By JO ROE, Example News Agency` | 0.95 |
| "originally published by" | `This story first appeared in the Example Herald` | 0.95 |
| a last line of agencies' names alone | `Example News Agency`, `XNA - ENA` | 0.9 |
| a folder of the page's address | `/wires/xna/` (`matching.addresses`) | 0.9 |
| "Continue reading at …", `Source: …` lines, header lines | | 0.75 |
| "contributed to this report" | (needs shared text) | 0.45 |
| "wire reports" with no name | (needs shared text) | 0.4 |

What the page says outside its text is weighed in `matching.pagecredits`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from matching.addresses import UNNAMED, address_credits
from matching.agencies import AGENCIES
from matching.creditnames import COUNTRY_CODES, is_own_name, leading_agency, resolve_whole, wire_credit
from matching.finder import find_mentions
from matching.mentions import MentionIndex
from matching.names import normal
from matching.pagecredits import page_credits
from matching.types import Article, Credit, OutletKind, Role, Span

_DATELINE = re.compile(
    r"(?:^|\n)[^\n]{0,90}?[(\[]\s*(?P<name>[A-Z][\w.&’' \-/]{1,40}?|[a-z]{3,4})\s*[)\]]\s*(?:[-–—−:]|--)+(?=\s|[A-Z“\"])"
)
_INITIALS = re.compile(r"[A-Z]{3,5}")
_HOUSE_TAIL = re.compile(
    r"(?:[(\[]|\n)\s*(?:additional\s+)?(?:reporting|writing|compiled)\s+by\s+[^;\n]{3,600};\s*(?:[^;\n]{3,300};\s*)*"
    r"(?:editing|edited|writing|compiled)\s+by\s+[^\n)]{3,120}[)\]]?",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\))\s*(?:©\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?\s*)?(?:by\s+|The\s+|the\s+)?(?P<name>[A-Z][\w.&’'\- ]{1,50})",
    re.IGNORECASE,
)
_TAIL_DASH = re.compile(
    r"(?:^|\n|[.!?»”\"]\s)\s*(?:[-–—]{1,2}|\()\s*(?:(?:avec|mit|con|with)\s+)?(?P<name>[A-Z][\w.&’' \-]{1,40}|dpa)\s*\)?\s*$"
)
_ORIGINALLY = re.compile(
    r"(?:originally\s+(?:published|appeared|posted|reported)|first\s+(?:published|appeared|posted)|republished(?:\s+with\s+permission)?|reprinted(?:\s+with\s+permission)?|"
    r"(?:story|article|report|piece|post)\s+(?:was\s+|is\s+)?(?:originally\s+|first\s+)?(?:published|appeared|produced|provided|courtesy|comes))"
    r"\s+(?:in|by|on|at|from|of|with|via)\s+(?:the\s+|partnership\s+with\s+)?(?P<name>[^\n]{2,80})",
    re.IGNORECASE,
)
_THIS_TEXT = re.compile(
    r"\b(?:this|the\s+(?:above|following|original)|our)\s+(?:\w+\s+){0,2}?(?:story|article|report|piece|post|column|interview|investigation|excerpt|item|content)\b|\brepublished\b|\breprinted\b",
    re.IGNORECASE,
)
_NOTICE = 20  # words
_ORIGINALLY_HINTS = (
    "originally", "published", "appeared", "posted", "reprinted", "produced", "provided", "courtesy", "comes",
)  # fmt: skip
_CONTINUE = re.compile(
    r"(?:continue\s+reading|read\s+(?:the\s+)?(?:full|rest|original|entire|whole|more)(?:\s+\w+){0,3})\s*(?:at|on|in|from|via|by|of)\s+(?P<name>[^\n]{2,80})",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(
    r"(?:^|\n)\s*[(\[]?\s*(?:sources?|fuentes?|quelle|via|from|credit)\s*:\s*(?P<name>[^\n)\]]{2,80})",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r"(?P<name>[^\n.]{2,80}?)\s+contributed\s+(?:\w+\s+)?to\s+this\s+(?:report|story|article)"
    r"|(?:additional\s+reporting|with\s+(?:reporting|material|information|files))\s+(?:by|from)\s+(?P<by>[^\n.]{2,80})",
    re.IGNORECASE,
)
_CONTRIBUTION_HINT = re.compile(
    r"contributed|reporting\s+(?:by|from)|(?:material|information|files)\s+(?:by|from)", re.IGNORECASE
)
_UNNAMED_WIRE = re.compile(
    r"\b(?:wire\s+(?:reports?|services?|dispatches)|news\s+services?|agenc(?:y|ies)\s+(?:reports?|staff)|staff\s+and\s+agenc\w+|agencias|agences)\b",
    re.IGNORECASE,
)
_ONLY_WIRE = re.compile(
    r"\s*(?:by\s+|from\s+|por\s+|par\s+|von\s+)?(?:(?:news|press|the)\s+)?(?:agenc(?:y|ies)|wire\s+(?:services?|reports?)|news\s+services?|agencias|agences|agenturen)\s*",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"\b(?:staff|correspondent|reporter|editor|newsroom|desk|special\s+to|redacción|redaktion|rédaction)\b",
    re.IGNORECASE,
)
_WEIGHTS = {
    "copyright": 0.95,
    "tail": 0.95,
    "originally-published": 0.95,
    "continue-reading": 0.75,
    "source-line": 0.75,
}
_TOP = 420  # characters in which a dateline stands (a title and a time line may come first)
_LINE = 120  # characters that a credit may run on
_END = 420  # characters at the end in which tails stand


def wire_credits(article: Article, index: MentionIndex) -> tuple[Credit, ...]:
    """Return the credits of other newsrooms on an article's text as such, strongest first.

    An agency's own page gives none: the credit is then its own. Weights are those of the table above.
    """
    mine = {article.outlet_id, *index.houses(urlsplit(article.url).hostname or "")}
    found = [c for c in _candidates(article, index) if not c.outlet_id or c.outlet_id not in mine]
    found = [c for c in found if not is_own_name(c.name, article, index)]
    return tuple(sorted(found, key=lambda c: (-c.weight, c.span.where, c.span.start, c.name)))


def _candidates(article: Article, index: MentionIndex) -> Iterator[Credit]:
    text = article.text
    yield from _datelines(article, index)
    yield from _byline(article, index)
    end = max(0, len(text) - _END)
    low = text.lower()
    for match in _HOUSE_TAIL.finditer(text, max(0, len(text) - 3 * _END)) if ";" in text and "by" in low else ():
        yield _house_tail(article, index, match)
    for match in _COPYRIGHT.finditer(text, end) if any(hint in low for hint in ("copyright", "©", "(c)")) else ():
        yield from _named(article, index, match, "copyright")
    for match in _TAIL_DASH.finditer(text, end):
        yield from _named(article, index, match, "tail")
    for match in _notices(text) if any(hint in low for hint in _ORIGINALLY_HINTS) else ():
        yield from _named(article, index, match, "originally-published")
    for match in _CONTINUE.finditer(text, max(0, end - 2 * _END)) if "read" in low else ():
        yield from _named(article, index, match, "continue-reading")
    for match in _at_the_ends(_SOURCE_LINE, text, _END):
        yield from _named(article, index, match, "source-line")
    yield from _last_lines(article, index)
    yield from address_credits(article, index)
    yield from _headers(article, index)
    yield from _contributions(article, index, end)
    yield from page_credits(article, index)
    for field, line in article.metadata_credits:
        if field == "page.credit":  # a line beside the text says what it would say inside
            beside = Article(article.id, article.url, article.outlet_id, "", line)
            for credit in _candidates(beside, index):
                yield replace(credit, span=Span(0, len(line), f"{field}: {line}", "metadata"))


def _notices(text: str) -> Iterator[re.Match[str]]:
    """Words like "first published by X" that speak of this very text: they say "this story", or their line says no more.

    "In a story published by X on Friday, four soldiers …" tells what the article is about, not whose text it is.
    """
    for match in _at_the_ends(_ORIGINALLY, text, 2 * _END):
        start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
        line = text[start : end if end >= 0 else len(text)]
        if len(line.split()) <= _NOTICE or _THIS_TEXT.search(line):
            yield match


def _at_the_ends(pattern: re.Pattern[str], text: str, last: int) -> Iterator[re.Match[str]]:
    """Matches that begin in the first `_TOP` or the `last` characters of a text."""
    begin = max(0, len(text) - last)
    if begin <= _TOP:
        yield from pattern.finditer(text)
        return
    yield from (m for m in pattern.finditer(text, 0, _TOP + _LINE) if m.start() < _TOP)
    yield from pattern.finditer(text, begin)


def _datelines(article: Article, index: MentionIndex) -> Iterator[Credit]:
    for match in _DATELINE.finditer(article.text[:_TOP]):
        name = match.group("name").strip()
        name = name.upper() if name.islower() else name  # German papers write agencies small: "Sand (xna) -"
        mention = resolve_whole(name, article, index, wire=True) or leading_agency(name, article, index)
        if mention is not None:
            yield wire_credit(mention, _span(match, article.text), 1.0, "dateline")
        elif _is_unknown_wire(match, name, article, index):
            yield Credit(name, "", Role.WIRE, True, 0.9, _span(match, article.text), "dateline")


def _is_unknown_wire(match: re.Match[str], initials: str, article: Article, index: MentionIndex) -> bool:
    """Whether a dateline bears the initials of an agency that nobody has registered: "PORT ELLERY (XNA) -".

    The place has to be in capitals, as datelines are, and the initials must be neither the outlet's own nor a country's.
    """
    place = match.group().partition("(")[0].partition(",")[0].strip()
    outlet = index.outlets.get(article.outlet_id)
    own = normal(outlet.name).split() if outlet is not None else []
    mine = {"".join(word[0] for word in own), "".join(word[0] for word in own if word not in {"of", "and"})}
    return (
        _INITIALS.fullmatch(initials) is not None
        and initials not in COUNTRY_CODES
        and any(c.isalpha() for c in place)
        and place == place.upper()
        and initials.lower() not in mine
    )


def _byline(article: Article, index: MentionIndex) -> Iterator[Credit]:
    for where, value in (("byline", article.byline), *(("byline", a) for a in article.authors)):
        if not value:
            continue
        span = Span(0, len(value), value, where)
        parts = [
            p
            for p in re.split(r"[,;|·/()•]|\s[-–—]\s|\band\b|\bfor\b|\bwith\b|\bof\b", re.sub(r"(?i)^by\s+", "", value))
            if p.strip()
        ]
        found = False
        for part in parts:
            mention = resolve_whole(part.strip(), article, index, wire=True)
            if mention is None:
                mention = leading_agency(part.strip(), article, index)
            if mention is not None and not (mention.outlet_id or mention.agency):
                mention = None  # a name by form alone is as often somebody's post ("Waterfront Reporter")
            if mention is not None and not is_own_name(mention.name, article, index):
                found = True
                mixed = len(parts) > 1 and any(
                    _STAFF.search(p) and _mentions_own(p, article, index) for p in parts if p != part
                )
                yield wire_credit(mention, span, 0.6 if mixed else 0.95, "byline")
        if not found and _ONLY_WIRE.fullmatch(value):
            yield Credit(UNNAMED, "", Role.WIRE, True, 0.9, span, "unnamed-byline")
        elif not found and _UNNAMED_WIRE.search(value):
            yield Credit(UNNAMED, "", Role.WIRE, False, 0.4, span, "unnamed-wire")


def _mentions_own(part: str, article: Article, index: MentionIndex) -> bool:
    outlet = index.outlets.get(article.outlet_id)
    return outlet is not None and bool(set(normal(part).split()) & set(normal(outlet.name).split()))


def _house_tail(article: Article, index: MentionIndex, match: re.Match[str]) -> Credit:
    """Whose tail "(Reporting by …; Editing by …)" is: the agency that the text names, else the one with that style."""
    span = _span(match, article.text)
    outlet = index.outlets.get(article.outlet_id)
    if outlet is not None and outlet.kind is OutletKind.AGENCY:
        return Credit(outlet.name, outlet.id, Role.WIRE, True, 0.9, span, "house-tail")
    for named in find_mentions(index, match.group(), own=article.outlet_id, credit=True):
        if named.agency:
            return Credit(named.name, named.outlet_id, Role.WIRE, True, 0.9, span, "house-tail")
    for other in _DATELINE.finditer(article.text[:_TOP]):
        mention = resolve_whole(other.group("name").strip(), article, index, wire=True)
        if mention is not None:
            return Credit(mention.name, mention.outlet_id, Role.WIRE, True, 0.9, span, "house-tail")
    name = next(a.name for a in AGENCIES if a.name == "Reuters")
    return Credit(name, index.agency_ids.get(name, ""), Role.WIRE, True, 0.9, span, "house-tail")


def _headers(article: Article, index: MentionIndex) -> Iterator[Credit]:
    """A short line at the top that is no sentence and ends in a newsroom's name."""
    position = 0
    for line in article.text[:_TOP].split("\n")[:5]:
        start, position = position, position + len(line) + 1
        bare = line.strip()
        if _ONLY_WIRE.fullmatch(bare):
            yield Credit(UNNAMED, "", Role.WIRE, True, 0.9, Span(start, start + len(line), line), "unnamed-byline")
            continue
        words = bare.split()
        if (
            not 1 <= len(words) <= 12
            or bare.endswith((".", "!", "?", "”", '"'))
            or re.search(r"(?i)courtesy|photo|image|posted|updated|getty", bare)
        ):
            continue
        last = re.split(r"\s[-–—|:]\s|\bby\b|\bfrom\b", bare)[-1].strip()
        mention = resolve_whole(last, article, index, wire=True) if last != bare or start == 0 else None
        if mention is not None and mention.outlet_id and not mention.everyday:
            yield wire_credit(mention, Span(start, start + len(line), line), 0.75, "header-line")


_BETWEEN = re.compile(r"\s*(?:[-–—/|+&,;]|\band\b|\bund\b|\by\b|\bet\b)\s*")
_LAST_LINES = 3
_SIGNED = re.compile(r"[.!?][\"”’»]?\s+(?P<name>[A-Za-z][\w\-]{1,12}(?: [A-Z]\w+)?)\s*$")


def _last_lines(article: Article, index: MentionIndex) -> Iterator[Credit]:
    """One of the last lines that is nothing but the names of agencies: "Northern Wire", "AP - AFP"."""
    lines = list(re.finditer(r"[^\n]*\S[^\n]*", article.text))
    for line in lines[1:][-_LAST_LINES:]:
        words = line.group().strip(" .()[]")
        if len(words) > _LINE // 2:
            continue
        mentions = [resolve_whole(part, article, index, wire=True) for part in _BETWEEN.split(words)]
        agencies = [m for m in mentions if m is not None and m.agency]
        if agencies and len(agencies) == len(mentions):
            yield wire_credit(agencies[0], Span(line.start(), line.end(), line.group()), 0.9, "last-line")
            return
    signed = _SIGNED.search(article.text)
    mention = resolve_whole(signed.group("name"), article, index, wire=True) if signed else None
    if signed and mention is not None and mention.agency:
        yield wire_credit(mention, _span(signed, article.text), 0.9, "last-line")


def _contributions(article: Article, index: MentionIndex, end: int) -> Iterator[Credit]:
    if not _CONTRIBUTION_HINT.search(article.text, end):
        return
    for match in _CONTRIBUTED.finditer(article.text, end):
        name = match.group("name") or match.group("by") or ""
        for mention in find_mentions(index, name, own=article.outlet_id, credit=True):
            yield Credit(
                mention.name,
                mention.outlet_id,
                Role.CONTRIBUTION,
                False,
                0.45,
                _span(match, article.text),
                "contributed",
            )
        if _UNNAMED_WIRE.search(match.group()):
            yield Credit(UNNAMED, "", Role.CONTRIBUTION, False, 0.4, _span(match, article.text), "unnamed-wire")


def _named(article: Article, index: MentionIndex, match: re.Match[str], rule: str) -> Iterator[Credit]:
    """The newsroom named in a tail: the first known one, else a domain (copyright lines and dashes: agencies only)."""
    name = match.group("name")
    weight = _WEIGHTS[rule]
    only_agency = rule in {"copyright", "tail"}
    for mention in find_mentions(index, name, own=article.outlet_id, credit=True):
        if only_agency and not mention.agency:
            continue
        if mention.outlet_id == article.outlet_id and mention.outlet_id:
            return
        yield wire_credit(mention, _span(match, article.text), weight, rule)
        return
    if not only_agency:
        domain = re.search(r"\b([\w\-]+\.)+(?:com|org|net|co\.uk|news|example)\b", name)
        if domain:
            outlet_id = index.by_domain(domain.group())
            known = index.outlets[outlet_id].name if outlet_id else domain.group()
            yield Credit(known, outlet_id, Role.WIRE, True, weight, _span(match, article.text), rule)


def _span(match: re.Match[str], text: str) -> Span:
    start = match.start() + (1 if match.group().startswith("\n") else 0)
    return Span(start, match.end(), text[start : match.end()])
