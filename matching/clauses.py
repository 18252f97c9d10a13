"""The grammar of citing: who is the subject of a verb of saying.

No parser: a sentence is a row of items (persons, other names, quotations, verbs of saying, pronouns, words, marks), and the
subject of a verb is found by walking from it, over adverbs, auxiliaries, appositions and "of Ohio", to the left; by
inversion ("said Dora Pell") to the right; or, for "… and said" and "adding", at the beginning of the clause.
"""

from __future__ import annotations

from matching.constructions import BE, Cited, Constructions
from matching.englishverbs import AMBIGUOUS_GOING, NEVER_INVERTED, NOUN_LIKE
from matching.namelists import NEAR
from matching.nounphrases import FAR
from matching.wordlists import word_set

_NEGATIONS = word_set("not never no neither nor n't cannot hardly without")
_GOES_ON = word_set(
    "went goes go going continued continues continue proceeded began begins started used tended came sought seeks tried tries hastened rushed hurried"
)
_OTHER_SENSE = {
    "reported": {"from", "by", "for"},
    "reporting": {"from", "by"},
    "adding": {"to"},
    "called": {"off"},
    "calls": {"off"},
    "read": {"from"},
    "thanks": {"to"},
    "cited": {"for"},
    "agreed": {"to", "on"},
    "slammed": {"into", "on", "shut"},
    "slams": {"into", "on", "shut"},
    "hailed": {"from"},
    "hails": {"from"},
    "charged": {"at", "toward", "towards", "into"},
    "swore": {"in"},
    "pleaded": {"guilty", "not", "no"},
    "pled": {"guilty", "not", "no"},
    "pleads": {"guilty", "not", "no"},
    "contends": {"with"},
    "contended": {"with"},
    "contending": {"with"},
    "agrees": {"to", "on"},
    "reminded": {"of"},
}
"""Words after which a verb of saying means something else."""
_INTRANSITIVE = word_set("responded replied answered concluded explained")
_NEAR_SUBJECT = NOUN_LIKE | AMBIGUOUS_GOING
_LIKENS = word_set("compared compares comparing challenged challenges challenging")
_AUXILIARIES = word_set("had has have would will was is were did does should could might must can may")
_HUMANS = word_set("""man woman boy girl mother father friend parent neighbor neighbour victim suspect caller reader colleague guest
    mujer hombre madre padre femme homme mère père frau mann mutter vater""")


class Clause(Constructions):
    """A sentence with the questions that one asks of it."""

    def cited(self) -> list[Cited]:
        """Who says something in the sentence: each subject with its verb, in reading order."""
        found: list[Cited] = []
        for i, item in enumerate(self.items):
            if item.kind in "VGI" and item.kind:
                found += self._of_verb(i, found)
        found += self.otherwise_cited() + ([] if found else self._led_to())
        seen: set[int] = set()
        kept = []
        for cited in sorted(found, key=lambda c: (c.subject, c.verb)):
            if cited.subject not in seen:
                seen.add(cited.subject)
                kept.append(cited)
        return kept

    def _of_verb(self, i: int, before: list[Cited]) -> list[Cited]:
        kind = self._kind(i)
        self._walked_from = i
        j, passed = self._over_helpers(i - 1)
        if self._cites_nobody(i, j, passed):
            return []
        if subjects := self._subjects(i, j):
            return [Cited(s, i, "subject") for s in subjects]
        inverted = self._inverted(i) if kind == "V" else None
        if inverted is not None:
            return [Cited(k, i, "inversion") for k in self._onward(inverted)]
        clear = self.items[i].text not in _NEAR_SUBJECT or self._is_calling(i)
        if kind != "I" and clear and self._shares_subject(i, j):
            shared = self._clause_subject(i, before)
            return [] if shared is None else [Cited(shared, i, "clause")]
        return []

    def _led_to(self) -> list[Cited]:
        """'Pell shrugged it off: "…"': the subject of a short clause that a colon and a quotation follow."""
        colon = next((k for k in range(len(self.items) - 1) if self._text(k) == ":"), None)
        if colon is None or self._kind(colon + 1) != "Q" or colon > 2 * NEAR:
            return []
        subject = self.main_subject(colon)
        if subject is None or any(self._kind(n) in "NPRVGI" for n in range(subject + 1, colon)):
            return []
        return [Cited(subject, colon, "colon")] if self._begins_phrase(subject) and colon > subject + 1 else []

    def _is_calling(self, i: int) -> bool:
        """Whether "calling" names or demands something ("calling it a farce", "calling for a vote"), and nobody is phoned."""
        quoted = any(self._kind(n) == "Q" for n in range(i + 1, i + NEAR))
        named = self._text(i + 1) in {"it", "him", "her", "them"} and self._text(i + 2) not in {
            "out",
            "up",
            "back",
            "in",
        }
        return self._text(i) == "calling" and (quoted or named or self._text(i + 1) in {"for", "on"})

    def _subjects(self, i: int, j: int) -> list[int]:
        """The persons that stand before the verb at `i`, of whose phrase item `j` is the last."""
        kind = self._kind(i)
        if kind == "G" and self._kind(j) == "N":
            chain = self._chain(j)
            if self._text(self.phrase_start(min(chain)) - 1) in {"with", "of"}:
                return chain  # "with Pell calling it a farce", "a recording of Pell saying so"
        if kind == "G" and (self._text(i) in AMBIGUOUS_GOING or self._text(j) == ","):
            return []  # '"…," Pell said, adding': the clause says whose participle it is
        if self._text(j) == "whom" and self._text(j - 1) == "of" and self._text(j - 3) == ",":
            return self._chain(self._over_bracket(j - 4))  # "Pell, Vane and Dorn, all of whom said"
        if self._kind(j) != "w":
            return self._left(j)
        if kind == "I":
            return self._left(self._before_to(j))
        return [] if self._text(j) in self._words.conjunctions else self._left(j)

    def _cites_nobody(self, i: int, j: int, passed: frozenset[str]) -> bool:
        """Whether a verb of saying is none here: negated, passive, an infinitive, a noun, or the byline's."""
        kind = self._kind(i)
        if passed & _NEGATIONS or any(word.endswith(("n't", "n’t")) for word in passed) or self._means_other(i):
            return True
        if kind == "G":
            return self._kind(j) in {"O", "w"} and not self._introduces(j)
        if passed & BE or (kind == "I" and not self._is_finite_plain(j, passed)):
            return True
        return self._text(i) in NOUN_LIKE and not self._is_verb_after(i, j)

    def _means_other(self, i: int) -> bool:
        """Whether what follows a verb of saying tells that it means something else ("accused by the press", "put the …")."""
        text, following = self._text(i), self._text(i + 1)
        if following == "by" and self._kind(i) == "V" and text not in _INTRANSITIVE:
            return self._kind(i + 2) in {"N", "O", "w"} and not self._text(i + 2).endswith("ing")
        if text in _LIKENS and not any(self._text(n) in {"to", "with"} for n in range(i + 1, i + NEAR)):
            return True  # "compared two labels", "is challenging Senator Vane"
        if following == "it":
            return bool({self._text(i + 2), self._text(i + 3)} & {"quits", "day"})  # "called it a day"
        return text in {"put", "puts"} or following in _OTHER_SENSE.get(text, ())

    def _is_verb_after(self, i: int, j: int) -> bool:
        """Whether a word that is a noun as often is the verb of what stands before it: "Pell claims", '"…," sighs Pell'."""
        if self._kind(i - 1) == "Q" and self._kind(i + 1) == "N":
            return True
        if self._kind(j) == "N":
            return not self._is_noun_after(j)
        return self._kind(j) in {"P", "R", "m"} or self._ends_place(j)

    def _is_noun_after(self, j: int) -> bool:
        """Whether a doubtful verb after the name at `j` is none: "Pell's Vane remarks", "a book by Pell called …"."""
        start = self.phrase_start(j)
        owned = any(self._kind(n) == "N" and self.items[n].possessive for n in range(start, j))
        described = any(self._text(n) in self._words.roles for n in range(start, j))
        return (owned and not described) or (self._text(start - 1) in {"by", "from"} and start > 1)

    def _ends_place(self, j: int) -> bool:
        """Whether the item at `j` ends a person's phrase with the place or house after the name: "Pell of Lorne"."""
        return self._kind(j) == "O" and any(
            self._over_of(k) == j for k in range(max(0, j - 6), j) if self._kind(k) == "N"
        )

    def _is_finite_plain(self, j: int, passed: frozenset[str]) -> bool:
        """Whether an infinitive tells that something was said: "did say", "went on to say", "Pell and Vane say"."""
        if self._text(j) == "to":
            return self._text(self._before_to(j) + 1) in _GOES_ON or self._text(j - 1) in {"on"}
        if self._text(j + 1 + len(passed)) == "say" and self._kind(j) == "m":
            return True
        return bool(passed & {"did", "does", "do", "will"}) or (
            self._kind(j) == "N" and self._text(j - 1) in self._words.conjunctions
        )

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
            if not (
                word in self._words.helpers
                or adverb
                or word in BE
                or word in _NEGATIONS
                or word.endswith(("n't", "n’t"))
            ):
                break
            passed.add(word)
            j -= 1
        return j, frozenset(passed)

    def _introduces(self, j: int) -> bool:
        """Whether a word may stand before a participle that shares the subject of its clause ("by saying")."""
        return self._text(j) in self._words.conjunctions or self._text(j) in {
            "by",
            "while",
            "when",
            "in",
            "before",
            "after",
        }

    def _inverted(self, i: int) -> int | None:
        """The name after a verb that stands before its subject: '"…," said the mayor, Dora Pell'."""
        if self._text(i) in NEVER_INVERTED:
            return None
        before = self._kind(i - 1)
        spoken = before == "Q" or (before == "m" and self._text(i - 1) in {",", "—", "–", "--"}) or i == 0
        if not (spoken or (self._inverts and self._kind(i) == "V")):
            return None
        name = self._name_after(i + 1)
        if name is None or self._text(name + 1) in _AUXILIARIES:
            return None  # "…, said Pell had lost": Pell is the subject of what follows
        return name

    def _shares_subject(self, i: int, j: int) -> bool:
        """Whether a verb may have the subject of its clause: after "and", after a comma, or as a participle."""
        if self._kind(i) == "G" and self._text(j) in self._words.conjunctions and self._text(j - 1).endswith("ing"):
            return False  # "he saw players shouting and screaming"
        if self._kind(i) == "G":
            return self._text(i - 1) not in {"of", "for", "against", "about", "from"}
        return self._text(j) in self._words.conjunctions and self._kind(j) == "w"

    def _clause_subject(self, i: int, before: list[Cited]) -> int | None:
        for cited in reversed(before):
            if cited.verb < i and i - cited.verb <= FAR:
                return cited.subject
        return self.main_subject(i)

    def main_subject(self, until: int | None = None) -> int | None:
        """The first person of the sentence, before item `until`, that stands where a subject does."""
        end = len(self.items) if until is None else until
        for k in range(max(0, end - FAR) if until is not None else 0, end):
            if self._kind(k) == "P":
                return k
            if self._kind(k) == "N" and not self.items[k].possessive and self._begins_phrase(k):
                following = self._kind(k + 1)
                if self.describes(k):
                    return None  # "The Pell campaign sent a letter and accused …"
                if following in {"w", "V", "G", "m", "R"} and self._text(k + 1) not in {":", "."}:
                    return k
        return None

    def has_other_subject(self) -> bool:
        """Whether the sentence begins with somebody unnamed ("A neighbor", "Her mother"), who may be "she" later on."""
        for k in range(min(NEAR, len(self.items))):
            if self._kind(k) in {"V", "G", "N"}:
                return False
            if self._kind(k) == "w" and self._text(k) in self._words.roles | _HUMANS:
                return self._kind(k + 1) != "N"
        return False
