"""Set phrases of several words that cite somebody as a verb does: "fired back", "made it clear", "gave a speech".

English has many; each is a verb in one of its forms and what follows it. Where one is found its words become one item, a
verb of saying, so that the grammar of citing need know nothing of them. A "~" stands for up to four words between, and "+" asks
for a quotation that soon follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matching.clauseitems import Item
from matching.constructions import BE
from matching.speechwords import SpeechWords
from matching.wordlists import phrase_set

_WRITTEN = "letter|statement|memo|op-ed|column|essay|email|e-mail|message|tweet|note|article|post"
_SPOKEN = "speech|remarks|address|lecture|keynote|sermon|statement|warning|testimony|eulogy"
_TABLE: tuple[tuple[str, str], ...] = (
    (
        "make makes made making",
        "clear|it clear|it plain|it known|no secret of|~ speech|~ remarks|~ comments|~ statement|~ announcement|~ allegation"
        "|~ allegations|~ accusation|~ accusations|~ argument|~ pledge|~ joke|~ threat|~ threats|the case|the point",
    ),
    ("give gives gave given giving", f"~ {_SPOKEN.replace('|', '|~ ')}|~ interview|~ explanation|~ account"),
    ("deliver delivers delivered delivering", f"~ {_SPOKEN.replace('|', '|~ ')}|~ rebuke|~ message"),
    ("issue issues issued issuing", "~ statement|~ warning|~ apology|~ denial|~ rebuke|~ plea"),
    ("release releases released releasing", "~ statement|~ letter|~ memo"),
    ("publish publishes published publishing", f"~ {_WRITTEN.replace('|', '|~ ')}"),
    ("send sends sent sending", f"~ {_WRITTEN.replace('|', '|~ ')}"),
    ("sign signs signed signing", "~ letter|~ statement"),
    ("pen pens penned penning", f"~ {_WRITTEN.replace('|', '|~ ')}"),
    ("put puts putting", "out ~ statement|it ~ way|forward"),
    ("offer offers offered offering", "to|~ apology|~ condolences|~ explanation|~ praise|~ assurances"),
    (
        "raise raises raised raising",
        "~ questions|~ concerns|~ concern|~ doubts|~ objections|the possibility|the question|the alarm|the issue",
    ),
    ("cast casts casting", "doubt|~ doubt|~ doubts|~ aspersions"),
    (
        "voice voices voiced voicing",
        "~ concern|~ concerns|~ support|~ opposition|~ doubts|~ doubt|~ frustration|~ hope",
    ),
    ("draw draws drew drawn drawing", "~ comparison|~ comparisons|~ parallel|~ parallels"),
    ("fire fires fired firing", "back"),
    ("hit hits hitting", "back|out at"),
    ("shoot shoots shot shooting", "back"),
    ("strike strikes struck striking", "back at"),
    ("push pushes pushed pushing", "back against|back on|back at"),
    ("lash lashes lashed lashing", "out"),
    ("speak speaks spoke spoken speaking", "out|of|about|against|highly of|in favor|in favour"),
    ("talk talks talked talking", "about|of"),
    ("point points pointing", "out"),
    (
        "take takes took taken taking",
        "issue|aim|exception|to twitter|to facebook|to instagram|to social|to the airwaves|~ swipe|~ jab|~ dig",
    ),
    ("weigh weighs weighed weighing", "in"),
    ("lay lays laid laying", "out|~ blame"),
    ("double doubles doubled doubling", "down"),
    ("come comes came coming", "out against|out for|out in favor|out in favour|out in support"),
    ("sound sounds sounded sounding", "the alarm|~ note"),
    ("go goes went gone going", "on record|on the record|on ~ rant|on +|on , +|on to say"),
    ("have has had having", "this to say|~ harsh words|~ kind words"),
    ("keep keeps kept keeping", "saying|insisting|telling|asking|repeating"),
    ("crack cracks cracked cracking", "~ joke|~ jokes"),
    ("share shares shared sharing", "~ story|~ stories|~ anecdote"),
    ("level levels leveled levelled leveling levelling", "~ charge|~ charges|~ accusation|~ accusations|~ criticism"),
    ("rule rules ruled ruling", "out|that|against|in favor|in favour"),
    ("find finds found finding", "that"),
    ("spell spells spelled spelling", "out"),
    ("brush brushes brushed brushing", "off|aside"),
    ("wave waves waved waving", "off|aside"),
    ("laugh laughs laughed laughing", "off"),
    ("play plays played playing", "down"),
    ("refer refers referred referring", "to +"),
    ("use uses used using", "the word|the words|the phrase|the term|the expression"),
    ("heap heaps heaped heaping", "~ praise|~ scorn"),
    ("pay pays paid paying", "~ tribute"),
    ("let lets letting", "slip|it be known"),
    ("stand stands stood standing", "by ~ remarks|by ~ claim|by ~ statement|by ~ comments|by ~ words"),
    ("feel feels felt feeling", "that"),
    ("recognize recognizes recognized recognise recognises recognised", "that"),
    (
        "is was are were be been remains remained",
        "clear that|adamant that|confident that|convinced that|certain that|hopeful that|optimistic that|worried that"
        "|concerned that|insistent that|unequivocal that|skeptical that|sceptical that|doubtful that|sorry that|adamant about"
        "|clear about|quoted as saying|cited as saying|quoted saying|reported to have said|said to have told|on record as saying",
    ),
)
_AGE = re.compile(r"\d{1,3}-year-old")
_BETWEEN = 4  # words that may stand between a verb and its noun: "gave a long and angry speech"
_SHORTEST = 5  # letters of a past form that is taken for a verb of saying beside a quotation ("beamed")
_STOPS = ("!", "?", "…", ",")
_CAPTIONS = frozenset(
    ["titled", "entitled", "named", "headlined", "captioned", "subtitled", "signed", "inscribed", "printed", "released"]
)


@dataclass(frozen=True, slots=True)
class _Phrase:
    kind: str
    tail: tuple[str, ...]


def _phrases() -> dict[str, tuple[_Phrase, ...]]:
    table: dict[str, list[_Phrase]] = {}
    for forms, tails in _TABLE:
        plain, *others = forms.split()
        for form in (plain, *others):
            kind = "G" if form.endswith("ing") else "I" if form == plain and plain != "is" else "V"
            kind = "V" if form in {"put", "hit", "cast", "let"} else kind
            table.setdefault(form, []).extend(
                _Phrase(kind, tuple(tail.split())) for tail in sorted(phrase_set(tails), key=lambda t: (-len(t), t))
            )
    return {form: tuple(phrases) for form, phrases in table.items()}


_PHRASES = _phrases()


def with_phrases(items: Sequence[Item], language: str, words: SpeechWords) -> tuple[Item, ...]:
    """Return the items of a sentence with each set phrase of saying as one verb; English alone has them.

    A past form that no list knows is a verb of saying too where it stands between a quotation that ends in a comma, "!" or
    "?" and a name, or between a name and a colon: '"Look at it!" beamed Dora Pell', 'Pell beamed: "…"'. In the languages that put the verb
    first so is any word between a quotation and a name.
    """
    return tuple(_joined(items, words) if language == "en" else _inverted(items, words))


def _joined(items: Sequence[Item], words: SpeechWords) -> Iterator[Item]:
    at = 0
    while at < len(items):
        kind, last = _phrase_at(items, at)
        if _is_age(items, at) or _is_office(items, at, words):
            last = at + 1
            yield Item("P", f"the {items[last].text}", items[at].start, items[last].end)
        elif last > at:
            text = " ".join(item.text for item in items[at : last + 1] if item.kind != "m")
            yield Item(kind, text, items[at].start, items[last].end)
        elif _speaks_beside_quotation(items, at):
            yield replace(items[at], kind="V")
        else:
            yield items[at]
        at = max(last, at) + 1


def _is_age(items: Sequence[Item], at: int) -> bool:
    """Whether an item begins "the 29-year-old" without a noun: somebody who was named before, as "he" or "she" is."""
    if items[at].text != "the" or at + 1 >= len(items) or not _AGE.fullmatch(items[at + 1].text):
        return False
    return at + 2 == len(items) or items[at + 2].kind in "mVG"


def _is_office(items: Sequence[Item], at: int, words: SpeechWords) -> bool:
    """Whether an item begins "the mayor" as the subject of a verb of saying, before it or after a quotation and it."""
    if items[at].text != "the" or at + 1 >= len(items) or items[at + 1].text not in words.roles:
        return False
    n = at + 2
    while n < len(items) and items[n].text in words.helpers:
        n += 1
    if n < len(items) and items[n].kind == "V":
        return True
    ends = at + 2 == len(items) or items[at + 2].kind in "mG" or items[at + 2].text in words.prepositions
    return ends and at > 1 and items[at - 1].kind == "V" and (items[at - 2].kind == "Q" or items[at - 2].text == ",")


def _phrase_at(items: Sequence[Item], at: int) -> tuple[str, int]:
    """The kind and the last item of the set phrase that begins at an item; the item itself where none does."""
    if items[at].kind not in "wVGI":
        return "", at
    for phrase in _PHRASES.get(items[at].text, ()):
        last = _end_of(items, at + 1, phrase.tail)
        if last > at:
            return phrase.kind, last
    return "", at


def _end_of(items: Sequence[Item], at: int, tail: Sequence[str]) -> int:
    """Where a tail that begins at an item ends, or -1."""
    for number, word in enumerate(tail):
        if word == "~":
            wanted = tail[number + 1]
            for n in range(at, min(len(items), at + _BETWEEN + 1)):
                if items[n].text == wanted:
                    at = n
                    break
                if items[n].kind not in "wGVI" or items[n].text in {
                    "to",
                    "for",
                    "by",
                    "from",
                    "on",
                    "in",
                    "that",
                    "of",
                }:
                    return -1
            else:
                return -1
            continue
        if word == "+":
            return at - 1 if any(item.kind == "Q" for item in items[at : at + _BETWEEN]) else -1
        if at >= len(items) or items[at].text.lower() != word:
            return -1
        at += 1
    return at - 1


def _speaks_beside_quotation(items: Sequence[Item], at: int) -> bool:
    item = items[at]
    if item.kind != "w" or not 0 < at < len(items) - 1:
        return False
    before, after = items[at - 1], items[at + 1]
    if item.text in BE:
        answer = at + 3 < len(items) and items[at + 2].text == ":" and items[at + 3].kind == "Q"
        return after.kind == "w" and answer  # 'Pell was blunt: "…"'
    if len(item.text) < _SHORTEST:
        return False
    if before.kind == "Q" and _is_open(before):
        present = item.text.endswith("s") and not item.text.endswith("ss") and after.kind == "N"
        return present or (item.text.endswith("ed") and after.kind in {"N", "O", "w"})
    return item.text.endswith("ed") and item.text not in _CAPTIONS and _has_speaker(items, at)


def _has_speaker(items: Sequence[Item], at: int) -> bool:
    """Whether a past form stands after its speaker, and a quotation beside them: '"…," Pell laughed', 'he continued, "…"'."""
    before = items[at - 1]
    if before.kind not in {"N", "P"} or before.possessive:
        return False
    mark = at + 1 + (items[at + 1].text == ",")
    announced = items[at + 1].text == ":" or (mark < len(items) and items[mark].kind == "Q")
    return announced or (at > 1 and items[at - 2].kind == "Q" and _is_open(items[at - 2]))


def _is_open(quoted: Item) -> bool:
    """Whether the sentence of a quotation goes on after it."""
    return quoted.text.rstrip().rstrip("\"'”’»").rstrip().endswith(_STOPS)


def _inverted(items: Sequence[Item], words: SpeechWords) -> Iterator[Item]:
    """The items, with the word between a quotation and a name as its verb: '« … », s'indigne Dora Pell', '„…“, schimpft Pell'."""
    small = words.prepositions | words.conjunctions | words.articles | words.relatives | words.helpers
    for at, item in enumerate(items):
        before = at - 1
        while before > 0 and items[before].text in words.helpers:
            before -= 1
        spoken = before > 0 and items[before].text == "," and items[before - 1].kind == "Q"
        spoken = spoken or (before >= 0 and items[before].kind == "Q" and _is_open(items[before]))
        is_verb = spoken and item.kind == "w" and item.text not in small and _is_named(items, at + 1, words)
        yield replace(item, kind="V") if is_verb else item


def _is_named(items: Sequence[Item], at: int, words: SpeechWords) -> bool:
    """Whether a person's name begins at an item, or after an office with its article: "le maire, Dora Pell"."""
    if at < len(items) and items[at].kind == "N":
        return True
    if at >= len(items) or items[at].text not in words.articles:
        return False
    for item in items[at + 1 : at + 1 + _BETWEEN]:
        if item.kind == "N":
            return True
        if item.kind not in {"w", "O"} and item.text != ",":
            return False
    return False
