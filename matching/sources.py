"""Named sources: the persons whom an article cites by name for something they said, wrote or confirmed.

Pure text work in three steps: who is named (`matching.persons`), who is the subject of a verb of saying in each sentence
(`matching.clauses`), and whom a pronoun means. What stands inside a quotation is the quoted person's, not the article's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.clauseitems import Item, items_of
from matching.clauses import Clause
from matching.constructions import Cited
from matching.focus import Focus, is_office, offices_of
from matching.persons import Person, find_persons
from matching.phrases import language_of
from matching.speechphrases import with_phrases
from matching.speechtokens import Line, read_lines
from matching.speechwords import SPEECH, SpeechWords
from matching.types import Article, Span
from matching.wordlists import word_set

_LONGEST_SPAN = 600  # characters of a sentence that are kept as evidence
_PARTY = re.compile(r"[A-Z]-[A-Z][\w. ]+")  # "D-Ohio"
_COUNTED = word_set("one another this that these those")
_RELATIVES = word_set("who whose whom which where when dont dessen deren cuyo cuya quien")
_COURTESY = word_set(
    "mr mrs ms miss mx sir señor señora sr sra srta don doña monsieur madame mademoiselle m mme mlle herr frau"
)


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A person cited by name: the fullest name in the article, and the citation that shows it best.

    `affiliation` is the title, office or house that the article gives ("" where it gives none), `verb` the word of
    saying, `quote` the person's quoted words in that sentence or "", `span` the sentence, and `rule` what found it.
    `citations` counts how often the article cites the person.
    """

    name: str
    affiliation: str
    verb: str
    quote: str
    span: Span
    rule: str
    citations: int = 1


@dataclass(frozen=True, slots=True)
class Citation:
    """One place where somebody is cited: sentence `line`, the subject's and the verb's item in it, and the person."""

    line: int
    cited: Cited
    person: Person


@dataclass(frozen=True, slots=True)
class Speech:
    """An article's text read for who says what: sentences, their items, and the citations of named persons."""

    text: str
    language: str
    lines: tuple[Line, ...]
    clauses: tuple[Clause, ...]
    citations: tuple[Citation, ...]


def named_sources(article: Article, outlets: frozenset[str] = frozenset()) -> tuple[NamedSource, ...]:
    """Return the persons whom the article cites by name, in the order in which they are first cited.

    `outlets` are names and aliases of newsrooms in lower case, none of which is a person. Unnamed sources ("a person
    familiar with the matter"), organisations and places are not among them. Never raises; the time is linear in the text.

    >>> article = Article("1", "", "", "", 'The dam held. "We were lucky," said Dora Pell, the county engineer.')
    >>> [(s.name, s.affiliation, s.verb) for s in named_sources(article)]
    [('Dora Pell', 'county engineer', 'said')]
    """
    return sources_of(read_speech(article, outlets))


def sources_of(speech: Speech) -> tuple[NamedSource, ...]:
    """`named_sources` of a text that has been read already."""
    best: dict[str, NamedSource] = {}
    counts: dict[str, int] = {}
    for citation in speech.citations:
        name = citation.person.name
        counts[name] = counts.get(name, 0) + 1
        if name not in best or (not best[name].quote and _quote(speech, citation)):
            affiliation = best[name].affiliation if name in best else ""
            best[name] = _source(speech, citation, affiliation)
    return tuple(_with_count(source, counts[name]) for name, source in best.items())


def read_speech(article: Article, outlets: frozenset[str] = frozenset()) -> Speech:
    """Read the title and text of an article for who says what."""
    text = article.text
    language = language_of(text, article.language)
    words = SPEECH[language]
    lines = read_lines(text)
    title = read_lines(article.title + "\n\n")
    found = find_persons((*lines, *title), outlets)[: len(lines)]
    clauses = tuple(
        Clause(with_phrases(items_of(line, names, words, text), language, words), words, inverts=language != "en")
        for line, names in zip(lines, found, strict=True)
    )
    return Speech(text, language, lines, clauses, tuple(_citations(lines, clauses, words)))


def _citations(lines: Sequence[Line], clauses: Sequence[Clause], words: SpeechWords) -> Iterator[Citation]:
    focus = Focus(offices_of(clauses, words))
    for n, clause in enumerate(clauses):
        colon = _colon(clause, first=n == 0 or lines[n].paragraph != lines[n - 1].paragraph)
        for cited in [*colon, *clause.cited()]:
            item = clause.items[cited.subject]
            person = item.person or focus.who(clause, cited.subject, n)
            if person is not None:
                rule = cited.rule if item.person is not None else "office" if is_office(item) else "pronoun"
                yield Citation(n, Cited(cited.subject, cited.verb, rule), person)
                focus.spoke(person, n)
        focus.read(clause, n)


def _colon(clause: Clause, *, first: bool) -> list[Cited]:
    """A paragraph that opens with a name and a colon: an interview's answer, a headline, "Pell: …"."""
    items = clause.items
    if not first or not items or items[0].kind != "N" or items[0].possessive:
        return []
    at = 1
    if len(items) > 3 and items[1].text == "(":
        at = next((k + 1 for k in range(2, min(7, len(items))) if items[k].text == ")"), 1)
    told = at < len(items) - 1 and items[at].text == ":" and not items[at + 1].text[:1].isdigit()
    return [Cited(0, at, "colon")] if told else []


def _quote(speech: Speech, citation: Citation) -> str:
    """The longest quotation in the sentence of a citation; a single word in marks is none."""
    quotes = [item for item in speech.clauses[citation.line].items if item.kind == "Q"]
    if not quotes:
        return ""
    longest = max(quotes, key=lambda item: (item.end - item.start, -item.start))
    return speech.text[longest.start : longest.end].strip()


def _source(speech: Speech, citation: Citation, affiliation: str) -> NamedSource:
    line = speech.lines[citation.line]
    clause = speech.clauses[citation.line]
    end = min(line.end, line.start + _LONGEST_SPAN)
    return NamedSource(
        name=citation.person.name,
        affiliation=affiliation or affiliation_of(speech, citation),
        verb=clause.items[citation.cited.verb].text,
        quote=_quote(speech, citation),
        span=Span(line.start, end, speech.text[line.start : end]),
        rule=citation.cited.rule,
    )


def _with_count(source: NamedSource, count: int) -> NamedSource:
    return NamedSource(source.name, source.affiliation, source.verb, source.quote, source.span, source.rule, count)


def affiliation_of(speech: Speech, citation: Citation) -> str:
    """What the article says of the person beside a mention of the name, first the cited one, then the earliest."""
    here = _beside(speech, citation.line, citation.cited.subject)
    if here:
        return here
    for n, clause in enumerate(speech.clauses):
        for k, item in enumerate(clause.items):
            if item.person == citation.person and (told := _beside(speech, n, k)):
                return told
    return ""


def _beside(speech: Speech, n: int, k: int) -> str:
    clause, words = speech.clauses[n], SPEECH[speech.language]
    item = clause.items[k]
    if item.kind != "N":
        return ""
    after = _apposition(speech, clause.items, k, words)
    first = clause.phrase_start(k)
    whole = speech.text[clause.items[first].start : item.start].strip() if first < k else _prefix(item)
    if not whole and not after and k > 1 and clause.items[k - 1].text == ",":
        whole = _office_before(speech, clause.items, k - 1, words)
    told = " ".join(word for word in whole.split() if word.lower().strip(".") not in _COURTESY)
    first_word = told.split(" ")[0].lower()
    told = told[len(first_word) :] if first_word in words.articles else told
    return ", ".join(part for part in (told.strip(" ,"), after) if part)


def _prefix(item: Item) -> str:
    """What stands within a name's item before the name: title, party, place, house."""
    return item.text[: max(0, len(item.text) - (item.end - item.start))].strip()


def _office_before(speech: Speech, items: Sequence[Item], comma: int, words: SpeechWords) -> str:
    """The office before a name that it is the apposition of: "the mayor of Lorne, Peter Quill"."""
    for k in range(comma - 1, max(-1, comma - 10), -1):
        if items[k].kind not in {"w", "O", "N"}:
            return ""
        if items[k].text in words.articles and any(item.text in words.roles for item in items[k:comma]):
            return speech.text[items[k].start : items[comma - 1].end]
    return ""


def _apposition(speech: Speech, items: Sequence[Item], k: int, words: SpeechWords) -> str:
    """What stands after a name: "(R-Ohio)" or ", the county engineer,"."""
    mark = items[k + 1].text if k + 1 < len(items) else ""
    if mark not in {",", "("}:
        return ""
    close = {",": {",", ".", ";"}, "(": {")"}}[mark]
    end = next(
        (m for m in range(k + 2, min(len(items), k + 18)) if items[m].text in close or items[m].kind in "VRQ"),
        len(items),
    )
    inside = items[k + 2 : end]
    if not inside:
        return ""
    if mark == "(":
        phrase = speech.text[inside[0].start : items[end].start if end < len(items) else inside[-1].end].strip()
        return phrase if len(phrase) <= 30 else ""
    phrase = speech.text[inside[0].start : inside[-1].end]
    first = inside[0].text.lower()
    if first in _RELATIVES or (first.endswith("ing") and first != "acting"):
        return ""
    if phrase.count("(") > phrase.count(")"):
        phrase = phrase[: phrase.rindex("(")].strip()  # the bracket's own full stop ended the phrase
    office = any(item.text.lower() in words.roles for item in inside) or _PARTY.fullmatch(phrase)
    if not office and not (first in words.articles and 2 <= len(inside) <= 10):
        return ""
    return phrase[len(first) :].strip() if first in words.articles - _COUNTED else phrase
