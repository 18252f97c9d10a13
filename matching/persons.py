"""Persons named in a text: where they stand, and which full name a surname means.

A name is a run of capitalised words. Titles, parties, places and firms before it are taken off and kept as affiliation
("Ohio Republican John Pell", "Herald reporter Dora Vane"); a run that ends in what organisations, places and days are
called names no person. Whether the rest is a person is told by a given name, a title, an age or a role beside it, or
the surname coming back alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.givennames import EITHER, GIVEN, MEN, WOMEN
from matching.notpersons import HARD, NOT_PEOPLE, NOT_PERSONS, OPENERS, PLACE_OPENERS
from matching.speechtokens import Line, Token
from matching.speechwords import FEMALE_TITLES, MALE_TITLES, SPEECH, TITLES
from matching.wordlists import word_set

_PARTICLES = word_set(
    "de del della der den di da dos das do du la le van von vom zu zur bin ibn al el ben y ter ten af av"
)
_SURNAME_TITLES = word_set(
    "king prince bishop dean judge pope major marshal baron duke cardinal coach provost justice father"
)
_SUFFIXES = word_set("jr sr ii iii iv")
_LONGEST = 5  # words of a person's name, initials and particles included
_SAYING = frozenset(verb for words in SPEECH.values() for verb in words.finite)
_ROLES = frozenset(role for words in SPEECH.values() for role in words.roles)


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


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in the text: the fullest name in it, and "m", "f" or "" where it does not tell."""

    name: str
    surname: str
    sex: str


@dataclass(frozen=True, slots=True)
class Found:
    """A run of capitalised words, and the person it names; None for an organisation, a place, or who knows."""

    run: Run
    person: Person | None


def find_persons(lines: Sequence[Line], outlets: frozenset[str] = frozenset()) -> tuple[tuple[Found, ...], ...]:
    """Return, for each line, its runs of capitalised words in reading order, each with the person that it names.

    `outlets` are names of newsrooms in lower case: none of them is a person. A surname alone means the person who was
    named in full last before it, else first after it; a surname with a title that is never named in full is a person too.
    """
    small = {t.text for line in lines for t in line.tokens if t.kind == "word" and t.text.islower()}
    headlines = [_is_headline(line.tokens) for line in lines]
    runs = [() if head else tuple(_runs(line.tokens)) for line, head in zip(lines, headlines, strict=True)]
    book = _Book(outlets, small, lines, runs)
    for n, head in enumerate(headlines):
        if head:
            runs[n] = tuple(book.in_headline(lines[n].tokens))
    return tuple(tuple(Found(run, book.person(n, run)) for run in of_line) for n, of_line in enumerate(runs))


def _is_headline(tokens: Sequence[Token]) -> bool:
    """Whether (nearly) every long word has a capital, as in headlines: there a run of capitals says nothing."""
    long = [token.text for token in tokens if token.kind == "word" and len(token.text) > 3]
    if any(word in _SAYING for word in long):
        return False
    return len(long) >= 3 and sum(word[0].isupper() for word in long) >= _HEADLINE * len(long)


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    at = 0
    while at < len(tokens):
        if not _capital(tokens[at]):
            at += 1
            continue
        last = _run_end(tokens, at)
        first = at
        while first <= last and tokens[first].text.lower() in OPENERS and not tokens[first].text.isupper():
            first += 1
        if first <= last:
            yield _parsed(tokens, first, last)
        at = last + 1


def _capital(token: Token) -> bool:
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
        if not _capital(tokens[step]):
            break
        last = step
    return last


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
        if low in _SURNAME_TITLES and i == len(words) - 1 and (titled or words[name].lower() in GIVEN):
            continue
        if low in TITLES and not (low in GIVEN and i == name and i < len(words) - 1 and low not in MALE_TITLES):
            name, titled = i + 1, True
            sex = "m" if low in MALE_TITLES else "f" if low in FEMALE_TITLES else sex
        elif _leads(words, i, name):
            name, titled = i + 1, word.lower() in _ROLES and word not in NOT_PERSONS
    if not titled or name < len(words) - 1:
        name = _from_given_name(words, name)
    return Run(first, first + name, last, titled, sex)


def _leads(words: Sequence[str], i: int, name: int) -> bool:
    """Whether a word before others can only be what somebody belongs to: a party, a place, a firm, initials."""
    word = words[i]
    if i == len(words) - 1 or word.lower() in _SUFFIXES:
        return False
    acronym = (
        len(word) > 1 and word.isupper() and word.isalpha() and not all(w.isupper() for w in words) and len(word) > 2
    )
    hard = word in HARD or word.lower() in _ROLES or acronym
    given = i > name and words[name].lower() in GIVEN
    return hard or (word in NOT_PERSONS and not given and word.lower() not in GIVEN)


def _from_given_name(words: Sequence[str], name: int) -> int:
    """Begin a name of three or more words at its given name, where what stands before is none ("Ohio's" kind of words)."""
    rest = words[name:]
    if len(rest) < 3 or rest[0].lower() in GIVEN:
        return name
    for i in range(1, len(rest) - 1):
        if rest[i].lower() in GIVEN and rest[i - 1] not in _PARTICLES and len(rest[0].strip(".")) > 1:
            return name + i
    return name


class _Book:
    """Who is named in full in a text, and where."""

    def __init__(
        self, outlets: frozenset[str], small: set[str], lines: Sequence[Line], runs: Sequence[tuple[Run, ...]]
    ) -> None:
        self._outlets = outlets
        self._small = small
        self._lines = lines
        self._alone = {
            lines[n].tokens[r.name].text.lower() for n, rs in enumerate(runs) for r in rs if r.name == r.last
        }
        self._titled: dict[str, str] = {}
        self._by_surname: dict[str, list[tuple[int, Person]]] = {}
        self._by_given: dict[str, set[Person]] = {}
        for n, of_line in enumerate(runs):
            for run in of_line:
                self._note(n, run)

    def _words(self, n: int, run: Run) -> list[str]:
        return [token.text for token in self._lines[n].tokens[run.name : run.last + 1]]

    def _note(self, n: int, run: Run) -> None:
        words = self._words(n, run)
        if not words or not self._could_be(words, run):
            return
        core = [word for word in words if word.lower() not in _SUFFIXES]
        if not core:
            return
        if len(core) == 1:
            if run.titled and core[0].lower() not in OPENERS and core[0] not in NOT_PERSONS:
                self._titled[core[0].lower()] = run.sex or self._titled.get(core[0].lower(), "")
            return
        if not (run.titled or core[0].lower() in GIVEN or self._looks_human(n, run, core)):
            return
        self._enter(n, run, core, words)

    def _enter(self, n: int, run: Run, core: list[str], words: list[str]) -> None:
        key = core[-1].lower()
        known = self._by_surname.setdefault(key, [])
        given = core[0].lower()
        person = next((p for _, p in known if p.name.split()[0].lower() == given), None)
        if person is None:
            text = self._lines[n].tokens
            person = Person(_written(text, run), core[-1], run.sex or _sex(given))
            self._by_given.setdefault(given, set()).add(person)
        known.append((n, person))

    def _could_be(self, words: list[str], run: Run) -> bool:
        joined = " ".join(words)
        if joined in NOT_PEOPLE or joined.lower() in self._outlets or len(words) > _LONGEST:
            return False
        last = words[-1]
        if last in HARD or (last in NOT_PERSONS and not (len(words) > 1 and words[0].lower() in GIVEN)):
            return False
        return not (words[0] in PLACE_OPENERS and not run.titled)

    def _looks_human(self, n: int, run: Run, core: list[str]) -> bool:
        """Whether two or more capitalised words of no known given name are a person all the same."""
        if len(core) > 3 or any(
            word.lower() in self._small or word in NOT_PERSONS or (word.isupper() and len(word) > 2) for word in core
        ):
            return False
        tokens = self._lines[n].tokens
        before = tokens[run.first - 1].text if run.first else ""
        after = [token.text for token in tokens[run.last + 1 : run.last + 4]]
        saying = (after[:1] and after[0] in _SAYING) or before in _SAYING
        aged = after[:1] == [","] and len(after) > 1 and after[1].isdigit()
        roles = before in _ROLES or (after[:1] == [","] and any(word in _ROLES for word in after[1:]))
        return (
            len(core[0]) == 1
            or bool(saying)
            or aged
            or roles
            or after[:1] == ["who"]
            or after[1:2] == ["who"]
            or core[-1].lower() in self._alone
        )

    def in_headline(self, tokens: Sequence[Token]) -> Iterator[Run]:
        """The names in a line where every word has a capital: only those that the rest of the text knows."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if _capital(token):
                for last in (at + 2, at + 1, at):
                    if last < len(tokens) and self._knows([t.text.lower() for t in tokens[at : last + 1]]):
                        yield Run(at, at, last, titled=False, sex="")
                        at = last
                        break
            at += 1

    def _knows(self, words: Sequence[str]) -> bool:
        known = self._by_surname.get(words[-1], [])
        if len(words) == 1:
            return bool(known) or words[0] in self._titled
        return any(person.name.split()[0].lower() == words[0] for _, person in known)

    def person(self, n: int, run: Run) -> Person | None:
        """The person whom a run names on line `n`."""
        words = self._words(n, run)
        core = [word for word in words if word.lower() not in _SUFFIXES]
        if not core or not self._could_be(words, run):
            return None
        key = core[-1].lower()
        known = self._by_surname.get(key, [])
        if len(core) > 1:
            return next((p for _, p in known if p.name.split()[0].lower() == core[0].lower()), None)
        return self._by_surname_alone(n, run, key, known)

    def _by_surname_alone(self, n: int, run: Run, key: str, known: list[tuple[int, Person]]) -> Person | None:
        fitting = [(at, p) for at, p in known if not (run.sex and p.sex and run.sex != p.sex)]
        earlier = [p for at, p in fitting if at <= n]
        if earlier:
            return earlier[-1]
        if fitting:
            return fitting[0][1]
        if key in self._titled:
            name = self._lines[n].tokens[run.last].text
            return Person(name, name, run.sex or self._titled[key])
        called = self._by_given.get(key, set())
        return next(iter(called)) if len(called) == 1 else None


def _sex(given: str) -> str:
    return "" if given in EITHER else "m" if given in MEN else "f" if given in WOMEN else ""


def _written(tokens: Sequence[Token], run: Run) -> str:
    """The name as it is written, initials with their point."""
    parts = []
    for token in tokens[run.name : run.last + 1]:
        dotted = len(token.text) == 1 or token.text.lower() in {"jr", "sr"}
        parts.append(token.text + "." if dotted else token.text)
    return " ".join(parts)
