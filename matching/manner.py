"""How an article speaks: whether it reports or argues, and whether it tells what was or what is going to be.

A column on a ruling shares every name with the report of it and yet reports nothing; "House to vote" and "House votes"
are two days of one story. None of this names a topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.tokens import Token
from matching.wordlists import word_set

_ARGUING = word_set("""
    should must ought we our us you your i my let shame absurd ridiculous disgrace outrageous surely frankly hypocrisy
    nosotros nuestro nuestra debe deben debemos nous notre nos faut devons doit wir unser unsere uns muss mussen
    nosso nossa devemos deve noi nostro nostra dobbiamo bisogna
""")
_AHEAD_VERBS = word_set("""
    set expected plan plans planning poised ready due wants want seeks seek hopes aims vows considers considering mulls
    prepares preparing likely about threatens needs
""")
_AHEAD = word_set(
    "will may might could expected upcoming looms planea podria pourrait pourraient will konnte podera"
    " potrebbe sera eve"
)
_VERBS_BEFORE_TO = word_set("""
    votes vote voted agrees agreed agree asks asked urges urged tells told orders ordered fails failed refuses refused
    tries tried begins began moves moved returns returned goes went allows allowed forced promises pledges pledged
    commits committed offers offered declines declined according close back up due admits responds reacts leads led
    heads sent sends brings calls called pushes rises falls jumps drops climbs sinks grows comes turns turned
    pleads objects objected access key way threat right path deal bid bill plan effort response answer letter
""")


@dataclass(frozen=True, slots=True)
class Manner:
    """Arguing words for each hundred, and whether the title tells what is going to be."""

    arguing: float
    ahead: bool


def manner_of(title: Sequence[Token], text: Sequence[Token]) -> Manner:
    """How an article with this title and text speaks. A short text is read as if it had a few neutral words more."""
    arguing = sum(token.key in _ARGUING for token in text)
    return Manner(arguing=100 * arguing / (len(text) + 20), ahead=_looks_ahead(title))


def _looks_ahead(title: Sequence[Token]) -> bool:
    """Whether a headline tells what is going to be: "House to vote", "court expected to rule", "bank may close"."""
    for place, token in enumerate(title):
        if token.key in _AHEAD:
            return True
        if token.key == "to" and 0 < place < len(title) - 1:
            before, behind = title[place - 1].key, title[place + 1]
            if before in _AHEAD_VERBS:
                return True
            if before not in _VERBS_BEFORE_TO and not before.endswith(("ing", "ed")) and _bare_verb(behind):
                return True
    return False


def _bare_verb(token: Token) -> bool:
    """Whether a word behind "to" may be a verb: no figure, no article, no plural."""
    return not token.number and token.key not in _NO_VERB and not token.key.endswith(("s", "ing"))


_NO_VERB = word_set("the a an his her their its our my this that new all")
