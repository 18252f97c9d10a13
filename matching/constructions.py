"""Constructions other than subject and verb by which a text cites a person: according to, signatures, works, letters, agents.

Each is looked for by itself; `matching.clauses` puts them together with the subjects of verbs of saying.
"""

from __future__ import annotations

from dataclasses import dataclass

from matching.englishverbs import NOUN_LIKE
from matching.namelists import NEAR
from matching.nounphrases import FAR, NounPhrases
from matching.wordlists import word_set

BE = word_set("was were been being is are be wasn't isn't weren't wird wurde werden fue fueron être été est sont")
_DASHES = frozenset(["—", "–", "―", "--", "-"])
_TITLED = word_set("titled entitled called named")
_OPINIONS = word_set("words view opinion telling estimation account")
_SHORT = frozenset(["so", "pour", "para"])
"""Phrases like "according to" that mean something else as often."""
_SIGNS = word_set("""signed written penned authored co-authored co-written drafted co-signed released issued posted sent
    given delivered""")
_SENDS = word_set(
    "sent wrote written posted published issued released delivered gave given made filed sends writes gives"
)
_MOVES = word_set("""lead leads led leading prompt prompts prompted prompting force forces forced forcing cause caused causing drive drove
    driving push pushed pushing compel compelled compelling inspire inspired inspiring""")
_QUOTES = word_set("quote quotes quoted quoting cite cites cited citing reported")
_ASKED = word_set("asked pressed challenged questioned told")
_WORKS = word_set("""study analysis survey report research poll paper calculation calculations estimate estimates review
    investigation essay article column book""")
_FINDS = word_set("found finds shows showed shown proved proves suggests suggested indicates indicated")
_CONCLUDES = word_set("""concluded concludes argued argues said says stated states noted notes estimated estimates revealed
    reveals described describes warned warns predicted predicts""")


@dataclass(frozen=True, slots=True)
class Cited:
    """The item that is the subject of the verb at item `verb`, and the rule that found it."""

    subject: int
    verb: int
    rule: str


class Constructions(NounPhrases):
    """A sentence with the persons who are cited in it by something else than a verb of saying."""

    def otherwise_cited(self) -> list[Cited]:
        """Who is cited in the sentence by something else than a verb whose subject they are."""
        return [
            *self._signed(),
            *self._announced(),
            *self._works(),
            *self._according(),
            *self._by_noun(),
            *self._sent(),
            *self._made_to_say(),
            *self._as_saying(),
            *self._agents(),
        ]

    def _according(self) -> list[Cited]:
        found = []
        for i in range(len(self.items)):
            for phrase in self._words.according:
                parts = phrase.split()
                if [self._text(i + n).lower() for n in range(len(parts))] == parts:
                    at = self._name_after(i + len(parts), office=True)
                    if at is None:
                        at = self._author_after(i + len(parts))
                    if at is None or (len(parts) == 1 and parts[0] in _SHORT and not self._set_off(i, at)):
                        continue
                    found += [Cited(k, i, "according") for k in self._onward(at)]
        return found

    def _author_after(self, i: int) -> int | None:
        """Whose work is meant: "according to Pell's book", "according to the mayor's letter" (nobody)."""
        for k in range(i, min(len(self.items), i + NEAR)):
            if self._kind(k) == "N" and self.items[k].possessive:
                works = self._words.nouns | _WORKS
                described = any(self._text(n) in works or self._kind(n) == "Q" for n in range(k + 1, k + 5))
                return k if described and self.phrase_start(k) <= i + 1 else None
            if self._kind(k) not in {"w", "O"} or self._is_prep(k):
                return None
        return None

    def _set_off(self, i: int, at: int) -> bool:
        """Whether a short phrase is set off by marks: ", so Pell.", 'Pour Pell, secrétaire du syndicat, « … »'."""
        if i == 0 and self._text(i) != "so":
            return self._text(at + 1) == "," and any(item.kind == "Q" for item in self.items)
        return self._kind(i - 1) in {"m", "Q"} and self._kind(at + 1) in {"m", ""} and at - i <= 4

    def _by_noun(self) -> list[Cited]:
        """'Pell's statement', 'a letter by Pell'."""
        found = []
        for k, item in enumerate(self.items):
            if item.kind != "N":
                continue
            nouns = [n for n in range(k + 1, min(len(self.items), k + 4)) if self._text(n) in self._words.nouns]
            if item.possessive and nouns and (self._says(nouns[0] + 1) or self._speaks_itself(k, nouns[0])):
                found.append(Cited(k, nouns[0], "noun"))
            start = self.phrase_start(k) - 1
            noun = self._text(start) in {"by", "from"} and self._text(start - 1) in self._words.nouns
            if self._text(k + 1) in _TITLED:
                continue
            if noun and not item.possessive and self._says(k + 1):
                found.append(Cited(k, start - 1, "noun"))
            elif self._text(start) == "by" and self._text(start - 1) in _SIGNS and not item.possessive:
                works = [n for n in range(max(0, start - 6), start - 1) if self._text(n) in self._words.nouns | _WORKS]
                found += [Cited(n, works[-1], "noun") for n in self._onward(k, ends_phrase=False) if works]
        return found

    def _speaks_itself(self, k: int, noun: int) -> bool:
        """Whether what somebody said or wrote is cited itself: "Pell's letter said", "in Pell's words"."""
        verb = noun + 1
        while self._text(verb) in self._words.helpers - BE:
            verb += 1
        says = self._kind(verb) == "V" and not self._is_passive(verb) and self._text(verb) not in NOUN_LIKE
        return says or (
            self._text(noun) in _OPINIONS and self._text(self.phrase_start(k) - 1) == "in" and noun == k + 1
        )

    def _sent(self) -> list[Cited]:
        """'the letter Pell sent to the council', 'in a speech that Pell gave': what somebody said or wrote, and did with it."""
        found = []
        for k, item in enumerate(self.items):
            if item.kind != "N" or item.possessive:
                continue
            noun = self.phrase_start(k) - 1
            noun -= self._text(noun) in {"that", "which"}
            verb = k + 1
            while self._text(verb) in self._words.helpers - BE:
                verb += 1
            if self._text(noun) in self._words.nouns and self._text(verb) in _SENDS:
                found.append(Cited(k, noun, "noun"))
        return found

    def _made_to_say(self) -> list[Cited]:
        """'led Pell to announce', 'prompting aides like Pell to deny': what moved somebody to say something."""
        found = []
        for i in range(2, len(self.items)):
            if self._kind(i) != "I" or self._text(i - 1) != "to" or self._kind(i - 2) != "N":
                continue
            chain = self._chain(i - 2)
            if not self.items[i - 2].possessive and self._moved(min(chain)):
                found += [Cited(n, i, "subject") for n in chain]
        return found

    def _moved(self, k: int) -> bool:
        """Whether the phrase of a name is the object of a verb that moves somebody to do something."""
        for n in range(k - 1, max(-1, k - NEAR), -1):
            if self._text(n) in _MOVES:
                return True
            if self._kind(n) not in {"w", "O", "N"} or (self._is_prep(n) and self._text(n) != "like"):
                return False
        return False

    def _as_saying(self) -> list[Cited]:
        """'quoted Pell as saying', 'described by Pell as saying': whom somebody else quotes."""
        found = []
        for i in range(2, len(self.items)):
            if self._kind(i) != "G" or self._text(i - 1) != "as" or self._kind(i - 2) != "N":
                continue
            if self._text(self.phrase_start(i - 2) - 1) in _QUOTES and not self.items[i - 2].possessive:
                found.append(Cited(i - 2, i, "subject"))
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
        """'… - Dora Pell and Ann Vane: "…"', 'They spoke up, including Dora Pell (Lorne):': speakers before a colon."""
        found = []
        for k in range(1, len(self.items)):
            last = self._over_bracket(k - 1)
            if self._text(k) != ":" or self._kind(last) != "N":
                continue
            chain = self._chain(last)
            opens = self._text(self.phrase_start(min(chain)) - 1) in _DASHES | {""}
            announces = self._kind(k + 1) == "Q" and opens
            among = k + 1 == len(self.items) and self._among(chain) and any(item.kind == "V" for item in self.items[:k])
            if announces or among:
                found += [Cited(n, k, "colon") for n in chain if not self.items[n].possessive]
        return found

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
            if self._text(n).split(" ")[0] in _FINDS or (self._kind(n) == "V" and self._text(n) in _CONCLUDES):
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
        return self._text(k) in BE | {"as", "first"}

    def _parts(self, verb: int, by: int) -> bool:
        """Whether a name, a quotation or a mark parts a verb from the "by" after it."""
        return any(self._kind(n) in {"N", "P", "R", "m", "G"} for n in range(verb + 1, by))

    def _agents(self) -> list[Cited]:
        """'was described by Pell as', 'called a fraud by Pell'."""
        found = []
        for k, item in enumerate(self.items):
            start = self.phrase_start(k) - 1 if item.kind == "N" else -1
            if item.kind != "N" or item.possessive or self._text(start) not in self._words.by:
                continue
            verbs = [n for n in range(max(0, start - 5), start) if self._kind(n) == "V"]
            if (
                verbs
                and not self._parts(verbs[-1], start)
                and (self._is_passive(verbs[-1]) or self._text(start - 1) in _ASKED)
            ):
                found += [Cited(n, verbs[-1], "agent") for n in self._onward(k)]
        return found
