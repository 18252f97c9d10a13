"""A sentence as a row of items: persons, other names, quotations, verbs of saying, pronouns, words and marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.persons import Found, Person
from matching.speechtokens import Line
from matching.speechwords import SpeechWords


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


def items_of(line: Line, found: Sequence[Found], words: SpeechWords, text: str) -> tuple[Item, ...]:
    """Return the items of a sentence, in reading order."""
    begins = {f.run.first: f for f in found}
    items: list[Item] = []
    at = 0
    while at < len(line.tokens):
        token = line.tokens[at]
        known = begins.get(at)
        if known is None:
            items += _items(token.kind, token.text, token.start, token.end, words)
            at += 1
            continue
        last = line.tokens[known.run.last]
        name = line.tokens[known.run.name] if known.person else token
        kind = "N" if known.person else "O"
        items.append(
            Item(
                kind,
                text[token.start : last.end],
                name.start,
                last.end,
                known.person,
                last.possessive,
                prefixed=known.run.name > known.run.first and not known.run.titled,
            )
        )
        at = known.run.last + 1
    return tuple(items)


def _items(kind: str, text: str, start: int, end: int, words: SpeechWords) -> list[Item]:
    """The item of a word; two where a pronoun hangs on the verb ("estime-t-elle")."""
    verb, _, tail = text.lower().partition("-")
    pronoun = tail.removeprefix("t-")
    if tail and verb in words.finite and pronoun in words.he | words.she:
        middle = end - len(pronoun)
        return [Item("V", verb, start, start + len(verb)), _item(kind, pronoun, middle, end, words)]
    return [_item(kind, text, start, end, words)]


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
