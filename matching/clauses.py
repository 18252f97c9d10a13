"""The grammar of citing: who is the subject of a verb of saying.

No parser: a sentence is a row of items (persons, other names, quotations, verbs of saying, pronouns, words, marks), and the
subject of a verb is found by walking from it, over adverbs, auxiliaries, appositions and "of Ohio", to the left; by
inversion ("said Dora Pell") to the right; or, for "… and said" and "adding", at the beginning of the clause.
"""

from __future__ import annotations

from dataclasses import dataclass

from matching.nounphrases import FAR, NEAR, NounPhrases
from matching.wordlists import word_set

_BE = word_set("was were been being is are be wasn't isn't weren't wird wurde werden fue fueron être été est sont")
_NEGATIONS = word_set("not never no neither nor n't cannot hardly without")
_GOES_ON = word_set("went goes go going continued continues continue proceeded began begins started used tended came")
_OTHER_SENSE = {
    "reported": {"from", "by"},
    "reporting": {"from", "by"},
    "adding": {"to"},
    "called": {"off"},
    "calls": {"off"},
    "read": {"from"},
}
"""Words after which a verb of saying means something else."""
NOUN_LIKE = word_set("""claims comments remarks notes reports states charges calls demands hopes fears tweets posts attacks questions
    challenges quotes promises details credits mentions signals answers labels estimates emails rips slams blasts doubts
    objects reads blames counters concerns pledges vows warns_ cautions jokes stresses complaints compares thoughts thought
    hailed related expected alleged estimated called reported proposed detailed labeled feared quoted written read concerned
    note notes appeared post responses allowed reveals post""")
"""Forms of verbs of saying that are nouns or participles as often: they need their subject right before them."""

_DASHES = frozenset(["—", "–", "―", "--", "-"])
_WORKS = word_set("""study analysis survey report research poll paper calculation calculations estimate estimates review
    investigation essay article column book""")
_FINDS = word_set("found finds shows showed shown proved proves suggests suggested indicates indicated")
_CONCLUDES = word_set("""concluded concludes argued argues said says stated states noted notes estimated estimates revealed
    reveals described describes warned warns predicted predicts""")
_HUMANS = word_set("""man woman boy girl mother father friend parent neighbor neighbour victim suspect caller reader colleague guest
    mujer hombre madre padre femme homme mère père frau mann mutter vater""")


@dataclass(frozen=True, slots=True)
class Cited:
    """The item that is the subject of the verb at item `verb`, and the rule that found it."""

    subject: int
    verb: int
    rule: str


class Clause(NounPhrases):
    """A sentence with the questions that one asks of it."""

    def cited(self) -> list[Cited]:
        """Who says something in the sentence: each subject with its verb, in reading order."""
        found: list[Cited] = []
        for i, item in enumerate(self.items):
            if item.kind in "VGI" and item.kind:
                found += self._of_verb(i, found)
        found += (
            self._signed() + self._announced() + self._works() + self._according() + self._by_noun() + self._agents()
        )
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
        if kind == "G" and self._kind(j) == "N":
            chain = self._chain(j)
            if self._text(self.phrase_start(min(chain)) - 1) == "with":
                return [Cited(s, i, "subject") for s in chain]
        subjects = self._left(j) if kind != "I" or self._kind(j) != "w" else self._left(self._before_to(j))
        if subjects:
            return [Cited(s, i, "subject") for s in subjects]
        inverted = self._inverted(i) if kind == "V" else None
        if inverted is not None:
            return [Cited(k, i, "inversion") for k in self._onward(inverted)]
        if kind != "I" and self.items[i].text not in NOUN_LIKE and self._shares_subject(i, j):
            shared = self._clause_subject(i, before)
            return [] if shared is None else [Cited(shared, i, "clause")]
        return []

    def _cites_nobody(self, i: int, j: int, passed: frozenset[str]) -> bool:
        """Whether a verb of saying is none here: negated, passive, an infinitive, a noun, or the byline's."""
        kind, text, following = self._kind(i), self._text(i), self._text(i + 1)
        if passed & _NEGATIONS or any(word.endswith(("n't", "n’t")) for word in passed):
            return True
        if (text == "put" and following != "it") or following in _OTHER_SENSE.get(text, ()):
            return True
        if kind == "G":
            return self._kind(j) in {"O", "w"} and not self._introduces(j)
        if passed & _BE or (kind == "I" and not self._is_finite_plain(j, passed)):
            return True
        return text in NOUN_LIKE and self._kind(j) not in {"N", "P", "R", "m"}

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
                or word in _BE
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
        before = self._kind(i - 1)
        spoken = before == "Q" or (before == "m" and self._text(i - 1) in {",", "—", "–", "--"}) or i == 0
        if not (spoken or (self._inverts and self._kind(i) == "V")):
            return None
        return self._name_after(i + 1)

    def _shares_subject(self, i: int, j: int) -> bool:
        """Whether a verb may have the subject of its clause: after "and", after a comma, or as a participle."""
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

    def _according(self) -> list[Cited]:
        found = []
        for i in range(len(self.items)):
            for phrase in self._words.according:
                parts = phrase.split()
                if [self._text(i + n).lower() for n in range(len(parts))] == parts:
                    at = self._name_after(i + len(parts), office=True)
                    if at is None or (len(parts) == 1 and parts[0] in {"so", "pour"} and not self._set_off(i, at)):
                        continue
                    found += [Cited(k, i, "according") for k in self._onward(at)]
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
            start = self.phrase_start(k) - 1
            noun = self._text(start) in {"by", "from"} and self._text(start - 1) in self._words.nouns
            if noun and not item.possessive and self._says(k + 1):
                found.append(Cited(k, start - 1, "noun"))
        return found

    def _signed(self) -> list[Cited]:
        """'"…" — Dora Pell, Lorne': what is quoted, with its speaker after a dash, also on a line of its own."""
        found = []
        for k in range(len(self.items) - 1):
            if self._text(k) not in _DASHES or self._kind(k + 1) != "N" or self.items[k + 1].possessive:
                continue
            ends = self._kind(k + 2) in {"", "Q"} or self._text(k + 2) in {",", "(", "."}
            quoted = self._kind(k - 1) == "Q" and (k == 1 or ends)
            alone = k == 0 and len(self.items) <= 12 and not any(item.kind in "VGI" for item in self.items)
            closed = self._text(k - 1) in {".", "!", "?", "…", "..."} and k + 2 == len(self.items)
            if quoted or (ends and alone) or closed:
                found.append(Cited(k + 1, k, "signed"))
        return found[:1]

    def _announced(self) -> list[Cited]:
        """'… - Dora Pell and Ann Vane: "…"': a quotation with its speakers and a colon before it."""
        return [
            Cited(n, k, "colon")
            for k in range(1, len(self.items))
            if self._text(k) == ":" and self._kind(k + 1) == "Q" and self._kind(k - 1) == "N"
            for n in self._chain(k - 1)
            if not self.items[n].possessive
            and self._text(self.phrase_start(min(self._chain(k - 1))) - 1) in _DASHES | {""}
        ]

    def _works(self) -> list[Cited]:
        """'a study by Pell and Vane found', 'according to calculations by Pell': what persons found out and wrote."""
        found = []
        for k, item in enumerate(self.items):
            by = self.phrase_start(k) - 1 if item.kind == "N" and not item.possessive else -1
            if self._text(by) not in self._words.by:
                continue
            noun = next((n for n in range(by - 1, max(-1, by - 4), -1) if self._text(n) in _WORKS), None)
            if noun is None or not (self._is_credited(noun) or self._finds(k)):
                continue
            found += [Cited(n, noun, "noun") for n in self._onward(k, ends_phrase=False)]
        return found

    def _is_credited(self, noun: int) -> bool:
        """Whether "according to" stands before a noun and its adjectives."""
        return any(self._text(n) == "according" for n in range(max(0, noun - 5), noun))

    def _finds(self, k: int) -> bool:
        """Whether a verb of finding or saying follows the author of a work, with nobody else between them."""
        for n in range(k + 1, min(len(self.items), k + FAR // 2)):
            if self._text(n) in _FINDS or (self._kind(n) == "V" and self._text(n) in _CONCLUDES):
                return True
            if self._kind(n) in {"P", "R", "Q"}:
                return False
        return False

    def _says(self, i: int) -> bool:
        """Whether what was said follows: "that", a quotation or a colon, next or after one word."""
        return any(self._kind(n) == "Q" or self._text(n) in {"that", ":"} for n in (i, i + 1))

    def _is_passive(self, verb: int) -> bool:
        """Whether a participle is one of the passive: "was sharply criticised", "as told", "first reported"."""
        k = verb - 1
        while self._text(k).endswith("ly") and self._kind(k) == "w":
            k -= 1
        return self._text(k) in _BE | {"as", "first"}

    def _agents(self) -> list[Cited]:
        """'was described by Pell as', 'called a fraud by Pell'."""
        found = []
        for k, item in enumerate(self.items):
            start = self.phrase_start(k) - 1 if item.kind == "N" else -1
            if item.kind != "N" or item.possessive or self._text(start) not in self._words.by:
                continue
            verbs = [n for n in range(max(0, start - 2), start) if self._kind(n) == "V"]
            if verbs and self._is_passive(verbs[-1]):
                found += [Cited(n, verbs[-1], "agent") for n in self._onward(k)]
        return found
