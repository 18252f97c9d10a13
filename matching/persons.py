"""Persons named in a text: where they stand, and which full name a surname means.

A name is a run of capitalised words. Titles, parties, places and firms before it are taken off and kept as affiliation
("Ohio Republican John Pell", "Herald reporter Dora Vane"); a run that ends in what organisations, places and days are
called names no person. Whether the rest is a person is told by a given name, a title, an age or a role beside it, or
the surname coming back alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from matching.givennames import EITHER, GIVEN, MEN, WOMEN
from matching.nameruns import ROLES, SAYING, SUFFIXES, Run, is_capital, is_headline, runs_of, signature
from matching.notpersons import HARD, NOT_PEOPLE, NOT_PERSONS, OPENERS, PLACE_OPENERS, SURNAMES_TOO
from matching.speechtokens import Line, Token
from matching.surnames import called_by_surname

_OF_THINGS = frozenset(["which", "whose", "where", "that", "and", ","])
"""What follows such a word is not said of the name before it: "Vane Dorn, a maker of pumps whose director …"."""
_DOERS = ("ist", "ologist", "ician", "woman", "sman", "tarian")
_NO_DOERS = frozenset(
    ["woman", "list", "exist", "consist", "assist", "resist", "insist", "persist", "twist", "mist", "waist"]
)
_OF_BODIES = frozenset(
    [
        "reported",
        "reports",
        "announced",
        "announces",
        "posted",
        "posts",
        "published",
        "confirmed",
        "confirms",
        "claims",
        "claimed",
        "estimates",
        "estimated",
        "warned",
        "warns",
        "proposed",
        "proposes",
        "detailed",
        "details",
        "allowed",
        "allows",
        "called",
        "calls",
        "disclosed",
        "discloses",
    ]
)
"""Verbs of saying whose subject is a firm or a body as often: they do not tell that two capitalised words are a person."""
_NO_GIVEN = re.compile(r"(?:ed|ing|ous|ive|ly|tech|soft)$|^[A-Z]{3,}$")
"""Endings that no given name has, but for those that are listed as such."""
_INITIALS = re.compile(r"[A-Z](?:\.[A-Z]){0,2}\.?")  # "J", "A.Q."
_PARTY = re.compile(r"[A-Z](?:-[A-Z]\w*)?")  # what stands in the bracket after a member's name: "(D-Lorne)", "(R)"
_LONGEST = 5  # words of a person's name, initials and particles included


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
    headlines = [is_headline(line.tokens) for line in lines]
    signed = [signature(line.tokens) if head else 0 for line, head in zip(lines, headlines, strict=True)]
    runs = [tuple(runs_of(line.tokens, at)) for line, at in zip(lines, signed, strict=True)]
    book = _Book(outlets, small, lines, runs)
    for n, head in enumerate(headlines):
        if head:
            runs[n] = (*book.in_headline(lines[n].tokens[: signed[n]]), *runs[n])
    return tuple(tuple(Found(run, book.person(n, run)) for run in of_line) for n, of_line in enumerate(runs))


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
        for word in called_by_surname(lines, runs, small) - outlets:
            self._titled.setdefault(word, "")
        for n, of_line in enumerate(runs):
            for one, other in pairwise(of_line):
                self._note_joined(n, one, other)

    def _note_joined(self, n: int, one: Run, other: Run) -> None:
        """Take two words of no known given name for a person where "and" joins them to somebody who is known as one."""
        between = [token.text.lower() for token in self._lines[n].tokens[one.last + 1 : other.first]]
        if between not in (["and"], [",", "and"]):
            return
        for run, beside in ((one, other), (other, one)):
            core = self._words(n, run)
            if (
                len(core) == 2
                and run.name == run.first
                and not self.person(n, run)
                and self.person(n, beside)
                and len(self._words(n, beside)) > 1
                and self._could_be(core, run, n)
                and self._are_names(core)
            ):
                self._enter(n, run, core, core)

    def _are_names(self, core: Sequence[str]) -> bool:
        """Whether none of the words is one that the text writes small, a place, a firm, or all capitals."""
        return not any(
            word.lower() in self._small or word in NOT_PERSONS or (word.isupper() and len(word) > 2) for word in core
        )

    def _words(self, n: int, run: Run) -> list[str]:
        return [token.text for token in self._lines[n].tokens[run.name : run.last + 1]]

    def _note(self, n: int, run: Run) -> None:
        words = self._words(n, run)
        if not words or not self._could_be(words, run, n):
            return
        core = [word for word in words if word.lower() not in SUFFIXES]
        if not core:
            return
        if len(core) == 1:
            if run.titled and core[0].lower() not in OPENERS and core[0] not in NOT_PERSONS:
                self._titled[core[0].lower()] = run.sex or self._titled.get(core[0].lower(), "")
            return
        if not (run.titled or _is_given(core[0]) or self._looks_human(n, run, core)):
            return
        self._enter(n, run, core, words)

    def _enter(self, n: int, run: Run, core: list[str], words: list[str]) -> None:
        key = core[-1].lower()
        known = self._by_surname.setdefault(key, [])
        given = core[0].lower()
        person = self._bearer(core, known)
        if person is None:
            text = self._lines[n].tokens
            person = Person(_written(text, run), core[-1], run.sex or _sex(given))
            self._by_given.setdefault(given, set()).add(person)
        known.append((n, person))

    def _bearer(self, core: Sequence[str], known: Sequence[tuple[int, Person]]) -> Person | None:
        """Who bears a name of several words: the same given name, or a surname of as many words ("Dora Levin Pell")."""
        given, whole = core[0].lower(), " " + " ".join(core)
        return next((p for _, p in known if p.name.split()[0].lower() == given or p.name.endswith(whole)), None)

    def _could_be(self, words: list[str], run: Run, n: int) -> bool:
        joined = " ".join(words)
        if joined in NOT_PEOPLE or joined.lower() in self._outlets or len(words) > _LONGEST:
            return False
        last = words[-1]
        if len(words) == 1 and last in SURNAMES_TOO and last.lower() in self._by_surname:
            return not (run.first and self._lines[n].tokens[run.first - 1].text.lower() == "the")  # "Hall said"
        if last in HARD or (last in NOT_PERSONS and not (len(words) > 1 and self._is_human(words[0], run, n))):
            return False
        return not (words[0] in PLACE_OPENERS and not run.titled)

    def _is_human(self, first: str, run: Run, n: int) -> bool:
        """Whether a name that ends in a place or an everyday word is a person's: by its given name, a title or a role."""
        before = self._lines[n].tokens[run.first - 1].text if run.first else ""
        return _is_given(first) or before in ROLES

    def _looks_human(self, n: int, run: Run, core: list[str]) -> bool:
        """Whether two or more capitalised words of no known given name are a person all the same."""
        tokens = self._lines[n].tokens
        before = tokens[run.first - 1].text if run.first else ""
        soft = before in ROLES and not any(
            word in HARD for word in core
        )  # "critic Dora Lane", where "lane" is a word too
        if len(core) > 3 or not (soft or self._are_names(core)) or (_NO_GIVEN.search(core[0]) and not soft):
            return False
        if before.lower() == "the":
            return False  # "the Lorne Observer says"
        after = [token.text for token in tokens[run.last + 1 : run.last + 6]]
        beside = len(after) > 1 and before == after[0] == "," and after[1] in SAYING  # "the minister, Dora Pell, said"
        saying = (after[:1] and after[0] in SAYING - _OF_BODIES) or before in SAYING or beside
        aged = after[:1] == [","] and len(after) > 1 and after[1].isdigit()
        office = before == "," and run.first > 1 and tokens[run.first - 2].text in ROLES
        said = list(takewhile(lambda word: word.lower() not in _OF_THINGS, after[1:]))
        roles = (
            before in ROLES
            or office
            or self._is_introduced(tokens, run.first - 1)
            or (after[:1] == [","] and any(word in ROLES for word in said))
        )
        return (
            bool(_INITIALS.fullmatch(core[0]))
            or (after[:1] == ["("] and len(after) > 1 and bool(_PARTY.fullmatch(after[1])))
            or bool(saying)
            or aged
            or roles
            or after[:1] == ["who"]
            or after[1:2] == ["who"]
            or core[-1].lower() in self._alone
        )

    def _is_introduced(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the small word at `at` says what somebody is: by its ending ("violinist"), or after '"…," said'."""
        word = tokens[at].text if at >= 0 else ""
        if not word.islower():
            return False
        if word.endswith(_DOERS) and word not in _NO_DOERS:
            return True
        said = next((k for k in range(at - 1, max(-1, at - 4), -1) if tokens[k].text in SAYING), None)
        return said is not None and said > 0 and tokens[said - 1].kind == "quote"

    def in_headline(self, tokens: Sequence[Token]) -> Iterator[Run]:
        """The names in a line where every word has a capital: only those that the rest of the text knows."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if is_capital(token):
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
        core = [word for word in words if word.lower() not in SUFFIXES]
        if not core or not self._could_be(words, run, n):
            return None
        key = core[-1].lower()
        known = self._by_surname.get(key, [])
        if len(core) < len(words) and len(core) == 1 and key in GIVEN:
            return self._junior(core[0], words[-1])
        if len(core) > 1:
            return self._bearer(core, known)
        return self._by_surname_alone(n, run, key, known)

    def _junior(self, given: str, suffix: str) -> Person:
        """The person called by a given name and "Jr." alone: "her son Frank Jr.", who is not his father."""
        full = (p for p in self._by_given.get(given.lower(), ()) if p.name.rstrip(".").endswith(suffix))
        name = f"{given} {suffix}." if suffix.lower() in {"jr", "sr"} else f"{given} {suffix}"
        return min(full, key=lambda p: p.name, default=Person(name, given, _sex(given.lower())))

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


def _is_given(word: str) -> bool:
    """Whether a word is a given name, or begins with one and a hyphen ("Eva-Maria")."""
    low = word.lower()
    return low in GIVEN or ("-" in low and low.split("-")[0] in GIVEN)


def _sex(given: str) -> str:
    return "" if given in EITHER else "m" if given in MEN else "f" if given in WOMEN else ""


def _written(tokens: Sequence[Token], run: Run) -> str:
    """The name as it is written, initials with their point."""
    parts = []
    for token in tokens[run.name : run.last + 1]:
        dotted = len(token.text) == 1 or token.text.lower() in {"jr", "sr"}
        parts.append(token.text + "." if dotted else token.text)
    return " ".join(parts)
