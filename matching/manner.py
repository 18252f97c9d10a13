"""How an article speaks: whether it reports or argues, asks or answers, looks ahead or back, or tells what people think.

A column on a ruling shares every name with the report of it and yet reports nothing; "House to vote" and "House votes"
are two days of one story; a poll on a ban is not the ban. None of this names a topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.tokens import Token
from matching.wordlists import word_set

_ATTRIBUTING = word_set("""
    said says told according announced reported confirmed testified wrote saying tweeted
    dijo dice segun anuncio informo afirmo declaro aseguro dit declare selon annonce indique affirme rapporte
    sagte sagt laut teilte erklarte mitteilte berichtete disse diz segundo afirmou anunciou informou
    detto dice secondo annunciato dichiarato riferito
""")
_ARGUING = word_set("""
    should must ought we our us you your i my let shame absurd ridiculous disgrace outrageous surely frankly hypocrisy
    nosotros nuestro nuestra debe deben debemos nous notre nos faut devons doit wir unser unsere uns muss mussen
    nosso nossa devemos deve noi nostro nostra dobbiamo bisogna
""")
_ASKING = word_set("why how what who when where is are will can should does do explained explainer por como quien")
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
_POLL = word_set(
    "poll polls survey voters approval americans percent encuesta sondeo sondage umfrage pesquisa sondaggio"
)


@dataclass(frozen=True, slots=True)
class Manner:
    """Attributing and arguing words for each hundred, and whether the title asks, looks ahead, or tells of a poll."""

    attributing: float
    arguing: float
    asks: bool
    ahead: bool
    poll: bool


def manner_of(title: Sequence[Token], text: Sequence[Token], title_text: str) -> Manner:
    """How an article with this title and text speaks. A short text is read as if it had a few neutral words more."""
    counted = len(text) + 20
    return Manner(
        attributing=100 * sum(token.key in _ATTRIBUTING for token in text) / counted,
        arguing=100 * sum(token.key in _ARGUING for token in text) / counted,
        asks="?" in title_text or (bool(title) and title[0].key in _ASKING),
        ahead=_looks_ahead(title),
        poll=any(token.key in _POLL for token in title),
    )


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
