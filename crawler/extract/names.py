"""Names in bylines: which are there, and which of them are persons."""

from __future__ import annotations

import re

from crawler.extract.tree import fold, squeeze

MAX_LINE = 600
"""Characters of a line of names that are read."""

BY = re.compile(
    r"^(?:written by|reported by|story by|posted by|published by|by|von|vom|por|par|di|da|door|av|af|autor(?:in)?|author|"
    r"text|texto|de)\b[:\s]+|^(?:by|von|por|par|author|autor|text|texto)\s*:\s*",
    re.IGNORECASE,
)
"""How bylines begin."""
ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|columnist|contributor|analyst|professor|director|chief|journalist|"
    r"redakteur\w*|korrespondent\w*|reporterin|volontär\w*|autor\w*|corresponsal|redactor\w*|journaliste)\b",
    re.IGNORECASE,
)
"""What stands beside a name and is none."""
_SPLIT = re.compile(r"\s*(?:[;|•·]|/(?!/)|\s&\s|\s(?:and|und|y|et|og|och|en|e|ve|with|mit)\s)\s*", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
_EMAIL = re.compile(r"\s*[(<\[]?\s*[\w.+-]+@[\w-]+\.[\w.]+\s*[)>\]]?")
_HONORIFIC = re.compile(r"\s*(?:기자|記者|특파원)$")
_MONTHS = "jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|ene|abr|ago|dic|set|out|fév|fev|avr|jui|aoû|déc|gen|giu|lug|ott"
_DATED = re.compile(
    rf"\s*[,–—-]?\s*\b(?:published|updated|posted|veröffentlicht|aktualisiert|publicado|publié|(?:{_MONTHS})\w*\.?\s+\d|\d).*$",
    re.IGNORECASE,
)
_DESK_WORDS = """staff newsroom newsdesk desk editors editorial team redaktion redaction rédaction redacción redazione
redactie redakcja redaksjon redaktionen redakce agency agencies agentur agence agencia agenzia wire wires press news
newspaper online media reporters correspondents bureau service services magazine tv radio web digital contributors
board editorialboard syndicate network group author admin administrator administrador webmaster gmbh inc ltd llc"""
_DESK = frozenset(fold(word) for word in _DESK_WORDS.split())
_ACRONYM = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{3,5}")  # no vowel: no name, unlike JÖRG or Bo
_DOMAIN = re.compile(r"\w{2}\.[a-z]{2,10}$")
_PARTICLE_WORDS = "de del della di da dos du la le van von der den ter ten zu zur al el bin ibn af y e of"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def split_names(text: str) -> list[str]:
    """The names in a byline; "By", e-mail addresses, dates and what follows a name after a comma go.

    >>> split_names("By Ann Lee and Bo Ek, Harbour Correspondent")
    ['Ann Lee', 'Bo Ek']
    """
    text = _EMAIL.sub("", BY.sub("", squeeze(text)[:MAX_LINE]))
    names: list[str] = []
    for part in _SPLIT.split(text):
        pieces = [piece for piece in _COMMA.split(part) if piece]
        if len(pieces) > 1 and looks_personal(pieces[0]):
            pieces = [piece for piece in pieces if not ROLE.search(piece) and (looks_personal(piece) or is_body(piece))]
        elif len(pieces) > 1:
            pieces = [part]
        names += pieces
    return [name for part in names if (name := _cleaned(part))]


def names_in_line(line: str) -> list[str]:
    """The names of persons in a line that a page prints as its byline, which may hold a date and a role as well."""
    return [name for name in split_names(_DATED.sub("", squeeze(line)[:MAX_LINE])) if looks_personal(name)]


def looks_personal(name: str) -> bool:
    """Whether a text has the form of a person's name: two to five capitalised words, or a few characters where the
    script has no capitals.
    """
    if any(character.isdigit() for character in name) or any(character in name for character in "@|:/()!?©"):
        return False
    if _CJK.search(name):
        return len(name) <= 8
    words = name.split()
    if not 2 <= len(words) <= 5:
        return False
    plain = [word for word in words if word.lower() not in _PARTICLES]
    return len(plain) >= 2 and all(word[0].isupper() or not word[0].isascii() for word in plain)


def is_body(name: str, kind: str = "", sites: frozenset[str] = frozenset()) -> bool:
    """Whether a name is a desk, an agency or the outlet, rather than a person.

    `kind` is the JSON-LD type in lower case, "" where unknown; `sites` are folded names of the site.
    """
    if "organization" in kind:
        return True
    words = name.split()
    if fold(name) in sites or any(_DOMAIN.search(word.strip(",")) for word in words):
        return True
    if any(fold(part) in _DESK for word in words for part in word.split("-")):
        return True
    if any(_ACRONYM.fullmatch(word) for word in words):
        return True
    return len(words) == 1 and name.isascii() and len(name) <= 4 and (name.isupper() or name.islower())


def _cleaned(part: str) -> str:
    """A name without marks, a second "By", an honorific, a role at its end, or itself once more."""
    name = _HONORIFIC.sub("", BY.sub("", part.strip(" ,;:–—-\u200b")).strip())
    words = name.split()
    if len(words) > 2 and ROLE.fullmatch(words[-1]) and looks_personal(" ".join(words[:-1])):
        words = words[:-1]
    half = len(words) // 2
    if half and words[:half] == words[half:]:
        words = words[:half]
    return " ".join(words)
