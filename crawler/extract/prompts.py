"""Lines around an article that are not of it: dates and bylines before, prompts after, pointers to other articles between.

Lines that say where the text comes from ("contributed to this report", "first published in") are none of these: they
are evidence, and stay.
"""

from __future__ import annotations

import re

from crawler.extract.blocks import Block
from crawler.extract.markers import paywall_marker
from crawler.extract.tree import hints_of

SHORT_LABEL = 20
"""Letters and digits below which a line before the text that is no sentence is a label."""
MAX_LABEL = 120
MAX_PROMPT = 350

_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\b\d{4}[-./]\d{1,2}[-./]\d{1,2}\b|\b(?:19|20)\d\d\b"
)
_BY = re.compile(r"^(?:by|von|por|par|di|door|av|af|author|autor(?:in)?|text)[:\s]", re.IGNORECASE)
_LABEL_NAMES = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|autor(?:en|in)?|date|datum|time|time-?stamp|published?|updated?|stand|meta|"
    r"post-?meta|article-?meta|reading-?time|dateline|credits?)(?:$|[\s_-])"
)
# What outlets ask of readers at the end of an article, in the languages of the larger ones.
_PROMPT = re.compile(
    r"newsletter|whats\s?app|telegram|google news|\bapp\b|news-app|push-?nachricht|sign(?:ing)? up|subscrib|abonn|abonnier|"
    r"follow (?:us|\w+ on)|folgen sie|suivez|síguenos|siga-?nos|seguici|volg ons|følg |följ |śledź|takip edin|"
    r"donat(?:e|ion)|spende|support (?:us|our)|unterstützen sie|faire un don|haga una donación|become a member|"
    r"mitglied(?:schaft)?\b|membership|register (?:now|here|for)|log ?in\b|comment policy|join the conversation|"
    r"leserbrief|have your say|do you know more|contact us|send (?:us )?(?:a )?tips?|podcast",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"^\W*(?:©|\(c\)|ⓒ|copyright\b)|\ball rights reserved\b|\balle rechte vorbehalten\b", re.IGNORECASE
)
_POINTER = re.compile(
    r"^\W*(?:read (?:more|also|next|the full)|also read|see also|more(?: on this| news| stories|:)|related(?: articles?|:)|"
    r"recommended|lesen sie (?:auch|hier|mehr)|lesen sie auch|mehr (?:zum thema|dazu)|auch interessant|siehe auch|"
    r"mehr lesen|weiterlesen|à lire aussi|lire aussi|voir aussi|sur le même (?:sujet|thème)|lea (?:también|además)|"
    r"lee también|te puede interesar|más información|leia (?:também|mais)|saiba mais|leggi anche|lees ook|lees meer|"
    r"les også|les mer|læs også|læs mere|läs (?:också|mer|även)|lue myös|czytaj (?:także|też|również|więcej)|"
    r"čtěte také|číst více|olvasd el|ayrıca okuyun|embed)\b.{0,200}$",
    re.IGNORECASE,
)


_CREDIT = re.compile(
    r"\bcontribut(?:ed|ing) to (?:this|the)\b|\b(?:additional )?reporting by\b|\breported from\b|"
    r"\b(?:originally|first) (?:published|appeared|reported)\b|\brepublished (?:from|with|by|under)\b|\bsyndicated\b|"
    r"\bthis (?:article|story|report) (?:was|is) (?:produced|provided|republished|supplied|distributed|translated)\b|"
    r"\bwith (?:files|material|reporting|information) from\b|\bmit (?:agentur)?material\b|\bmit (?:informationen|material) (?:von|der|des|aus)\b|"
    r"\bzuerst (?:erschienen|veröffentlicht)\b|^\W*(?:quelle|source|fuente|fonte)\s*:|\bavec (?:agences|l.afp|afp)\b|"
    r"\bcon (?:información|informaciones|agencias)\b|\bcom (?:informações|agências)\b|\bpublié (?:initialement|d.abord)\b",
    re.IGNORECASE,
)
# A line of nothing but initials, in brackets or with a slash between them: "(CWN)", "cw/isl".
_INITIALS = re.compile(r"\([A-Za-z]{2,6}(?:\s?[/,+&-]\s?[A-Za-z]{2,6})*\)|[A-Za-z]{2,6}(?:/[A-Za-z]{2,6})+")
MAX_CREDIT = 500


def is_credit(text: str) -> bool:
    """Whether a line says where the text, or a part of it, comes from: such a line is evidence and never left out."""
    if len(text) > MAX_CREDIT:
        return False
    return bool(_CREDIT.search(text)) or (
        len(text) < 25 and " " not in text.strip() and bool(_INITIALS.fullmatch(text))
    )


def is_label(block: Block) -> bool:
    """Whether a block before the text is a date, a byline or another short label rather than a sentence."""
    if len(block.text) > MAX_LABEL:
        return False
    ends = is_sentence(block.text)
    named = bool(_LABEL_NAMES.search(hints_of(block.holder)))
    digits = any(character.isdigit() for character in block.text)
    dated = (len(block.text) < 60 and bool(_CLOCK.search(block.text))) or (len(block.text) < 30 and digits)
    return named or (not ends and (dated or len(block.folded) < SHORT_LABEL or bool(_BY.match(block.text))))


def is_sentence(text: str) -> bool:
    """Whether a text ends as sentences do."""
    return text.rstrip("\"'”“»›’)]」』 ").endswith((".", "!", "?", "…", "。", "！", "？", "।", "؟", "۔", ":"))


def is_prompt(block: Block, *, is_short: bool) -> bool:
    """Whether a block after the text asks the reader for something: to subscribe, follow, give or comment.

    What paywalls say counts in a long text only where it is set apart by a link or in bold.
    """
    if len(block.text) > MAX_PROMPT or is_credit(block.text):
        return False
    set_apart = block.linked > 0 or block.bold > 0.5
    walled = bool(paywall_marker(block.text))
    return (set_apart and (walled or bool(_PROMPT.search(block.text)))) or (is_short and walled)


def is_notice(block: Block) -> bool:
    """Whether a block is a copyright line."""
    return len(block.text) <= 250 and bool(_NOTICE.search(block.text))


def is_pointer(block: Block) -> bool:
    """Whether a block only points to another article ("Read more", "Lesen Sie auch: …")."""
    return len(block.text) <= 250 and bool(_POINTER.match(block.text)) and (block.linked > 0.3 or len(block.text) < 30)
