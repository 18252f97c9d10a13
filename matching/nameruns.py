"""Runs of capitalised words in a sentence, and where in each of them the name of a person would begin.

Titles, parties, places and firms before a name are told from it ("Ohio Republican John Pell", "Herald reporter Dora Vane").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.givennames import GIVEN
from matching.notpersons import HARD, NOT_PERSONS, OPENERS
from matching.speechtokens import Token
from matching.speechwords import FEMALE_TITLES, MALE_TITLES, SPEECH, TITLES
from matching.wordlists import word_set

_PARTICLES = word_set(
    "de del della der den di da dos das do du la le van von vom zu zur bin ibn al el ben y ter ten af av"
)
_NEW_PLACES = word_set("York Jersey Hampshire Mexico Zealand Orleans Delhi England Haven Brunswick Guinea Caledonia")
_MONTHS = word_set("jan april may june august")
"""Months that are given names: so they are read after a title and at the beginning of a sentence, not in "in June Pell left"."""
_OF_GERMAN = word_set("von vom zu zur")
_SURNAME_TITLES = word_set(
    "king prince bishop dean judge pope major marshal baron duke cardinal coach provost justice father"
)
SUFFIXES = word_set("jr sr ii iii iv")
SAYING = frozenset(verb for words in SPEECH.values() for verb in words.finite)
ROLES = frozenset(role for words in SPEECH.values() for role in words.roles)
_GERMAN_OFFICES = tuple(
    sorted(
        word_set("""sprecher sprecherin leiter leiterin meister meisterin führer führerin minister ministerin direktor direktorin fahrer
        fahrerin händler händlerin anwalt anwältin chef chefin experte expertin dezernent dezernentin präsident präsidentin beauftragte
        beauftragter forscher forscherin trainer trainerin vorsitzende vorsitzender abgeordnete abgeordneter ärztin richter richterin
        kommissar kommissarin betreiber betreiberin besitzer besitzerin bewohner bewohnerin anwohner anwohnerin sekretär sekretärin orin erin istin förster lehrer pfarrer arzt ingenieur
        wissenschaftler ologe ogin antin entin""")
    )
)
_COMPOUND = 5  # letters; German makes offices and trades by joining words: "Feuerwehrchefin"
_DOERS = ("er", "or", "ist", "ian", "man", "woman", "ant")
_SHORTEST_DOER = 5  # letters of a word at the beginning of a sentence that is taken for what somebody does
_BEFORE_TITLES = word_set("co vice ex then deputy former vize")
_DASHES = frozenset(["—", "–", "―", "--", "-"])
_SIGNED = 8  # tokens of a line of its own with who is quoted: a dash, a name, an age, a place
_SMALL_IN_TITLES = word_set("""a an the and or but nor as at by for from in into of off on onto over per than that to up upon
    via vs v with about after against amid among before behind between despite during if near out since through under
    until when while without is are be it its their his her your our my has""")
"""Words that headlines write small between capitals; any other small word tells a sentence."""
_HEADLINE = 0.8  # share of the longer words that are capitalised from which a line is set as a headline


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that stand together: tokens `first` to `last` of their line, of which the name begins at `name`.

    `name` is past `last` where nothing of it can be a person's name. `titled` tells that a title stands before it.
    """

    first: int
    name: int
    last: int
    titled: bool
    sex: str  # m | f | ""


def is_headline(tokens: Sequence[Token]) -> bool:
    """Whether (nearly) every long word has a capital, as in headlines: there a run of capitals says nothing."""
    words = [token.text for token in tokens if token.kind == "word"]
    if any(word in SAYING or (word.islower() and word.isalpha() and word not in _SMALL_IN_TITLES) for word in words):
        return False
    long = [word for word in words if len(word) > 3]
    return len(long) >= 3 and sum(word[0].isupper() for word in long) >= _HEADLINE * len(long)


def signature(tokens: Sequence[Token]) -> int:
    """Where in a line of capitals the names begin that sign a quotation: '— Dora Pell, Lorne', 'PIER CLOSED - Pell: "…"'.

    The number of tokens where there are none.
    """
    for k, token in enumerate(tokens):
        if token.text not in _DASHES:
            continue
        colon = next((n for n in range(k + 1, min(len(tokens) - 1, k + 9)) if tokens[n].text == ":"), None)
        announced = colon is not None and tokens[colon + 1].kind == "quote"
        if announced or ((k == 0 or tokens[k - 1].kind == "quote") and len(tokens) - k <= _SIGNED):
            return k + 1
    return len(tokens)


def runs_of(tokens: Sequence[Token], at: int = 0) -> Iterator[Run]:
    """The runs of capitalised words from token `at` on, in reading order."""
    while at < len(tokens):
        if not is_capital(tokens[at]):
            at += 1
            continue
        last = _run_end(tokens, at)
        first = at
        while first <= last and _opens(tokens, first):
            first += 1
        if first <= last:
            yield _parsed(tokens, first, last)
        at = last + 1


def _opens(tokens: Sequence[Token], k: int) -> bool:
    """Whether a capitalised word only begins a sentence: a small word, unless it is a given name within one ("met Al Dorn")."""
    word = tokens[k].text
    if word == "New" and k + 1 < len(tokens) and tokens[k + 1].text in _NEW_PLACES:
        return False
    return word.lower() in OPENERS and not word.isupper() and not (k > 0 and word.lower() in GIVEN)


def is_capital(token: Token) -> bool:
    """Whether a token is a word with a capital."""
    return token.kind == "word" and token.text[0].isupper()


def _run_end(tokens: Sequence[Token], at: int) -> int:
    last = at
    while not tokens[last].possessive and last - at < 12:
        step = last + 1
        while step < len(tokens) and step - last <= 2 and tokens[step].text in _PARTICLES and _beside(tokens, step):
            step += 1
        if step >= len(tokens) or not _beside(tokens, step):
            if _suffix_after_comma(tokens, last):
                last += 2
            break
        if not is_capital(tokens[step]) or (step > last + 1 and _parts_words(tokens, last)):
            break
        last = step
    return last


def _parts_words(tokens: Sequence[Token], last: int) -> bool:
    """Whether a "von" after a word joins no name: the word before it is neither a given name nor a title ("Angaben von Pell")."""
    word = tokens[last].text.lower()
    return tokens[last + 1].text in _OF_GERMAN and not (word in GIVEN or is_title(word) or len(word) == 1)


def _beside(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].start - tokens[at - 1].end <= 2 and tokens[at].kind == "word"


def _suffix_after_comma(tokens: Sequence[Token], last: int) -> bool:
    following = tokens[last + 1 : last + 3]
    return len(following) == 2 and following[0].text == "," and following[1].text.lower() in {"jr", "sr"}


def _parsed(tokens: Sequence[Token], first: int, last: int) -> Run:
    words = [token.text for token in tokens[first : last + 1]]
    name = 0
    titled = False
    sex = ""
    for i, word in enumerate(words):
        low = word.lower()
        if i == len(words) - 1 and _is_surname(words, name, titled=titled):
            continue
        if i and len(low) == 1:
            continue  # an initial; "M" before a name is French for Mr.
        if (is_title(low) or (i < len(words) - 1 and _is_german_office(low))) and not (
            low in GIVEN and i == name and i < len(words) - 1 and low not in MALE_TITLES
        ):
            name, titled = i + 1, True
            sex = "m" if low in MALE_TITLES else "f" if low in FEMALE_TITLES else sex
        elif _leads(words, i, name) and not (low in _MONTHS and (titled or _opens_sentence(tokens, first))):
            name, titled = i + 1, word.lower() in ROLES and word not in NOT_PERSONS
    if name == 0 and len(words) == 3 and _is_doer(tokens, first):
        name, titled = 1, True
    if not titled or name < len(words) - 1:
        name = _from_given_name(words, name)
    return Run(first, first + name, last, titled, sex)


def _is_surname(words: Sequence[str], name: int, *, titled: bool) -> bool:
    """Whether a title that ends a run is a surname there: "Janice Leader", "Judge Judge", "Tishana King", "King" alone."""
    low = words[-1].lower()
    if len(words) > name + 1 and words[name].lower() in GIVEN:
        return is_title(low)
    plain = len(words) == 1 or titled or words[name] not in NOT_PERSONS
    return low in _SURNAME_TITLES and plain


def _opens_sentence(tokens: Sequence[Token], at: int) -> bool:
    return at == 0 or tokens[at - 1].kind in {"mark", "quote"}


def _is_doer(tokens: Sequence[Token], at: int) -> bool:
    """Whether a sentence begins with a word for what somebody does, before a name of two words: "Guide Anaru Walker"."""
    word = tokens[at].text.lower()
    if tokens[at].text.isupper() or word in OPENERS:
        return False
    return _opens_sentence(tokens, at) and len(word) >= _SHORTEST_DOER and word.endswith(_DOERS) and word not in GIVEN


def is_title(word: str) -> bool:
    """Whether a word in lower case is a title: also one made of it, as "editor-in-chief", "co-chairman", "ex-mayor"."""
    if "-" not in word:
        return word in TITLES
    first, *rest = word.split("-")
    return (
        word in TITLES
        or (rest in (["in", "chief"], ["elect"], ["general"]) and first in TITLES | ROLES)
        or (first in _BEFORE_TITLES and len(rest) == 1 and rest[0] in TITLES | ROLES)
    )


def _is_german_office(word: str) -> bool:
    """Whether a word in lower case is an office or a trade by its ending: "feuerwehrchefin", "restauratorin"."""
    return len(word) > _COMPOUND and word not in GIVEN and word.endswith(_GERMAN_OFFICES)


def _leads(words: Sequence[str], i: int, name: int) -> bool:
    """Whether a word before others can only be what somebody belongs to: a party, a place, a firm, initials."""
    word = words[i]
    if i == len(words) - 1 or word.lower() in SUFFIXES:
        return False
    acronym = (
        len(word) > 1 and word.isupper() and word.isalpha() and not all(w.isupper() for w in words) and len(word) > 2
    )
    hard = word in HARD or word.lower() in ROLES or acronym
    given = i > name and words[name].lower() in GIVEN
    return hard or (word in NOT_PERSONS and not given and word.lower() not in GIVEN)


def _from_given_name(words: Sequence[str], name: int) -> int:
    """Begin a name of three or more words at its given name, where what stands before is none ("Ohio's" kind of words)."""
    rest = words[name:]
    if len(rest) < 3 or rest[0].lower() in GIVEN:
        return name
    for i in range(1, len(rest) - 1):
        given = rest[i].lower() in GIVEN and rest[i].lower() not in _PARTICLES
        if given and rest[i - 1] not in _PARTICLES and len(rest[0].strip(".")) > 1:
            return name + i
    return name
