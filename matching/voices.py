"""Whose voice a sentence carries: who speaks in the headline, who near the top, and whether the lead has a public source.

A headline that names somebody need not report what he said: he may be acted on ("members demand Pell's resignation"), or
be one of two that are spoken of. And a voice that nobody hears before the middle of an article is seldom what the article
is about, whoever it spoke to.
"""

from __future__ import annotations

import re
from itertools import pairwise

from matching.wordlists import word_set

_CLAUSE = re.compile(r"[:;,|]|\s[-–—]\s|[—–]")
_WORD = re.compile(r"[^\s“”\"]+")
_CAPITAL = re.compile(r"[A-ZÀ-Þ][\w’'\-]{2,}")
_OWNER = re.compile(r"[’']s?$")
_SPEAKS = word_set("""says say said tells told warns warned admits reveals insists claims vows argues confirms denies dice
    afirma dit affirme sagt warnt""")
_LEADS_TO = word_set("with by from according to")
_PASSES = word_set("""over in on for against at to between about under after before amid into despite during without
    contra sobre entre sur contre gegen über""")
_DONE_BY = word_set("in of with by from over for as on at")
_STRONG_PARTICIPLES = word_set("shot held seen caught hit found kept sent taken given known left")
_FEELINGS = word_set("""pleased worried concerned disappointed surprised devastated shocked saddened opposed committed
    prepared interested convinced determined tired excited thrilled honored honoured""")
_FIRST_WORDS = 5
"""So many words of a clause hold its subject: a title or two, a first name and a last one."""


def title_voices(title: str) -> frozenset[str]:
    """Return the capitalised words of `title` that stand where somebody speaks or acts, not where he is spoken of.

    These are the first words of a clause up to a preposition, and a name beside a word of saying; an owner ("Pell's")
    speaks nowhere, nor does somebody to whom something is done ("Pell accused of fraud"): headlines tell what people do
    in the present, so a participle before a preposition is passive.

    >>> sorted(title_voices("Members of the council demand that Adam Pell resign"))
    ['Members']
    >>> sorted(title_voices("Harbour may close, Pell says"))
    ['Harbour', 'Pell']
    """
    voices: set[str] = set()
    for clause in _CLAUSE.split(title):
        words = [w.strip("‘’'.?!()[]") if not _OWNER.search(w) else w for w in _WORD.findall(clause)]
        lowered = [w.lower() for w in words]
        passed = next((k for k, w in enumerate(lowered) if w in _PASSES), len(words))
        acted_on = any(_is_passive(*pair) for pair in pairwise(lowered[: passed + 1]))
        for k, word in enumerate(words):
            beside = lowered[k + 1 : k + 2] + lowered[max(0, k - 2) : k]
            subject = not acted_on and k < min(_FIRST_WORDS, passed)
            speaks = not _SPEAKS.isdisjoint(beside) or (k > 0 and not _LEADS_TO.isdisjoint(lowered[max(0, k - 2) : k]))
            if (subject or speaks) and _CAPITAL.fullmatch(word) and not _OWNER.search(word):
                voices.add(word)
    return frozenset(voices)


def _is_passive(word: str, preposition: str) -> bool:
    """Whether a word before a preposition is a participle of something done to somebody, and no feeling of his."""
    done = (word.endswith("ed") and len(word) > 3) or word in _STRONG_PARTICIPLES
    return done and preposition in _DONE_BY and word not in _FEELINGS


_PUBLIC = re.compile(
    r"\bannounced\b|\bannouncement\b|\bin\s+a\s+(?:\w+\s+)?statement\b|\bstatement\s+(?:released|issued|published|posted)\b"
    r"|\b(?:press|news)\s+(?:release|conference|briefing)\b|\b(?:told|to|with)\s+reporters\b"
    r"|\bruled\b|\bsentenced\b|\bindicted\b|\bconvicted\b|\bvoted\b|\bsigned\s+(?:an?|the)\b"
    r"|\banunció\b|\bcomunicado\b|\brueda\s+de\s+prensa\b|\ba\s+annoncé\b|\bcommuniqué\b|\bconférence\s+de\s+presse\b"
    r"|\bMitteilung\b|\bPressekonferenz\b|\bverurteilt\b",
    re.IGNORECASE,
)


def has_public_source(text: str) -> bool:
    """Whether `text` tells of an act that anybody could witness: an announcement, a statement, a ruling, a vote."""
    return _PUBLIC.search(text) is not None
