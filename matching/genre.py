"""Whether a text reports or comments, by how it speaks.

A report names who said what and when; a column, an analysis or an explainer judges, asks, exhorts and speaks of "we" and
"you". Which words do so is a matter of the language, not of any topic: they are counted in what the newsroom says itself,
quotations aside, and weighed by a logistic model (the kind of evidence is that of Karlgren and Cutting, "Recognizing text
genres with simple metrics", 1994). `bench/genre.py` sets the weights, which stand in `matching.genreweights`.

English only: in another language the words counted here would be missing, which says nothing.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from matching.genreweights import BIAS, WEIGHTS
from matching.plaintext import PlainText
from matching.quotes import without_quotes
from matching.scan import scan
from matching.types import Span
from matching.wordlists import word_set

_SELF = word_set("i i'm i've i'd i'll me my myself mine")
_US = word_set("we we're we've we'd we'll us our ours ourselves let's")
_YOU = word_set("you you're you've you'd you'll your yours yourself")
_OUGHT = word_set("should must ought shouldn't mustn't need needs")
_VIEW = word_set("""
    surely frankly indeed obviously clearly simply merely even just really truly certainly naturally actually quite rather
    far too hardly course alas sadly fortunately unfortunately ironically remarkably absurd absurdly ridiculous shameful
    disgraceful outrageous dangerous reckless foolish wrong right good bad better worse best worst great terrible horrible
    awful hypocrisy hypocritical cynical myth nonsense folly farce sham lie lies liar radical extreme dishonest cowardly
    failure failed disaster disastrous catastrophe tyranny
""")
_TOLD = word_set("""
    said says saying told tells announced announces reported reports confirmed testified wrote according added stated
    declared claimed asked tweeted
""")
_WHICH_DAY = word_set("monday tuesday wednesday thursday friday saturday sunday yesterday today tonight")
_NEGATIONS = word_set("""
    not no never nothing nobody none isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't cannot couldn't
    hasn't haven't hadn't
""")
_IS = word_set("is are am isn't aren't it's that's there's here's what's he's she's has have do does")
_POINTING = word_set("this these that's it's here here's there there's such")
_ASKING = word_set("why how what who which when where")
_HEADLINE_VERBS = word_set("report announces vows urges calls warns accuses slams")
_HEADLINE_QUESTIONS = _ASKING | word_set("should is are can could will would does do here's here")

# What is counted for each hundred words, and how many are usual: a short text is read as if it had `_USUAL_WORDS` more, in
# which each stands as often as is usual.
_COUNTED: Mapping[str, tuple[frozenset[str], float]] = {
    "self": (_SELF, 0.3),
    "us": (_US, 0.5),
    "you": (_YOU, 0.2),
    "ought": (_OUGHT, 0.3),
    "hedges": (
        word_set("""
            perhaps maybe probably presumably arguably seems seem seemingly appears apparently might could would possibly
        """),
        1.0,
    ),
    "views": (_VIEW, 1.0),
    "arguments": (
        word_set("""
            but yet however instead because therefore thus hence though although if unless whether nor moreover besides
            nevertheless nonetheless otherwise so
        """),
        2.0,
    ),
    "negations": (_NEGATIONS, 0.9),
    "told": (_TOLD, 1.8),
    "days": (_WHICH_DAY, 0.7),
    "present": (_IS, 3.0),
    "past": (word_set("was were had did been wasn't weren't"), 1.7),
    "asking": (_ASKING, 1.2),
    "pointing": (_POINTING, 1.5),
    "everybody": (
        word_set("""
            people americans everyone nobody anyone someone one everybody always never ever all every most many often
        """),
        0.8,
    ),
}
_MARKS: Mapping[str, tuple[str, float]] = {
    "questions": ("?", 0.15),
    "exclamations": ("!", 0.05),
    "colons": (";:", 0.3),
    "dashes": ("—–", 0.4),
    "brackets": ("(", 0.4),
}
_USUAL_WORDS = 60
_LEAD = 3
_VOICE = _SELF | _US | _YOU | _OUGHT | _VIEW


@dataclass(frozen=True, slots=True)
class Told:
    """The words that a newsroom says itself, in small letters, and those of the first sentences of its text."""

    words: list[str]
    lead: list[str]


def comment_probability(title: str, text: PlainText) -> float:
    """How likely it is that an English text is commentary: opinion, analysis, explainer, fact check.

    Calibrated on whole texts and on their beginnings of 350 characters and more; an empty text says nothing certain.
    """
    style = style_of(title, text)
    total = BIAS + math.fsum(
        weight * (style[name] - usual) / spread for name, (weight, usual, spread) in WEIGHTS.items()
    )
    return 1 / (1 + math.exp(-total))


def voice_of(text: PlainText) -> Span | None:
    """The sentence in which a text's own voice is loudest, as evidence; None where it is heard in none."""
    loud = Counter[int]()
    starts = [sentence.start for sentence in text.sentences]
    for number, word in _outside(text):
        if _plain(word) in _VOICE:
            loud[bisect_right(starts, text.scanned.starts[number]) - 1] += 1
    if not loud:
        return None
    sentence = text.sentences[min(loud, key=lambda place: (-loud[place], place))]
    return Span(sentence.start, sentence.end, sentence.text)


def style_of(title: str, text: PlainText) -> dict[str, float]:
    """What is measured of a title and a text, by name: rates for each hundred words, shares, and yes (1) or no (0)."""
    return _text_style(text) | _title_style(title)


@lru_cache(maxsize=256)
def _text_style(text: PlainText) -> dict[str, float]:
    """The part of the style that is the text's. The last few hundred are kept, as the texts themselves are."""
    told = _told(text)
    counts, number = Counter(told.words), len(told.words)
    style = {
        name: _rate(sum(counts[word] for word in words), number, usual) for name, (words, usual) in _COUNTED.items()
    }
    for name, (marks, usual) in _MARKS.items():
        style[name] = _rate(sum(map(text.narration.count, marks)), number, usual)
    style["ed"] = _rate(sum(n for word, n in counts.items() if word.endswith("ed")), number, 3.5)
    style["figures"] = _rate(sum(n for word, n in counts.items() if word[0].isdigit()), number, 1.8)
    contracted = sum(n for word, n in counts.items() if "'" in word and not word.endswith("'s"))
    style["contracted"] = _rate(contracted, number, 0.5)
    style["quoted"] = 1 - number / max(1, len(text.scanned.words))
    style["sentence"] = math.log1p(number / max(1, len(text.sentences)))
    style["length"] = math.log1p(len(text.scanned.words))
    return style | _lead_style(told.lead, text)


def _lead_style(lead: list[str], text: PlainText) -> dict[str, float]:
    words = set(lead)
    end = text.sentences[min(_LEAD, len(text.sentences)) - 1].end if text.sentences else 0
    return {
        "lead_told": float(not words.isdisjoint(_TOLD)),
        "lead_day": float(not words.isdisjoint(_WHICH_DAY)),
        "lead_question": float("?" in text.narration[:end]),
        "lead_voice": float(not words.isdisjoint(_SELF | _US | _YOU)),
        "lead_views": float(sum(word in _VIEW or word in _OUGHT for word in lead)),
    }


def _title_style(title: str) -> dict[str, float]:
    narration = without_quotes(title.replace("'", "’"))
    words = [_plain(word) for word in scan(narration).lowered]
    known = set(words)
    return {
        "title_question": float("?" in narration),
        "title_asks": float(bool(words) and words[0] in _HEADLINE_QUESTIONS),
        "title_voice": float(not known.isdisjoint(_SELF | _US | _YOU)),
        "title_views": float(len(known & (_VIEW | _OUGHT | _NEGATIONS))),
        "title_is": float(len(known & (_IS | _POINTING))),
        "title_exclaims": float("!" in title),
        "title_colon": float(":" in title),
        "title_length": float(len(words)),
        "title_told": float(not known.isdisjoint(_TOLD | _HEADLINE_VERBS)),
        "title_figure": float(any(word[0].isdigit() for word in words)),
    }


def _rate(count: float, words: int, usual: float) -> float:
    return 100 * (count + usual * _USUAL_WORDS / 100) / (words + _USUAL_WORDS)


def _told(text: PlainText) -> Told:
    """The words outside quotations."""
    end = text.sentences[min(_LEAD, len(text.sentences)) - 1].end if text.sentences else 0
    lead = bisect_left(text.scanned.starts, end)
    outside = _outside(text)
    return Told(
        words=[_plain(word) for _, word in outside],
        lead=[_plain(word) for number, word in outside if number < lead],
    )


def _outside(text: PlainText) -> list[tuple[int, str]]:
    """The words outside quotations, each with its place in the text."""
    scanned = text.scanned
    found: list[tuple[int, str]] = []
    at = 0
    for start, end in (*text.quotes, (len(scanned.text), len(scanned.text))):
        until = bisect_left(scanned.starts, start)
        found += enumerate(scanned.lowered[at:until], at)
        at = max(at, bisect_left(scanned.starts, end))
    return found


def _plain(word: str) -> str:
    return word.replace("’", "'")
