"""What an article says happened: the event words, actors, places and counted things of its title and first sentence.

Follow-ups share the names and words of what they follow. What sets them apart is what was done ("blocks" / "lets
resume"), by whom ("a judge" / "an appeals court"), where, to how many, and that the older news stands below the top.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.actionwords import ENGLISH, OTHERS, SIDES, STEPS
from matching.days import MONTH, WEEKDAY
from matching.laterdeeds import deeds_of
from matching.tokens import Token
from matching.wordlists import word_set

QUESTIONS = tuple(SIDES)
PROCESSES = tuple(STEPS)
_TITLE_WEIGHT = 2.0
_BODY_WEIGHT = 1.0
# The first sentence, or as much of it as a reader takes in; shorter pieces ("MOSCOW.", "Sen.") are no sentence.
_LEAST_TOP = 14
_MOST_TOP = 45

_AGENTS = word_set("""
    court courts judge judges justice justices jury panel circuit tribunal prosecutor prosecutors attorney lawyer lawyers
    house senate congress lawmakers legislature parliament committee democrats republicans senator senators
    president governor mayor minister premier king queen prince pope chancellor secretary ambassador spokesman
    police officer officers sheriff troops army military soldiers pentagon fbi rebels militants
    union workers company firm board airline regulator agency bank officials authorities
    teacher students school university hospital doctors scientists researchers
    tribunal juez jueza corte fiscal fiscalia senado congreso presidente gobernador alcalde ministro policia ejercito
    sindicato empresa juge cour procureur senat assemblee president maire ministre prefet armee syndicat entreprise
    gericht richter staatsanwaltschaft bundestag prasident minister polizei armee gewerkschaft unternehmen konzern
    juiz tribunal camara governador prefeito exercito sindicato giudice corte procura senato sindaco polizia esercito
    sindacato azienda
""")
_LOOKING_BACK = word_set(
    "after following since despite amid despues tras apres suite malgre nach nachdem seit trotz apos depois dopo malgrado"
)
# Words that must stand before: "After the flood, …" begins with the setting, and the news follows.
_LEAST_NEWS = 5
_PLACE_WORDS = word_set("in at near off outside en cerca pres bei nahe em no na nel nella presso vicino im")
_NUMBER_WORDS = {
    word: value
    for value, words in {
        1: "one",
        2: "two dos deux zwei dois duas due",
        3: "three tres trois drei tre",
        4: "four cuatro quatre vier quatro quattro",
        5: "five cinco cinq funf cinque",
        6: "six seis sechs seis sei",
        7: "seven siete sept sieben sete sette",
        8: "eight ocho huit acht oito otto",
        9: "nine nueve neuf neun nove",
        10: "ten diez dix zehn dez dieci",
        11: "eleven once onze elf undici",
        12: "twelve dozen doce douze zwolf doze dodici",
    }.items()
    for word in words.split()
}
# Of pairs of 1,500 labelled articles whose texts are as alike as 0.2 to 0.4, 8 % of a political stream are one event, of those
# that share one such figure 20 %, two or more 68 %; of look-alike accidents and crimes 58, 90 and 96 %.
_TELLING_DIGITS = 3
_LEFT_OUT = word_set("percent per cent pm am million billion year years old of to and in a the")


@dataclass(frozen=True, slots=True)
class Happening:
    """Event words with their weights, agents, places, and values by kind of thing counted.

    `sides` holds for each of `QUESTIONS` which side is taken, from -1 to 1, and `steps` for each of `PROCESSES` the mean
    step; NaN where none is named. `figures` are those of the whole article that hardly two happenings share: a count of votes,
    a sum to the penny. `deeds` are the bits of `matching.laterdeeds.deeds_of`.
    """

    actions: Mapping[str, float]
    sides: tuple[float, ...]
    steps: tuple[float, ...]
    agents: Mapping[str, float]
    places: frozenset[str]
    counts: Mapping[str, frozenset[float]]
    figures: frozenset[str]
    deeds: tuple[int, int]


def top_of(text: Sequence[Token]) -> list[Token]:
    """The first sentence of a text, and the next where it is very short."""
    for place, token in enumerate(text[:_MOST_TOP]):
        if token.initial and place >= _LEAST_TOP:
            return list(text[:place])
    return list(text[:_MOST_TOP])


def clause_of(top: Sequence[Token]) -> list[Token]:
    """What stands behind "after", "days after", "following" in a first sentence: the older news that it looks back on."""
    for place, token in enumerate(top):
        if token.key in _LOOKING_BACK and place >= _LEAST_NEWS:
            return list(top[place + 1 :])
    return []


def happening_of(
    title: Sequence[Token], top: Sequence[Token], lead: Sequence[Token], everything: Sequence[Token], language: str
) -> Happening:
    """What the title and the top of an article say happened; things are counted over the whole `lead`."""
    actions: dict[str, float] = {}
    agents: dict[str, float] = {}
    steps: dict[str, list[tuple[float, int]]] = {}
    lexicon = ENGLISH if language in {"en", ""} else OTHERS
    for tokens, weight in ((title, _TITLE_WEIGHT), (top, _BODY_WEIGHT)):
        for place, token in enumerate(tokens):
            following = tokens[place + 1].key if place + 1 < len(tokens) else ""
            if token.key in _AGENTS:
                name = f"{tokens[place - 1].key} {token.key}" if place and token.key in _COMPOUND else token.key
                agents[name] = max(weight, agents.get(name, 0.0))
            for action in lexicon.actions(token.key, following):
                key = f"{action.name}{action.side}" if action.side >= 0 else f"{action.name}:{action.step}"
                actions[key] = max(weight, actions.get(key, 0.0))
                if action.step >= 0:
                    steps.setdefault(action.name, []).append((weight, action.step))
    return Happening(
        actions=actions,
        sides=tuple(_side(actions.get(f"{name}0", 0.0), actions.get(f"{name}1", 0.0)) for name in QUESTIONS),
        steps=tuple(_mean_step(steps.get(name, [])) for name in PROCESSES),
        agents=agents,
        places=_places([*title, *top]),
        counts=_counts(lead),
        figures=telling_figures(everything),
        deeds=deeds_of([*title, *top], everything),
    )


def telling_figures(tokens: Iterable[Token]) -> frozenset[str]:
    """The figures of three and more digits, end zeros aside, that are no years."""
    return frozenset(token.key for token in tokens if token.number and _is_telling(token.key))


def _is_telling(figure: str) -> bool:
    digits = [character for character in figure if character.isdecimal()]
    year = len(figure) == len(digits) == 4 and figure[:2] in {"19", "20"}
    return not year and len("".join(digits).strip("0")) >= _TELLING_DIGITS


_COMPOUND = word_set("court secretary minister attorney committee union company board agency bank")


def _side(one: float, other: float) -> float:
    """Which side the words of a question take, between -1 and 1; NaN where there are none."""
    return (other - one) / (one + other) if one + other else math.nan


def _mean_step(steps: Sequence[tuple[float, int]]) -> float:
    """The weighted mean of the steps that are named; NaN for none."""
    total = sum(weight for weight, _ in steps)
    return sum(weight * step for weight, step in steps) / total if total else math.nan


def _places(tokens: Sequence[Token]) -> frozenset[str]:
    """Capitalised words behind a word of place."""
    found: set[str] = set()
    for before, token in itertools.pairwise(tokens):
        named = token.capital and not token.initial and token.key not in WEEKDAY and token.key not in MONTH
        if before.key in _PLACE_WORDS and named:
            found.add(token.key)
    return frozenset(found)


def _counts(tokens: Sequence[Token]) -> Mapping[str, frozenset[float]]:
    """Values by what they count: the next words behind a number, by their first five letters."""
    found: dict[str, set[float]] = {}
    for place, token in enumerate(tokens):
        value = _value(token)
        if value is None:
            continue
        for thing in tokens[place + 1 : place + 3]:
            if thing.number or thing.initial or thing.key in _NUMBER_WORDS:
                break
            if len(thing.key) > 3 and thing.key not in _LEFT_OUT and thing.key not in MONTH:
                found.setdefault(thing.key[:5], set()).add(value)
    return {thing: frozenset(values) for thing, values in found.items()}


def _value(token: Token) -> float | None:
    """The number that a token stands for; None where it is none, or a year."""
    if not token.number:
        return _NUMBER_WORDS.get(token.key)
    try:
        value = float(token.key)
    except ValueError:
        return None
    return None if 1900 <= value <= 2100 else value
