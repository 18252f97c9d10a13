"""The grammar of citing: who is the subject of a verb of saying.

No parser: a sentence is a row of items (persons, other names, quotations, verbs of saying, pronouns, words, marks), and the
subject of a verb is found by walking from it, over adverbs, auxiliaries, appositions and "of Ohio", to the left; by
inversion ("said Dora Pell") to the right; or, for "… and said" and "adding", at the beginning of the clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.persons import Found, Person
from matching.speechtokens import Line
from matching.speechwords import TITLES, SpeechWords
from matching.wordlists import word_set

_BE = word_set("was were been being is are be wasn't isn't weren't wird wurde werden fue fueron être été est sont")
_NEGATIONS = word_set("not never no neither nor n't cannot hardly without")
_NOT_AFTER = word_set("to would should could might must can may cannot if whether")
_GOES_ON = word_set("went goes go going continued continues continue proceeded began begins started used tended came seemed seems appeared appears wants wanted")
NOUN_LIKE = word_set("""claims comments remarks notes reports states charges calls demands hopes fears tweets posts attacks questions
    challenges quotes promises details credits mentions signals answers labels estimates emails rips slams blasts doubts
    objects reads blames counters concerns pledges vows warns_ cautions jokes stresses complaints compares thoughts thought
    hailed related expected alleged estimated called reported proposed detailed labeled feared quoted written read concerned
    note notes appeared post responses allowed reveals post""")
"""Forms of verbs of saying that are nouns or participles as often: they need their subject right before them."""
_FAR = 45  # items that an apposition or a clause may be long
_NEAR = 9  # items between an inverted verb and the name that follows it


@dataclass(frozen=True, slots=True)
class Item:
    """A unit of a sentence. `kind`: N person, O other name, Q quotation, P he or she, R who, V verb of saying, G its
    participle, I its infinitive, w word, m mark.
    """

    kind: str
    text: str
    start: int
    end: int
    person: Person | None = None
    possessive: bool = False
    sex: str = ""
    prefixed: bool = False  # an organisation or a place, no title, stands before the name


@dataclass(frozen=True, slots=True)
class Cited:
    """The item that is the subject of the verb at item `verb`, and the rule that found it."""

    subject: int
    verb: int
    rule: str


def items_of(line: Line, found: Sequence[Found], words: SpeechWords, text: str) -> tuple[Item, ...]:
    """Return the items of a sentence, in reading order."""
    begins = {f.run.first: f for f in found}
    items: list[Item] = []
    at = 0
    while at < len(line.tokens):
        token = line.tokens[at]
        known = begins.get(at)
        if known is None:
            items.append(_item(token.kind, token.text, token.start, token.end, words))
            at += 1
            continue
        last = line.tokens[known.run.last]
        name = line.tokens[known.run.name] if known.person else token
        kind = "N" if known.person else "O"
        items.append(Item(kind, text[token.start : last.end], name.start, last.end, known.person, last.possessive, prefixed=known.run.name > known.run.first and not known.run.titled))
        at = known.run.last + 1
    return tuple(items)


def _item(kind: str, text: str, start: int, end: int, words: SpeechWords) -> Item:
    low = text.lower()
    if kind == "quote":
        return Item("Q", text, start, end)
    if kind == "mark":
        return Item("m", text, start, end)
    if low in words.he or low in words.she:
        return Item("P", low, start, end, sex="m" if low in words.he else "f")
    if low in words.relatives:
        return Item("R", low, start, end)
    for sort, group in (("V", words.finite), ("G", words.participles), ("I", words.infinitives)):
        if low in group:
            return Item(sort, low, start, end)
    return Item("w", low, start, end)


class Clause:
    """A sentence with the questions that one asks of it."""

    def __init__(self, items: Sequence[Item], words: SpeechWords, *, inverts: bool = False) -> None:
        """`inverts`: the language puts the verb before its subject without a quotation too (Spanish, French, German)."""
        self.items = items
        self._words = words
        self._inverts = inverts

    def cited(self) -> list[Cited]:
        """Who says something in the sentence: each subject with its verb, in reading order."""
        found: list[Cited] = []
        for i, item in enumerate(self.items):
            if item.kind in "VGI" and item.kind:
                found += self._of_verb(i, found)
        found += self._according() + self._by_noun() + self._agents()
        seen: set[int] = set()
        kept = []
        for cited in sorted(found, key=lambda c: (c.subject, c.verb)):
            if cited.subject not in seen:
                seen.add(cited.subject)
                kept.append(cited)
        return kept

    def _kind(self, i: int) -> str:
        return self.items[i].kind if 0 <= i < len(self.items) else ""

    def _text(self, i: int) -> str:
        return self.items[i].text if 0 <= i < len(self.items) else ""

    def _is_prep(self, i: int) -> bool:
        return self._kind(i) == "w" and self._text(i) in self._words.prepositions

    def _of_verb(self, i: int, before: list[Cited]) -> list[Cited]:
        kind = self._kind(i)
        j, passed = self._over_helpers(i - 1)
        if passed & _NEGATIONS or any(word.endswith(("n't", "n’t")) for word in passed):
            return []
        passive = bool(passed & _BE)
        if passive and kind != "G":
            return []
        if kind == "I" and not self._is_finite_plain(j, passed):
            return []
        if self.items[i].text in NOUN_LIKE and self._kind(j) not in {"N", "P", "R", "m"}:
            return []
        if kind == "G" and self._kind(j) in {"O", "w"} and not self._introduces(j):
            return []
        subjects = self._left(j) if kind != "I" or self._kind(j) != "w" else self._left(self._before_to(j))
        if subjects:
            return [Cited(s, i, "subject") for s in subjects]
        if kind == "V":
            inverted = self._inverted(i)
            if inverted is not None:
                return [Cited(inverted, i, "inversion")]
        if kind != "I" and self.items[i].text not in NOUN_LIKE and self._shares_subject(i, j):
            shared = self._clause_subject(i, before)
            return [] if shared is None else [Cited(shared, i, "clause")]
        return []

    def _is_finite_plain(self, j: int, passed: frozenset[str]) -> bool:
        """Whether an infinitive tells that something was said: "did say", "went on to say", "Pell and Vane say"."""
        if self._text(j) == "to":
            return self._text(self._before_to(j) + 1) in _GOES_ON or self._text(j - 1) in {"on"}
        return bool(passed & {"did", "does", "do", "will"}) or (self._kind(j) == "N" and self._text(j - 1) in self._words.conjunctions)

    def _before_to(self, j: int) -> int:
        k = j - 1
        if self._text(k) == "on":
            k -= 1
        return k - 1

    def _over_helpers(self, j: int) -> tuple[int, frozenset[str]]:
        passed: set[str] = set()
        while j >= 0 and self._kind(j) == "w":
            word = self.items[j].text
            adverb = word.endswith("ly") and len(word) > 4
            if not (word in self._words.helpers or adverb or word in _BE or word in _NEGATIONS or word.endswith(("n't", "n’t"))):
                break
            passed.add(word)
            j -= 1
        return j, frozenset(passed)

    def _left(self, j: int) -> list[int]:
        """The persons that stand as subject at or before item `j`."""
        kind = self._kind(j)
        if kind == "P":
            return [j]
        if kind == "N" and not self.items[j].possessive:
            return self._joined(j)
        if kind == "R":
            return self._antecedent(j)
        if kind == "m" and self._text(j) in {",", ")", "—", "–", "--", "]"}:
            return self._before_apposition(j)
        if kind in {"O", "w", "N"}:
            return self._before_phrase(j)
        return []

    def _joined(self, j: int) -> list[int]:
        """A name that is no object of a preposition, with the names that "and" joins to it."""
        before = self._phrase_start(j) - 1
        if self._is_prep(before):
            office = self.items[j].prefixed and self._text(before) in {"of", "for"} and self._is_office(before - 1)
            return [j] if office else self._before_phrase(j)
        found = [j]
        k = self._phrase_start(j) - 1
        while len(found) < 4:
            if self._text(k) in self._words.conjunctions and self._text(k - 1) == ",":
                k -= 1
            if self._text(k) not in {*self._words.conjunctions, ","} or self._kind(k - 1) != "N":
                break
            found.append(k - 1)
            k = self._phrase_start(k - 1) - 1
        if self._is_prep(k) and len(found) > 1:
            return found[:1]
        return found

    def _is_office(self, k: int) -> bool:
        return self._kind(k) in {"w", "O"} and self._text(k).split()[-1].lower() in self._words.roles | TITLES

    def _introduces(self, j: int) -> bool:
        """Whether a word may stand before a participle that shares the subject of its clause ("by saying")."""
        return self._text(j) in self._words.conjunctions or self._text(j) in {"by", "while", "when", "in", "before", "after"}

    def _phrase_start(self, j: int) -> int:
        """Where the noun phrase begins that ends in the name at `j`: roles, adjectives and other names before it."""
        k = j
        while k > 0 and j - k < 7 and (
            self._kind(k - 1) == "O" or (self._kind(k - 1) == "N" and self.items[k - 1].possessive)
            or (self._kind(k - 1) == "w" and not self._is_prep(k - 1) and self._is_modifier(k - 1, j))
        ):
            k -= 1
        return k

    def _is_modifier(self, k: int, j: int) -> bool:
        """Whether a small word belongs to the phrase before a name: it or a later one up to the name is a role."""
        word = self.items[k].text
        if word in self._words.conjunctions or word in self._words.helpers:
            return False
        return any(self._text(n) in self._words.roles for n in range(k, j)) or word in {"former", "then"}

    def _before_phrase(self, j: int) -> list[int]:
        """Over "of Ohio", "in an interview": the person before a phrase with a preposition that ends at `j`."""
        k = j
        while k >= 0 and j - k <= 10 and self._kind(k) in {"w", "O", "N"} and not self._is_prep(k):
            k -= 1
        if k > 0 and self._is_prep(k):
            if self._kind(k - 1) == "N" and not self.items[k - 1].possessive:
                return [] if self._is_prep(self._phrase_start(k - 1) - 1) else [k - 1]
            if self._kind(k - 1) == "P":
                return [k - 1]
            if self._kind(k - 1) in {"w", "O"} and j - k <= 6:
                return self._before_phrase(k - 1)
        return []

    def _before_apposition(self, j: int) -> list[int]:
        closing = self._text(j)
        opening = {")": "(", "]": "["}.get(closing, closing)
        k = j - 1
        while k >= 0 and j - k <= _FAR:
            if self._kind(k) == "m" and self._text(k) == opening:
                before = k - 1
                if opening in {"(", "["} and self._kind(before) == "m":
                    return self._left(before)
                if self._kind(j - 1) == "N" and opening == "," and self._phrase_start(j - 1) == k + 1:
                    return self._joined(j - 1)
                if self._kind(before) == "N" and not self.items[before].possessive and self._begins_phrase(before):
                    return self._joined(before)
                if self._kind(before) == "P" and opening == ",":
                    return [before]
                if self._text(before) == ")" and opening == ",":
                    return self._before_apposition(before)
                if opening in {"(", "["}:
                    return self._before_phrase(before)
            k -= 1
        return []

    def _begins_phrase(self, j: int) -> bool:
        """Whether a name is not the object of something before it."""
        before = self._phrase_start(j) - 1
        if before < 0 or self._kind(before) in {"m", "Q", "O", "R"}:
            return True
        text = self._text(before)
        if self._kind(before) != "w":
            return False
        return text in _OPENING or not (self._is_prep(before) or text.endswith(("ed", "ing")) or text in self._words.helpers)

    def _antecedent(self, j: int) -> list[int]:
        """Whom "who" means: the name before it, also over an apposition."""
        k = j - 1
        if self._kind(k) == "m" and self._text(k) == ",":
            if self._kind(k - 1) == "N":
                return [k - 1]
            return self._before_apposition(k)
        return [k] if self._kind(k) == "N" else []

    def _inverted(self, i: int) -> int | None:
        """The name after a verb that stands before its subject: '"…," said the mayor, Dora Pell'."""
        before = self._kind(i - 1)
        spoken = before == "Q" or (before == "m" and self._text(i - 1) in {",", "—", "–", "--"}) or i == 0
        if not (spoken or (self._inverts and self._kind(i) == "V")):
            return None
        return self._name_after(i + 1)

    def _name_after(self, i: int) -> int | None:
        commas = 0
        for k in range(i, min(len(self.items), i + _NEAR)):
            kind = self._kind(k)
            if kind == "N" and not self.items[k].possessive:
                return k
            if kind == "P" and k == i:
                return k if self._kind(k + 1) in {"", "m"} else None
            if kind == "m" and self._text(k) == "," and not commas and self._kind(k - 1) in {"w", "O"} and self._kind(k + 1) == "N":
                return k + 1 if k > i and self._text(i) in self._words.articles | self._words.roles else None
            if kind not in {"w", "O", "N"}:
                return None
            if kind == "w" and self._is_prep(k) and not self._opens_office(k):
                return None
            if kind == "w" and self.items[k].text in {"that", "it", "they", "in", "we"}:
                return None
        return None

    def _opens_office(self, k: int) -> bool:
        """Whether a preposition belongs to an office ("director of the …"): then no name right after it is meant."""
        if self._text(k) not in {"of", "de", "del", "du", "des", "der", "d'", "d’", "de la"}:
            return False
        nearest = next((n for n in range(k + 1, min(len(self.items), k + 4)) if self._kind(n) in {"N", "O"}), None)
        return nearest is not None and self._kind(nearest) == "O"

    def _shares_subject(self, i: int, j: int) -> bool:
        """Whether a verb may have the subject of its clause: after "and", after a comma, or as a participle."""
        if self._kind(i) == "G":
            return self._text(i - 1) not in {"of", "for", "against", "about", "from"}
        return self._text(j) in self._words.conjunctions and self._kind(j) == "w"

    def _clause_subject(self, i: int, before: list[Cited]) -> int | None:
        for cited in reversed(before):
            if cited.verb < i and i - cited.verb <= _FAR:
                return cited.subject
        return self.main_subject(i)

    def main_subject(self, until: int | None = None) -> int | None:
        """The first person of the sentence, before item `until`, that stands where a subject does."""
        end = len(self.items) if until is None else until
        for k in range(max(0, end - _FAR) if until is not None else 0, end):
            if self._kind(k) == "P":
                return k
            if self._kind(k) == "N" and not self.items[k].possessive and self._begins_phrase(k):
                following = self._kind(k + 1)
                if following in {"w", "V", "G", "m", "R"} and self._text(k + 1) not in {":", "."}:
                    return k
        return None

    def _according(self) -> list[Cited]:
        found = []
        for i in range(len(self.items)):
            for phrase in self._words.according:
                parts = phrase.split()
                if [self._text(i + n).lower() for n in range(len(parts))] == parts:
                    at = self._name_after(i + len(parts))
                    if at is None or (len(parts) == 1 and parts[0] in {"so", "pour"} and not self._set_off(i, at)):
                        continue
                    found.append(Cited(at, i, "according"))
        return found

    def _set_off(self, i: int, at: int) -> bool:
        """Whether a short phrase is set off by marks: ", so Pell."."""
        return self._kind(i - 1) in {"m", "Q"} and self._kind(at + 1) in {"m", ""} and at - i <= 4

    def _by_noun(self) -> list[Cited]:
        """'Pell's statement', 'a letter by Pell'."""
        found = []
        for k, item in enumerate(self.items):
            if item.kind != "N":
                continue
            nouns = [n for n in range(k + 1, min(len(self.items), k + 4)) if self._text(n) in self._words.nouns]
            if item.possessive and nouns and self._says(nouns[0] + 1):
                found.append(Cited(k, nouns[0], "noun"))
            start = self._phrase_start(k) - 1
            noun = self._text(start) in {"by", "from"} and self._text(start - 1) in self._words.nouns
            if noun and not item.possessive and self._says(k + 1):
                found.append(Cited(k, start - 1, "noun"))
        return found

    def _says(self, i: int) -> bool:
        """Whether what was said follows: "that", a quotation or a colon, next or after one word."""
        return any(self._kind(n) == "Q" or self._text(n) in {"that", ":"} for n in (i, i + 1))

    def _agents(self) -> list[Cited]:
        """'was described by Pell as', 'called a fraud by Pell'."""
        found = []
        for k, item in enumerate(self.items):
            start = self._phrase_start(k) - 1 if item.kind == "N" else -1
            if item.kind != "N" or item.possessive or self._text(start) not in self._words.by:
                continue
            verbs = [n for n in range(max(0, start - 2), start) if self._kind(n) == "V"]
            if verbs and self._text(verbs[-1] - 1) in _BE | {"as"}:
                found.append(Cited(k, verbs[-1], "agent"))
        return found


_OPENING = word_set("""when while where after before as if because since although though but and so yet that until unless once
    whether meanwhile however later cuando mientras aunque que si quand lorsque comme si que wenn als während dass
    said told says both like then than""")
