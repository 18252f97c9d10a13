"""Names in a row of items: where the phrase of a name begins, what joins names to a list, and which names only describe.

No parser: each question is answered by walking a few items to the left or to the right.
"""

from __future__ import annotations

from collections.abc import Sequence

from matching.clauseitems import Item
from matching.speechwords import TITLES, SpeechWords
from matching.wordlists import word_set

NEAR = 9  # items between an inverted verb and the name that follows it; words before a name
_OWNED = word_set("""campaign administration team camp supporters supporter aides aide officials staff allies ally family office foundation
    organization organisation government surrogates advisers advisors donors voters backers era years rally speech plan policy
    presidency brand empire loyalists delegates volunteers headquarters hotel hotels building fans""")

_NO_MODIFIERS = word_set("""after before since until when while because that which if as though although where than
    is was were are be been came went out up met led told asked saw named made left joined helped hired fired married""")
"""Small words before a name that belong to no noun phrase with it, whatever role stands between."""
_BELONGS = frozenset(["of", "at", "from", "for"])
_NAMED_AFTER = word_set("""room hall building bridge tower stadium arena theatre theater center centre school hospital library museum
    airport station street road square park prize award medal institute trophy cup pavilion wing memorial lecture scholarship""")
"""Things that bear a person's name: "the Dora Pell briefing room"."""


class NameLists:
    """A sentence with the questions that one asks about its names."""

    def __init__(self, items: Sequence[Item], words: SpeechWords, *, inverts: bool = False) -> None:
        """`inverts`: the language puts the verb before its subject without a quotation too (Spanish, French, German)."""
        self.items = items
        self._words = words
        self._inverts = inverts
        self._walked_from = 0

    def _kind(self, i: int) -> str:
        return self.items[i].kind if 0 <= i < len(self.items) else ""

    def _text(self, i: int) -> str:
        return self.items[i].text if 0 <= i < len(self.items) else ""

    def is_preposition(self, item: Item) -> bool:
        """Whether an item is a preposition of the language."""
        return item.kind == "w" and item.text in self._words.prepositions

    def _is_prep(self, i: int) -> bool:
        return 0 <= i < len(self.items) and self.is_preposition(self.items[i])

    def _over_of(self, k: int) -> int:
        """The last item of "of Lorne University", "at the Herald", "for the Court of Lorne" after a name, else the name."""
        if self._text(k + 1) not in _BELONGS:
            return k
        n = k + 2
        while n < k + NEAR + 1 and (self._kind(n) == "O" or self._text(n) in self._words.articles | _BELONGS):
            n += 1
        return n - 1 if self._kind(n - 1) == "O" else k

    def _over_bracket(self, k: int) -> int:
        """The item before a bracket that ends at `k` ("Pell (D-Ohio)"), else `k`."""
        if self._text(k) != ")":
            return k
        return next((n - 1 for n in range(k - 1, max(0, k - NEAR), -1) if self._text(n) == "("), k)

    def _over_link(self, k: int) -> int | None:
        """The item before the "and", "as well as" or "along with" that ends at `k`, and before a comma there."""
        if self._text(k) in self._words.conjunctions:
            k -= 1
        elif (self._text(k - 1), self._text(k)) in {("along", "with"), ("together", "with")}:
            k -= 2
        elif [self._text(n) for n in (k - 2, k - 1, k)] == ["as", "well", "as"]:
            k -= 3
        else:
            return None
        return k - 1 if self._text(k) == "," else k

    def _next_in_list(self, at: int) -> tuple[int, bool]:
        """Where the next part of a list begins after item `at` (0: nowhere), and whether it is the last one."""
        if self._text(at + 1) in self._words.conjunctions:
            return at + 2, True
        if self._text(at + 1) != ",":
            return 0, False
        last = self._text(at + 2) in self._words.conjunctions
        return at + 2 + last, last

    def _goes_on(self, k: int) -> bool:
        """Whether a verb or another word that needs a subject stands at `k`."""
        text = self._text(k)
        plain = self._is_prep(k) or text in self._words.conjunctions or text in self._words.relatives
        return self._kind(k) in {"V", "G", "w"} and not plain

    def _onward(self, k: int, *, ends_phrase: bool = True) -> list[int]:
        """The name at `k` and those that follow it in a list that ends in "and": "said Pell, Vane and Dorn".

        With `ends_phrase` the list ends its phrase: "said Pell, and Vane left" has one speaker.
        """
        found, at, joined = [k], k, False
        while len(found) < 4 and not joined:
            at = self._over_of(at)
            start, joined = self._next_in_list(at)
            following = next((n for n in range(start, min(len(self.items), at + NEAR)) if self._kind(n) == "N"), None)
            if not start or following is None or self.items[following].possessive:
                return [k]
            if self.phrase_start(following) != start or (ends_phrase and self._goes_on(following + 1)):
                return [k]
            found.append(following)
            at = following
        return found if joined else [k]

    def _among(self, chain: Sequence[int]) -> bool:
        """Whether names are some of those meant: "rivals, including Pell and Vane", "critics such as Pell", "aides like Pell"."""
        at = self.phrase_start(min(chain)) - 1
        before = self._text(at)
        if before == "like":
            return self._text(at - 1) == "," or (self._kind(at - 1) == "w" and self._text(at - 1).endswith("s"))
        return before == "including" or (before == "as" and self._text(at - 1) == "such")

    def _chain(self, j: int) -> list[int]:
        """The name at `j` and those that "and" and commas join to it, from the last to the first."""
        found = [j]
        while len(found) < 8:
            k = self.phrase_start(found[-1]) - 1
            link = self._over_link(k)
            if link is None and len(found) > 1 and self._text(k) == ",":
                link = k - 1
            before = None if link is None else self._over_bracket(link)
            if before is None or self._kind(before) != "N" or self.items[before].possessive:
                break
            found.append(before)
        return found

    def _is_office(self, k: int) -> bool:
        return self._kind(k) in {"w", "O"} and self._text(k).split()[-1].lower() in self._words.roles | TITLES

    def phrase_start(self, j: int) -> int:
        """Where the noun phrase begins that ends in the name at `j`: roles, adjectives and other names before it."""
        k = self._over_modifiers(j, j)
        if k > 1 and self.items[j].prefixed and self._text(k - 1) in {"of", "for"} and self._is_office(k - 2):
            return self._over_modifiers(k - 2, j)  # "Director of Harbour Affairs Phil Dorn"
        return k

    def _over_modifiers(self, k: int, j: int) -> int:
        while (
            k > 0
            and j - k < NEAR
            and (
                self._kind(k - 1) == "O"
                or (
                    self._text(k - 1) == "the"
                    and k == j
                    and self.items[j].text.startswith(("Rev", "Hon", "Most", "Right"))
                )
                or (self._kind(k - 1) == "N" and self.items[k - 1].possessive)
                or (self._kind(k - 1) == "w" and not self._is_prep(k - 1) and self._is_modifier(k - 1, j))
            )
        ):
            k -= 1
        return k

    def _is_modifier(self, k: int, j: int) -> bool:
        """Whether a small word belongs to the phrase before a name: it or a later one up to the name is a role."""
        word = self.items[k].text
        if word in self._words.conjunctions or word in self._words.helpers or word in _NO_MODIFIERS:
            return False
        return any(self._text(n) in self._words.roles for n in range(k, j)) or word in {"former", "then"}

    def describes(self, k: int) -> bool:
        """Whether a bare name only describes the word after it: "the Pell campaign", "Pell supporters"."""
        item = self.items[k]
        if item.kind == "N" and {self._text(k + 1), self._text(k + 2)} & _NAMED_AFTER and self._kind(k + 1) == "w":
            return True
        if len(item.text) > item.end - item.start or self._kind(k + 1) != "w":
            return False
        return self._text(k + 1) in _OWNED or self._text(k - 1) in {"the", "a", "an"}
