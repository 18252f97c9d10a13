"""Supporting material that a text itself holds: direct statements, which are complete quoted sentences with a speaker.

A quotation is a statement where it is a sentence of some length, not a phrase in marks, and the text says whose words they
are: a named person, or a body or office that answers for them ("the council said"). The words of somebody who stays
unknown ("a person familiar with the matter") are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.clauseitems import Item
from matching.focus import is_office
from matching.sources import Speech, read_speech
from matching.speechwords import SPEECH, SpeechWords
from matching.types import Article, Span
from matching.wordlists import word_set

MIN_WORDS = 5
"""Words from which a quotation can be a complete sentence. Shorter ones in marks are mostly terms and scraps of speech."""
_LONGEST = 1_200  # characters of one statement that are kept
_INNER = re.compile(r"[\w’'\-]+")
_ENDS = (".", "!", "?", "…", ",", "—", "–", "-")
_UNKNOWN = word_set("""person people source sources insider insiders someone somebody witness onlooker anonymous unnamed familiar
    persona fuente fuentes source_ personne quelqu'un jemand quelle quellen insidern""")
_SPEAKING_BODIES = word_set("""council ministry government police department office court company union party committee campaign
    agency board commission school university hospital club church group statement spokesman spokeswoman spokesperson
    firm bank airline charity association institute team family lawyers officials authorities
    ministerio gobierno policía ayuntamiento empresa fiscalía portavoz ministère gouvernement police mairie entreprise parquet
    porte-parole ministerium regierung polizei stadt unternehmen sprecher sprecherin behörde staatsanwaltschaft""")


@dataclass(frozen=True, slots=True)
class DirectStatement:
    """A complete quoted sentence: its words without the marks, who said them, and where it stands.

    `named` tells that the speaker is a person named in the article; else `speaker` is the body or office as written.
    """

    speaker: str
    named: bool
    quote: str
    span: Span


def direct_statements(article: Article, outlets: frozenset[str] = frozenset()) -> tuple[DirectStatement, ...]:
    """Return the complete quoted sentences of an article that have a speaker, in reading order. Never raises.

    >>> article = Article("1", "", "", "", 'The dam held. "We were lucky with the rain," said Dora Pell, the county engineer.')
    >>> [(s.speaker, s.quote) for s in direct_statements(article)]
    [('Dora Pell', 'We were lucky with the rain,')]
    """
    return statements_of(read_speech(article, outlets))


def statements_of(speech: Speech) -> tuple[DirectStatement, ...]:
    """`direct_statements` of a text that has been read already."""
    words = SPEECH[speech.language]
    speakers: dict[int, str] = {}
    for citation in speech.citations:
        speakers.setdefault(citation.line, citation.person.name)
    found = []
    for n, clause in enumerate(speech.clauses):
        for item in clause.items:
            if item.kind == "Q" and is_sentence(speech.text[item.start : item.end]):
                speaker, named = _speaker(speech, n, speakers, words)
                if speaker:
                    found.append(_statement(speech.text, item, speaker, named=named))
    return tuple(found)


def is_sentence(quoted: str) -> bool:
    """Whether a quotation, marks included, is a complete sentence: long enough, with a capital first and an end.

    >>> is_sentence('"We saw the water rise."'), is_sentence('"a great deal of water"')
    (True, False)
    """
    inner = quoted.strip().strip("\"'“”„«»‘’‹› \u00a0,;")
    words = _INNER.findall(inner)
    if len(words) < MIN_WORDS:
        return False
    closed = quoted.rstrip().rstrip("\"'“”«»‘’‹› \u00a0").endswith(_ENDS) or quoted.rstrip().endswith((",", "."))
    return inner.lstrip("[(…. ")[:1].isupper() and closed


def _statement(text: str, item: Item, speaker: str, *, named: bool) -> DirectStatement:
    end = min(item.end, item.start + _LONGEST)
    quote = text[item.start : end].strip().strip('"“”„«»‹› \u00a0').strip("'‘’").strip()
    return DirectStatement(speaker, named, quote, Span(item.start, end, text[item.start : end]))


def _speaker(speech: Speech, n: int, speakers: dict[int, str], words: SpeechWords) -> tuple[str, bool]:
    """Who says what is quoted in sentence `n`: cited there, announced before it, or named right after it."""
    if n in speakers:
        return speakers[n], True
    here = _body(speech, n, words)
    if here:
        return here, False
    if not _says_nothing_else(speech, n):
        return "", False
    before = n - 1
    if before in speakers and (
        _announces(speech, before) or speech.lines[before].paragraph == speech.lines[n].paragraph
    ):
        return speakers[before], True
    if before >= 0 and _announces(speech, before) and (announced := _body(speech, before, words)):
        return announced, False
    after = n + 1
    if (
        after in speakers
        and speech.lines[after].paragraph == speech.lines[n].paragraph
        and not _has_quote(speech, after)
    ):
        return speakers[after], True
    return "", False


def _has_quote(speech: Speech, n: int) -> bool:
    return any(item.kind == "Q" for item in speech.clauses[n].items)


def _says_nothing_else(speech: Speech, n: int) -> bool:
    """Whether a sentence is its quotation and hardly a word more."""
    return sum(item.kind not in {"Q", "m"} for item in speech.clauses[n].items) <= 1


def _announces(speech: Speech, n: int) -> bool:
    """Whether a sentence ends in a colon, or cites somebody just before the quotation in the next paragraph."""
    items = speech.clauses[n].items
    return bool(items) and items[-1].text == ":"


def _body(speech: Speech, n: int, words: SpeechWords) -> str:
    """The body or office that is the subject of a verb of saying in sentence `n`, as it is written."""
    items = speech.clauses[n].items
    for i, item in enumerate(items):
        if item.kind == "V" or (item.kind == "w" and item.text == "according"):
            for phrase in _phrases(items, i):
                told = [speech.text[x.start : x.end] for x in phrase]
                low = {word.lower() for part in told for word in part.split()}
                if low & _UNKNOWN or (
                    not low & (_SPEAKING_BODIES | words.roles) and not any(x.kind == "O" for x in phrase)
                ):
                    continue
                return " ".join(speech.text[phrase[0].start : phrase[-1].end].split())
    return ""


def _in_phrase(item: Item) -> bool:
    return item.kind in {"w", "O", "N"} or is_office(item)


def _phrases(items: Sequence[Item], i: int) -> Iterator[Sequence[Item]]:
    """The noun phrases right before and right after a verb."""
    k = i
    while k > 0 and _in_phrase(items[k - 1]) and i - k < 8:
        k -= 1
    if k < i:
        yield items[k:i]
    k = i + 1
    while k < len(items) and _in_phrase(items[k]) and k - i < 8:
        k += 1
    spoken = i > 0 and (items[i - 1].kind == "Q" or items[i - 1].text == ",")
    if k > i + 1 and spoken:
        yield items[i + 1 : k]
