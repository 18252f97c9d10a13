"""How a newsroom's name is compared: folded, squeezed as domains spell it, and whether its capitals fit.

A leading "the" never counts; an article of another language is part of the name ("LA Times" is no "Times"), and is left
out only where a text of the outlet's own language declines it ("del País"); see `bare_of_article`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from matching.scan import scan
from matching.wordlists import word_set

_FOREIGN_ARTICLES = {
    "es": word_set("el la los las"),
    "fr": word_set("le la les"),
    "de": word_set("der die das"),
    "it": word_set("il la lo i gli le"),
    "pt": word_set("o a os as"),
    "nl": word_set("de het"),
}
# What stands before a name whose article is bent or melted into another word, by language.
_DECLINED = {
    "es": word_set("del al"),
    "fr": word_set("du au des aux"),
    "de": word_set("der des dem den"),
    "it": word_set("del della dello dei degli delle dal dalla al alla sul sulla"),
    "pt": word_set("do da dos das no na nos nas ao à"),
    "nl": word_set("de het"),
}
_TOP_LEVEL = re.compile(
    r"\.(?:com|org|net|info|co|news|example|tv|io|gov|edu|media|press|[a-z]{2})(?:\.[a-z]{2})?$", re.IGNORECASE
)
_DOMAIN = re.compile(r"(?:[\w\-]+\.)+[a-z]{2,}", re.IGNORECASE)
_JOINERS = word_set("of and the for in on to de del la el le les der die das y et und & du des von e di da do")
# How German newspapers' names end, and adjectives before it: "Allgemeine", "Neue", "Süd…ische".
_GERMAN_NOUN = re.compile(
    r"(?:zeitung|rundschau|nachrichten|presse|post|blatt|anzeiger|kurier|merkur|bote|spiegel|woche|allgemeine|volksstimme|illustrierte)$",
    re.IGNORECASE,
)
_GERMAN_MASCULINE = re.compile(r"(?:blatt|anzeiger|kurier|merkur|spiegel)$", re.IGNORECASE)
_GERMAN_ADJECTIVE = re.compile(r"[A-ZÄÖÜ][\w\-]*(?:sche|eine|eue|eie|ige|liche|onale)")
_INITIALS = 4  # letters up to which a name in capitals may spell an everyday word ("WHO", "ICE")


@lru_cache(maxsize=200_000)
def fold_word(word: str) -> str:
    """Return one word as names are compared: lower case, no possessive, no marks; a hyphen parts two words.

    >>> fold_word("Herald-Post’s"), fold_word("U.S.")
    ('herald post', 'us')
    """
    low = word.lower()
    if low.endswith(("’s", "'s")):
        low = low[:-2]
    return low.replace(".", "").replace("’", "").replace("'", "").replace("-", " ")


@lru_cache(maxsize=100_000)
def normal(name: str) -> str:
    """Return a name as the index compares it: folded, without a leading "the" or marks.

    >>> normal("The U.S. Herald-Post"), normal("LA Times")
    ('us herald post', 'la times')
    """
    words = " ".join(map(fold_word, scan(name).words)).split()
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def compress(name: str) -> str:
    """Return a name as a domain would spell it: "The Example Herald" becomes "exampleherald"."""
    return normal(name).replace(" ", "").replace("&", "and")


def label(domain: str) -> str:
    """Return what a domain spells: "www.example-herald.co.uk" becomes "exampleherald"."""
    return _TOP_LEVEL.sub("", domain.lower()).split(".")[-1].replace("-", "")


def is_domain(name: str) -> bool:
    """Whether a name is nothing but a domain.

    >>> is_domain("example.com"), is_domain("Example Herald")
    (True, False)
    """
    return _DOMAIN.fullmatch(name) is not None and _TOP_LEVEL.search(name) is not None


def bare_of_article(name: str, language: str) -> str:
    """Return the folded name without the article of its language, or "" where it begins with none.

    >>> bare_of_article("El País", "es"), bare_of_article("LA Times", "en")
    ('país', '')
    """
    words = normal(name).split()
    articles = _FOREIGN_ARTICLES.get(language, frozenset())
    return " ".join(words[1:]) if len(words) > 1 and words[0] in articles else ""


def declines(word: str, language: str) -> bool:
    """Whether `word` can stand for a bent article before a name in that language."""
    return word.lower() in _DECLINED.get(language, frozenset())


def german_cases(name: str) -> tuple[str, ...]:
    """Return how German bends a newspaper's name of several words after "der", "des", "dem" or without an article.

    >>> german_cases("Südmärkische Zeitung"), german_cases("Harbour Post")
    (('Südmärkischen Zeitung', 'Südmärkischer Zeitung'), ())
    """
    words = name.split()
    if len(words) < 2 or not _GERMAN_NOUN.search(words[-1]):
        return ()
    bent = [number for number, word in enumerate(words[:-1]) if _GERMAN_ADJECTIVE.fullmatch(word)]
    last = _bent_noun(words[-1])
    found = [
        " ".join(word + ending if number in bent else word for number, word in enumerate(words))
        for ending in ("n", "r")
        if bent
    ]
    return (*found, *(" ".join((*words[:-1], noun)) for noun in last))


def _bent_noun(noun: str) -> tuple[str, ...]:
    if noun.lower().endswith("bote"):
        return (f"{noun}n",)
    return (f"{noun}s",) if _GERMAN_MASCULINE.search(noun) else ()


def without_the(written: str) -> str:
    """Return a name without its leading "The", as it is written otherwise."""
    return written[4:] if written[:4].lower() == "the " else written


def capitals_fit(written: str, forms: frozenset[str]) -> bool:
    """Whether `written` (without "the") has the capitals that a name has; `forms` is how the registry writes it.

    Exactly as in the registry always fits. Otherwise every word but small joiners is capitalised; a short name in
    capitals needs all of them, for "Who" is no WHO.
    """
    if written in forms:
        return True
    words = written.replace("-", " ").split()
    if not words or not all(w[0].isupper() or w[0].isdigit() or w.lower() in _JOINERS for w in words):
        return False
    if not any(w[0].isupper() for w in words):
        return False
    short = [f for f in forms if len(f) <= _INITIALS and f.isupper()]
    return not (short and len(short) == len(forms)) or written.isupper()
