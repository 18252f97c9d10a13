"""How far a sentence carries what the headline reports: by its place, by the words that both share, by who speaks in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching import thresholds as limits
from matching.facts import content_stems
from matching.mentions import Mention
from matching.sentences import Sentence
from matching.voices import has_public_source, title_voices
from matching.wordlists import word_set

_HEADLINE_CREDIT = re.compile(
    r"(?:\breports?\b|\breportedly\b|:\s*report\b|\breport\s+says\b|\bsources\s+say\b|\bnewspaper\s+reports\b|\bmedia\s+reports\b"
    r"|\ben\s+una\s+entrevista|selon\b|laut\b|según\b|Bericht\b|zufolge)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """What attribution reads of one article: title, sentences, and the newsrooms named in them."""

    title: str
    text: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    title_mentions: tuple[Mention, ...]
    quotes: tuple[tuple[int, int], ...]
    language: str
    outlet_id: str
    lowered: tuple[Sequence[str], ...]  # the words of each sentence in small letters


def centrality(passage: Passage, sentence: Sentence, number: int, *, speech: bool) -> float:
    """Return how far a sentence carries what the headline reports: about 0 for a side fact, 1 for the claim itself."""
    if number < 0:
        return 1.0
    score = _position(passage, sentence, number)
    title = content_stems(passage.title)
    around = _with_neighbours(passage, number, speech=speech)
    shared = len(title & around) / max(1, min(len(title), limits.TITLE_STEMS))
    named = speech and speaker_in_title(passage, sentence, number)
    score += limits.OVERLAP_WEIGHT * min(1.0, shared)
    if named:
        score += limits.SPEAKER_BONUS
    if _HEADLINE_CREDIT.search(passage.title):
        score += limits.HEADLINE_CREDIT_BONUS
    return score


def _position(passage: Passage, sentence: Sentence, number: int) -> float:
    """The higher, the nearer to the top: the lead says what the article is about."""
    if number <= limits.LEAD_SENTENCES:
        return limits.LEAD_WEIGHT
    if number <= limits.TOP_SENTENCES:
        return limits.TOP_WEIGHT
    share = sentence.start / max(1, len(passage.text))
    return limits.BODY_WEIGHT if share <= limits.BODY_SHARE else 0.0


def _with_neighbours(passage: Passage, number: int, *, speech: bool) -> frozenset[str]:
    sentences = passage.sentences
    stems = content_stems(sentences[number].text)
    if number and (speech or _POINTS_BACK.match(sentences[number].text)):
        stems |= content_stems(sentences[number - 1].text)
    return stems


# A sentence that says of the one before it where it is from ("That is what … found", "Das berichtet …").
_POINTS_BACK = re.compile(
    r"(?:(?:That|This|It)\s+(?:is|was|emerges|emerged|follows|comes|came)|(?:So|Thus)\s+(?:says|reports)"
    r"|Das\s+(?:berichte\w*|schreib\w*|melde\w*|geht|ergaben?|ergibt)|Dies\s+(?:berichte\w*|geht)|C[’']est\s+ce\s+qu|Así\s+lo|Eso\s+(?:es|fue))\b"
)


_PLACES = "South|North|East|West|New|United|San|Santa|Los|Las|Saint|Hong|Sri|Saudi|Costa|Puerto|Great|Fort|Port|Mount|Lake|Cape"
_PERSON = re.compile(
    rf"\b(?!(?:{_PLACES})\s)(?=(?:[A-ZÀ-Þ][\w’'\-]+|[A-Z]\.|Dr\.|Mr\.|Ms\.|Mrs\.|Sen\.|Rep\.|Gov\.)\s+(?:[A-Z]\.\s+)?(?P<last>[A-ZÀ-Þ][\w’'\-]{{2,}}))"
)
_BODIES = word_set("""House Senate Congress President Democrats Republicans Party Court State States White Department Committee Council
    Government Ministry Minister Police Parliament Union American Americans National Federal Supreme Administration
    Secretary Leader Majority Minority Speaker Whip Governor Mayor Office Bank School University County City""")


_PRONOUN_SPEAKS = re.compile(r"\b(?:[Hh]e|[Ss]he)\s+(?:also\s+|later\s+)?(?:told|said|says|tells|spoke|appeared)\b")


def speaker_in_title(passage: Passage, sentence: Sentence, number: int) -> bool:
    """Whether a person who speaks in the sentence speaks or acts in the title too, or the title quotes what is said there.

    Near the top "she told" is said by whoever the lead is about.
    """
    if 0 < number <= limits.LEAD_SENTENCES + 1 and _PRONOUN_SPEAKS.search(sentence.text):
        before = passage.text[passage.sentences[max(0, number - limits.LEAD_SENTENCES)].start : sentence.end]
        sentence = Sentence(sentence.start, sentence.end, before, sentence.paragraph)
    return bool(title_voices(passage.title) & persons(passage, sentence.text)) or _title_quotes(passage, sentence)


def persons(passage: Passage, text: str) -> set[str]:
    """Return the last names of persons of the article that stand in `text`, newsrooms and bodies left out."""
    people = {m.group("last") for m in _PERSON.finditer(passage.text)} - _BODIES
    outlets = {w for m in passage.mentions for w in m.name.split()}
    return people & set(re.findall(r"[A-ZÀ-Þ][\w’'\-]{2,}", re.sub(r"[’']s\b", "", text))) - outlets


def is_side_voice(passage: Passage, sentence: Sentence, number: int) -> bool:
    """Whether somebody is named as speaking in the sentence whom neither the title nor the first two sentences name, and who
    does not say what the title says.
    """
    if number < limits.LEAD_SENTENCES or speaker_in_title(passage, sentence, number):
        return False
    if len(content_stems(passage.title) & content_stems(sentence.text)) >= limits.SAYS_THE_TITLE:
        return False
    speakers = persons(passage, sentence.text)
    top = passage.text[: passage.sentences[min(number, limits.LEAD_SENTENCES) - 1].end]
    return bool(speakers) and not speakers & persons(passage, f"{passage.title}\n{top}")


def lead_is_sourced(passage: Passage, number: int) -> bool:
    """Whether the sentences above one, of the first two, tell of a public act and name no newsroom."""
    last = min(number, limits.LEAD_SENTENCES) - 1
    if last < 0 or _HEADLINE_CREDIT.search(passage.title):
        return False
    lead = passage.text[: passage.sentences[last].end]
    return has_public_source(lead) and not any(m.start < len(lead) for m in passage.mentions)


_TITLE_QUOTE = re.compile(r"(?:^|[\s:])[‘'“\"](?P<said>[^”\"]{12,}?)[’'”\"](?=$|[\s,.:;])")


def _title_quotes(passage: Passage, sentence: Sentence) -> bool:
    """Whether the headline quotes words that stand in the sentence, or in the paragraph that it ends."""
    match = _TITLE_QUOTE.search(passage.title)
    if match is None:
        return False
    said = content_stems(match.group("said"))
    near = " ".join(s.text for s in passage.sentences if s.paragraph == sentence.paragraph)
    return len(said) >= 2 and len(said & content_stems(near)) >= limits.TITLE_QUOTE_SHARE * len(said)
