"""Whom "he", "she" and "the mayor" mean in a sentence, by what the sentences before it were about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from matching.clauseitems import Item
from matching.clauses import Clause
from matching.persons import Person
from matching.speechwords import SpeechWords

_FOCUS = 3  # sentences after which nobody is "he" any more
_NEXT = 8  # items after a name among which an apposition tells an office
_FULL = {
    "sen": ("senator",),
    "rep": ("representative", "congressman", "congresswoman"),
    "gov": ("governor",),
    "prof": ("professor",),
    "det": ("detective",),
    "dr": ("doctor",),
    "lt": ("lieutenant",),
    "capt": ("captain",),
    "gen": ("general",),
    "col": ("colonel",),
    "sgt": ("sergeant",),
    "cllr": ("councillor",),
}
"""Titles that are written short, and what they are called in full."""


class Focus:
    """Whom "he" and "she" mean: the subject of the sentence, else of the one before, else who spoke last."""

    def __init__(self, offices: Mapping[str, Person]) -> None:
        """`offices` are the offices that one person in the text has, and nobody else."""
        self._offices = offices
        self._subject: tuple[Person, int] | None = None
        self._others: tuple[tuple[Person, ...], int] = ((), -9)
        self._speaker: tuple[Person, int] | None = None

    def who(self, clause: Clause, at: int, n: int) -> Person | None:
        """Whom the pronoun or the office at item `at` of sentence `n` means; None where that is not clear."""
        pronoun = clause.items[at]
        if is_office(pronoun):
            return self._offices.get(pronoun.text.removeprefix("the "))
        subject = clause.main_subject(at)
        here = clause.items[subject].person if subject is not None else None
        if here is not None and _fits(here, pronoun):
            return here
        if any(_could_mean(item, pronoun) for item in clause.items[:at]):
            return None
        for known in (self._subject, self._speaker):
            if known is not None and n - known[1] <= _FOCUS and _fits(known[0], pronoun):
                return known[0]
        fitting = {p for p in self._others[0] if _fits(p, pronoun)} if n - self._others[1] <= 1 else set()
        return next(iter(fitting)) if len(fitting) == 1 else None

    def spoke(self, person: Person, n: int) -> None:
        """Remember who spoke in sentence `n`."""
        self._speaker = (person, n)

    def read(self, clause: Clause, n: int) -> None:
        """Remember the subject and the persons of a sentence that has been read."""
        named = [item.person for k, item in enumerate(clause.items) if not clause.describes(k)]
        persons = tuple(dict.fromkeys(person for person in named if person is not None))
        if persons:
            self._others = (persons, n)
        at = clause.main_subject()
        if at is None and clause.has_other_subject():
            self._subject = self._speaker = None
        elif at is not None:
            person = clause.items[at].person or self.who(clause, at, n)
            if person is not None:
                self._subject = (person, n)
            elif is_office(clause.items[at]):
                self._subject = self._speaker = None


def _could_mean(item: Item, pronoun: Item) -> bool:
    """Whether a pronoun could mean somebody who stands before it in its own sentence."""
    return is_office(item) or (item.person is not None and _fits(item.person, pronoun) and not item.possessive)


def _fits(person: Person, pronoun: Item) -> bool:
    return not (person.sex and pronoun.sex and person.sex != pronoun.sex)


def is_office(item: Item) -> bool:
    """Whether an item names somebody by an office alone: "the mayor"."""
    return item.kind == "P" and item.text.startswith("the ") and not item.text[4:5].isdigit()


def offices_of(clauses: Sequence[Clause], words: SpeechWords) -> dict[str, Person]:
    """Return the offices that the text gives to exactly one person, before or right after the name.

    >>> offices_of((), SPEECH["en"])
    {}
    """
    holders: dict[str, set[Person]] = {}
    for clause in clauses:
        for k, item in enumerate(clause.items):
            if item.person is not None:
                for office in _offices(clause, k, words):
                    holders.setdefault(office, set()).add(item.person)
    return {office: next(iter(persons)) for office, persons in sorted(holders.items()) if len(persons) == 1}


def _offices(clause: Clause, k: int, words: SpeechWords) -> Iterator[str]:
    item = clause.items[k]
    prefix = item.text[: max(0, len(item.text) - (item.end - item.start))].lower().replace(".", "").split()
    beside = [other.text.lower() for other in clause.items[clause.phrase_start(k) : k] if not other.possessive]
    for word in (*prefix, *beside):
        yield from (office for office in (word, *_FULL.get(word, ())) if office in words.roles)
    after = clause.items[k + 1 : k + 1 + _NEXT]
    if after and after[0].text == ",":
        for other in after[1:]:
            if other.kind not in {"w", "O", "I"} or clause.is_preposition(other):
                return
            if other.text in words.roles:
                yield other.text
