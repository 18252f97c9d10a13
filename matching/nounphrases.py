"""Which persons stand at a place of a sentence: over appositions, offices, "of Ohio", and names joined by "and".

No parser: each question is answered by walking a few items to the left or to the right.
"""

from __future__ import annotations

from collections.abc import Sequence

from matching.namelists import NEAR, NameLists
from matching.wordlists import word_set

FAR = 45  # items that an apposition or a clause may be long
_OPENING = word_set("""when while where after before as if because since although though but and so yet that until unless once
    whether meanwhile however later cuando mientras aunque que si quand lorsque comme si que wenn als während dass
    said told says both then than""")


class NounPhrases(NameLists):
    """A sentence with the questions that one asks about the persons in it."""

    def _left(self, j: int) -> list[int]:
        """The persons that stand as subject at or before item `j`."""
        kind = self._kind(j)
        if kind == "P":
            return [j]
        if kind == "N" and not self.items[j].possessive:
            return self._joined(j)
        if kind == "R":
            return self._antecedent(j)
        if kind == "m" and self._text(j) in {",", ")", "—", "–", "―", "--", "]"}:
            return self._before_apposition(j)
        if kind in {"O", "w", "N"}:
            return self._before_phrase(j)
        return []

    def _joined(self, j: int) -> list[int]:
        """A name that is no object of a preposition, with the names that "and" joins to it."""
        chain = self._chain(j)
        if self._among(chain):
            return chain
        before = self.phrase_start(j) - 1
        if self._is_prep(before) and len(chain) == 1:
            role = self._text(j - 1) in self._words.roles and not self._is_office(before - 1)
            return [j] if role else self._before_phrase(j)
        if len(chain) > 1 and self._is_prep(self.phrase_start(min(chain)) - 1):
            return chain[:1]
        return chain

    def _before_phrase(self, j: int) -> list[int]:
        """Over "of Ohio", "in an interview": the person before a phrase with a preposition that ends at `j`."""
        if self._walked_from - j > 3 * FAR:
            return []
        for k in range(j - 1, max(0, j - 4), -1):
            if self._text(k) in {"his", "her", "their"} and self._text(k - 1) in self._words.conjunctions:
                return self._left(k - 2)  # "Pell and her colleagues said"
        k = j
        while k >= 0 and j - k <= 10 and self._kind(k) in {"w", "O", "N"} and not self._is_prep(k):
            k -= 1
        if k > 0 and self._is_prep(k):
            if self._kind(k - 1) == "N" and not self.items[k - 1].possessive:
                return [] if self._is_prep(self.phrase_start(k - 1) - 1) else [k - 1]
            if self._kind(k - 1) == "P":
                return [k - 1]
            if self._kind(k - 1) in {"w", "O"} and j - k <= 6:
                return self._before_phrase(k - 1)
        if (
            self._kind(k) == "m"
            and self._text(k) == ","
            and self._kind(k - 1) == "N"
            and any(self._text(n) in self._words.roles for n in range(k + 1, min(k + 4, j)))
        ):
            return [k - 1] if self._begins_phrase(k - 1) else []
        return []

    def _before_apposition(self, j: int) -> list[int]:
        closing = self._text(j)
        if self._walked_from - j > 3 * FAR:
            return []
        last = self._over_bracket(j - 1)
        last = next(
            (k for k in range(max(0, j - NEAR - 1), last) if self._kind(k) == "N" and self._over_of(k) == last), last
        )
        if self._kind(last) == "N" and closing == "," and not self.items[last].possessive:
            chain = self._joined(last)
            if chain and self._is_set_off(chain, bracketed=self._text(j - 1) == ")"):
                return chain  # "her aide, Dora Pell, said"
        if closing in {")", "]"}:
            opening = {")": "(", "]": "["}[closing]
            at = next((k for k in range(j - 1, max(-1, j - FAR), -1) if self._text(k) == opening), None)
            return [] if at is None else self._before_bracket(at - 1)
        return self._over_commas(j, closing)

    def _over_commas(self, j: int, mark: str) -> list[int]:
        """Over the appositions and clauses between marks of one kind that end at `j`, to the persons before the first.

        Whom a "who" means comes before a name within its clause: "Pell, who married her partner, Dora Vane, in Lorne, said".
        """
        fallback: list[int] = []
        for k in range(j - 1, max(-1, j - FAR), -1):
            if self._kind(k) != "m" or self._text(k) != mark:
                continue
            if self._kind(k + 1) == "R" and (whom := self._antecedent(k + 1)):
                return whom if self._begins_phrase(min(whom)) else []
            clear = self._kind(k - 1) == "P" or self._is_subject(k - 1)
            if fallback and not clear:
                continue
            found = fallback or self._before_comma(k - 1)
            within = self._kind(k - 1) != "P" and self._text(self.phrase_start(k - 1) - 1) == ","
            if found is not None and clear and not within:
                return found
            fallback = found or []
        return fallback

    def _is_set_off(self, chain: Sequence[int], *, bracketed: bool) -> bool:
        """Whether names before a comma are no part of what stands before them: "aide, Pell,", "like Pell,", "Pell (Lorne),"."""
        before = self.phrase_start(min(chain)) - 1
        if self._text(before) == "," or self._kind(before) == "Q" or self._among(chain):
            return True
        return (len(chain) > 1 or bracketed) and self._begins_phrase(min(chain))

    def _before_bracket(self, k: int) -> list[int]:
        if self._kind(k) == "m":
            return self._left(k)
        if self._is_subject(k):
            return self._joined(k)
        return self._before_phrase(k)

    def _before_comma(self, k: int) -> list[int] | None:
        """The persons before the comma (or dash) that opens an apposition; None where another comma has to be tried."""
        if self._is_subject(k):
            return self._joined(k)
        if self._kind(k) == "P":
            return [k]
        if self._text(k) == ")":
            return self._before_apposition(k)
        return (self._before_phrase(k) or None) if self._kind(k) in {"O", "w"} else None

    def _is_subject(self, k: int) -> bool:
        return self._kind(k) == "N" and not self.items[k].possessive and self._begins_phrase(k)

    def _begins_phrase(self, j: int) -> bool:
        """Whether a name is not the object of something before it."""
        before = self.phrase_start(j) - 1
        if before < 0 or self._kind(before) in {"m", "Q", "O", "R"}:
            return True
        text = self._text(before)
        if self._kind(before) not in {"w", "I"}:
            return False
        return text in _OPENING or not (
            self._is_prep(before) or text.endswith(("ed", "ing")) or text in self._words.helpers
        )

    def _antecedent(self, j: int) -> list[int]:
        """Whom "who" means: the name before it, also over an apposition."""
        k = j - 1
        if self._kind(k) == "m" and self._text(k) == ",":
            if self._kind(k - 1) == "N":
                return [k - 1]
            return (
                self._before_apposition(k)
                or [
                    n
                    for n in range(max(0, k - 14), k)
                    if self._kind(n) == "N" and self._text(n + 1) in {",", "of", "("}
                ][-1:]
            )
        return [k] if self._kind(k) == "N" else []

    def _name_after(self, i: int, *, office: bool = False) -> int | None:
        """The first name after item `i`, over what describes it; over a comma only after an `office`, if so told."""
        commas = 0
        for k in range(i, min(len(self.items), i + NEAR)):
            kind = self._kind(k)
            if kind == "N" and not self.items[k].possessive:
                return self._bearer(k)
            if kind == "P" and k == i:
                return k if self._kind(k + 1) in {"", "m"} else None
            if (
                kind == "m"
                and self._text(k) == ","
                and not commas
                and self._kind(k - 1) in {"w", "O"}
                and self._kind(k + 1) == "N"
            ):
                described = not office or any(self._text(n) in self._words.roles for n in range(i, k))
                return k + 1 if described and self._text(i) in self._words.articles | self._words.roles else None
            if kind not in {"w", "O", "N"}:
                return None
            if kind == "w" and self._is_prep(k) and not self._opens_office(k):
                return None
            if kind == "w" and self.items[k].text in {"that", "it", "they", "in", "we"}:
                return None
        return None

    def _bearer(self, k: int) -> int:
        """The person whom the name at `k` describes, where it does: "said Vane campaign manager Dora Pell"."""
        for n in range(k + 1, min(len(self.items), k + 6)):
            if self._kind(n) == "N":
                described = any(self._text(m) in self._words.roles for m in range(k + 1, n))
                return n if described else k
            if self._kind(n) not in {"w", "O"} or self._is_prep(n) or self._text(n) in self._words.conjunctions:
                break
        return k

    def _opens_office(self, k: int) -> bool:
        """Whether a preposition belongs to an office ("director of the …"): then no name right after it is meant."""
        if self._text(k) not in {"of", "de", "del", "du", "des", "der", "d'", "d’", "de la"}:
            return False
        nearest = next((n for n in range(k + 1, min(len(self.items), k + 4)) if self._kind(n) in {"N", "O"}), None)
        if nearest is None:  # "la presidenta de la autoridad portuaria, Carmen Olmedo"
            return any(self._text(n) in self._words.roles for n in range(max(0, k - 3), k))
        return self._kind(nearest) == "O"
