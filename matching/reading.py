"""One article, read once: sentences, newsrooms, credits, own reporting, commentary, facts, words.

Everything here depends on the article and the registry alone, never on the event, so a reading can be kept and used
again when the event grows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from matching import thresholds as limits
from matching.attribution import attribute
from matching.centrality import Passage
from matching.commentary import Commentary, commentary, is_at_the_scene
from matching.creditnames import resolve_whole
from matching.credits import wire_credits
from matching.facts import Facts
from matching.finder import Reader, interviewers, read_mentions
from matching.mentions import Mention, MentionIndex
from matching.ownreporting import OwnReporting, own_reporting
from matching.phrases import language_of_words
from matching.plaintext import plain_text
from matching.scan import Scan, scan
from matching.sentences import Sentence
from matching.shingles import Words
from matching.slots import slot_mentions
from matching.statements import marked_byline
from matching.types import Article, Body, Credit, NoteKind, Outlet, OutletKind, Role, Span

_PAYWALL = re.compile(
    r"(?:subscribe|sign\s+up|log\s*in|sign\s+in|register)\s+(?:now\s+)?(?:to|for|and)\s+(?:\w+\s+){0,3}?(?:continue|read|access|unlock|keep|view|full)"
    r"|to\s+continue\s+reading|continue\s+reading\s+(?:this|with|your)|already\s+a\s+(?:subscriber|member)|(?:this|the\s+full)\s+(?:article|story|content)\s+is\s+(?:only\s+)?(?:for|available\s+to)\s+\w*\s*(?:subscribers|members)"
    r"|subscribers?[\s-]only|suscr[ií]b(?:ete|ase)|solo\s+para\s+suscriptores|réservé\s+aux\s+abonnés|abonnez-vous|article\s+réservé|weiterlesen\s+mit|nur\s+für\s+abonnenten|jetzt\s+abonnieren",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article says about where it comes from. `outlet` is None where the registry has no such row."""

    article: Article
    outlet: Outlet | None
    sentences: tuple[Sentence, ...]
    words: Words
    facts: Facts
    wire: tuple[Credit, ...]
    credits: tuple[Credit, ...]
    own: OwnReporting
    commentary: Commentary | None
    release: float
    release_spans: tuple[Span, ...]
    body: Body
    body_span: Span | None
    language: str

    @property
    def aggregator(self) -> bool:
        """Whether the outlet is a transport, never an origin."""
        return self.outlet is not None and self.outlet.kind is OutletKind.AGGREGATOR

    @property
    def notable(self) -> bool:
        """Whether the outlet is notable by its registry row."""
        return self.outlet is not None and self.outlet.notable

    @property
    def family(self) -> str:
        """The outlet's family; an outlet without a row or family is its own."""
        if self.outlet is None:
            return self.article.outlet_id
        return self.outlet.family or self.outlet.id

    @property
    def retracted(self) -> bool:
        """Whether the outlet has withdrawn the article by a note of its own."""
        note = self.article.correction
        return note is not None and note.kind is NoteKind.RETRACTION

    @property
    def taken_down(self) -> bool:
        """Whether the page was gone within days of its publication."""
        gone, since = self.article.gone, self.article.published or self.article.first_seen
        return gone is not None and (since is None or gone - since <= limits.TAKEN_DOWN_WITHIN)

    @property
    def all_credits(self) -> tuple[Credit, ...]:
        """Wire credits, then attributions, as they are kept as evidence."""
        return (*self.wire, *self.credits)


def read(article: Article, index: MentionIndex) -> Reading:
    """Return the reading of one article."""
    outlet = index.outlets.get(article.outlet_id)
    plain = plain_text(article.text)
    language = language_of_words(plain.scanned.lowered, article.language)
    mentions, title_mentions = _newsrooms(article, plain.scanned, index, language)
    passage = Passage(
        article.title,
        article.text,
        plain.sentences,
        mentions,
        title_mentions,
        plain.quotes,
        language,
        article.outlet_id,
        plain.lowered,
    )
    body, body_span = body_of(article)
    own = own_reporting(plain.sentences, plain.lowered, mentions, article.outlet_id, plain.narration)
    signed = next((b for b in (article.byline, *article.authors) if marked_byline(b)), "")
    signs = (Span(0, len(signed), signed, "byline"),) if signed else ()
    return Reading(
        article,
        outlet,
        plain.sentences,
        plain.words,
        plain.facts,
        wire_credits(article, index),
        _without_wire(attribute(passage)),
        own,
        _unless_there(commentary(article, plain, language), own, plain.narration),
        plain.release + limits.MARKED_RELEASE * len(signs),
        (*signs, *plain.release_spans),
        body,
        body_span,
        language,
    )


def _unless_there(found: Commentary | None, own: OwnReporting, narration: str) -> Commentary | None:
    """What bars an article from counting; a live blog that shows its newsroom at work reports like any other article."""
    if found is not None and found.code == "live-blog" and (own.strength or is_at_the_scene(narration)):
        return None
    return found


def _newsrooms(
    article: Article, scanned: Scan, index: MentionIndex, language: str
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """The newsrooms named in the text and in the title; a title may shorten what the text spells out."""
    found = read_mentions(index, scanned, Reader(article.outlet_id, language))
    named = tuple(dict.fromkeys(m.outlet_id for m in found if m.full and m.outlet_id))
    title = read_mentions(index, scan(article.title), Reader(article.outlet_id, language, named))
    title = (*title, *_title_tail(article, index, title))
    found = tuple(sorted((*found, *interviewers(article.text, found)), key=lambda m: m.start))
    found = tuple(sorted((*found, *slot_mentions(article.text, found)), key=lambda m: m.start))
    houses = index.houses(urlsplit(article.url).hostname or "") - {article.outlet_id}
    return _at_home(found, houses, article.outlet_id), _at_home(title, houses, article.outlet_id)


_TAIL = re.compile(r"\s[-–—|]\s*(?P<name>[A-Z][^-–—|:]{1,40})$")


def _title_tail(article: Article, index: MentionIndex, known: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The newsroom that a headline ends in after a dash, where it is one by its place alone ("… - Narwhal")."""
    match = _TAIL.search(article.title)
    if match is None or any(m.end > match.start("name") for m in known):
        return ()
    mention = resolve_whole(match.group("name"), article, index, wire=False)
    if mention is None or not mention.outlet_id:
        return ()
    return (replace(mention, start=match.start("name"), end=match.end("name")),)


def _at_home(mentions: tuple[Mention, ...], houses: frozenset[str], own: str) -> tuple[Mention, ...]:
    """The mentions, those of a newsroom of which the article's outlet is an edition as the outlet's own."""
    if not own or not any(m.outlet_id in houses for m in mentions if m.outlet_id):
        return mentions
    return tuple(replace(m, outlet_id=own) if m.outlet_id in houses else m for m in mentions)


def _without_wire(credits: tuple[Credit, ...]) -> tuple[Credit, ...]:
    """Contributions are read by `matching.credits`; subjects and the rest stay as evidence of how names were read."""
    return tuple(c for c in credits if c.role is not Role.CONTRIBUTION)


def body_of(article: Article) -> tuple[Body, Span | None]:
    """Return how much of the body there is, also for an article that was imported as whole, and the span that says so.

    An excerpt that merely breaks off ("…") counts as a body: what it says, it says. One that ends by asking for a
    subscription does not.
    """
    text = article.text.strip()
    if article.body is not Body.FULL:
        return article.body, None
    if not text:
        return Body.MISSING, None
    words = len(text.split())
    tail = max(0, len(article.text) - 260)
    match = _PAYWALL.search(article.text, tail) if words < limits.TEASER_WORDS else None
    if match:
        return Body.STUB, Span(match.start(), match.end(), match.group())
    if words < limits.STUB_WORDS:
        return Body.STUB, Span(0, len(article.text), article.text)
    return Body.FULL, None
