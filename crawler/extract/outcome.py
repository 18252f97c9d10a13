"""What a page is: an article with its whole body, a stub of one, a live blog, or something served in an article's place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.extract import markers
from crawler.extract.body import BodyText
from crawler.extract.context import Layout
from crawler.extract.jsonld import JsonLd, is_article, is_closed, string, types_of
from crawler.extract.meta import Head
from crawler.extract.tree import fold
from store.records import Body, Outcome

MIN_BODY = 200
"""Letters and digits of the shortest body that is taken for an article: a brief of three sentences has more."""
MIN_DENSE_BODY = 80
"""The same for scripts in which a character stands for a syllable or a word."""
STUB_WORDS = 200
"""A body of fewer words on a page that says it is not free, or asks to subscribe, is what is shown to everybody."""
STUB_DENSE = 400
"""The same in letters, for scripts in which a character stands for a syllable or a word."""
LITTLE = 1500
"""With more paragraph text than this a page is not served in place of an article."""
AFTER = 8
"""So many blocks around the end of the text may say that the rest is for subscribers; elsewhere it is said of others."""
ENTRIES = 4
"""So many paragraphs that begin with a time of day make a live blog."""
LISTED = 4
"""With so many articles in its JSON-LD, and none by the page's own title, a page is a list of them."""
CUT = 0.7
"""Less than this of the words that the page itself counts is a stub."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a page is, how much of its body there is, whether it is a live blog, and the sentence that says why."""

    outcome: Outcome
    body: Body
    live: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the decision rests on."""

    head: Head
    jsonld: JsonLd
    markup: str
    title: str
    dated: bool
    found: BodyText

    @property
    def layout(self) -> Layout:
        """The blocks of the page."""
        return self.found.layout


def judge_page(page: Evidence) -> Judged:
    """Decide what a page is. Pages served in an article's place come first, then how much there is of the article."""
    little = page.layout.total < LITTLE
    size = page.found.size
    if little and (instead := _served_instead(page)) is not None:
        return instead
    if _is_listing(page, size):
        return Judged(
            Outcome.NOT_ARTICLE, Body.MISSING, reason="no article: no article metadata, no date, mostly links"
        )
    if not size:
        return Judged(Outcome.EXTRACT_EMPTY, Body.MISSING, reason="no text of an article was found on the page")
    wall = _paywall(page, size)
    if wall:
        return Judged(Outcome.PAYWALL, Body.STUB, reason=wall)
    if size < (MIN_DENSE_BODY if _is_dense(page.found.text) else MIN_BODY):
        return Judged(Outcome.TOO_SHORT, Body.STUB, reason=f"only {size} letters of text")
    live = _live(page)
    return Judged(Outcome.LIVE_BLOG if live else Outcome.STORED, Body.FULL, live=bool(live), reason=live)


def _served_instead(page: Evidence) -> Judged | None:
    """A bot check, a consent wall or an error page, on a page with little text."""
    heading = next((block.text for block in page.layout.blocks if block.tag == "h1"), "")
    text = "\n".join(block.text for block in page.layout.blocks)[:5000]
    names = f"{page.head.title}\n{heading}"
    if page.jsonld.article and page.dated:
        return None
    if len(text) < LITTLE * 2 and (found := markers.challenge_marker(names, text, page.markup)):
        return Judged(Outcome.CHALLENGE, Body.MISSING, reason=f"a bot check in place of the page: {found!r}")
    if found := markers.not_found_marker(page.head.title, heading):
        return Judged(Outcome.SOFT_404, Body.MISSING, reason=f"an error page served as found: {found!r}")
    typed = "article" in page.head.first("og:type").lower()
    if not (typed or page.dated) and (found := markers.login_marker(page.head.title, heading, page.markup)):
        return Judged(Outcome.PAYWALL, Body.MISSING, reason=f"a page to log in, in place of the article: {found!r}")
    if not typed and (found := markers.consent_marker(names, text)):
        return Judged(Outcome.CONSENT, Body.MISSING, reason=f"a consent wall in place of the page: {found!r}")
    return None


def _is_listing(page: Evidence, size: int) -> bool:
    """Whether a page is a front page, a section, a search or the like."""
    if page.jsonld.article:
        headline = fold(string(page.jsonld.article.get("headline")))
        return page.jsonld.headlines >= LISTED and headline not in fold(
            f"{page.head.title} {page.head.first('og:title')}"
        )
    is_article = "article" in page.head.first("og:type").lower() or page.dated
    path = urlsplit(page.head.canonical).path if page.head.canonical else "/-"
    if path in {"", "/"} and not is_article:  # some sites give every page the canonical link of the front page
        return True
    kinds = {kind for node in page.jsonld.nodes for kind in types_of(node)}
    if kinds & {"collectionpage", "itemlist", "searchresultspage", "profilepage", "contactpage", "aboutpage"}:
        return True
    if is_article:
        return False
    linked = sum(len(block.folded) * block.linked for block in page.layout.blocks)
    return linked > 2 * size


def _paywall(page: Evidence, size: int) -> str:
    """Why the body is taken for a stub; "" where it is taken for the whole."""
    closed = is_closed(page.jsonld)
    counted = _word_count(page.jsonld)
    words = len(page.found.text.split())
    dense = _is_dense(page.found.text)
    short = size < STUB_DENSE if dense else words < STUB_WORDS
    if closed and (short or (counted and not dense and words < CUT * counted)):
        return "the page says that the article is not accessible for free, and shows only its beginning"
    if not short:
        return ""
    last = max((block.order for block in page.found.blocks), default=0)
    near = [block.text for block in page.layout.blocks if last - AFTER < block.order <= last + AFTER]
    found = markers.paywall_marker("\n".join(text for text in near if len(text) < 400))
    return f"the page asks to subscribe and shows only the beginning: {found!r}" if found else ""


def _word_count(jsonld: JsonLd) -> int:
    value = jsonld.article.get("wordCount")
    text = str(value) if isinstance(value, int) else string(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _live(page: Evidence) -> str:
    """Why an article is taken for a live blog; "" where it is not."""
    if any("liveblogposting" in types_of(node) for node in page.jsonld.nodes if is_article(node)):
        return "JSON-LD calls it a LiveBlogPosting"
    headline = string(page.jsonld.article.get("headline"))
    for title in (page.title, headline, page.head.title, page.head.first("og:title")):
        if found := markers.live_marker(title):
            return f"a title calls it a live blog: {found!r}"
    entries = sum(bool(_CLOCK.match(block.text)) for block in page.found.blocks)
    return f"{entries} entries that begin with a time of day" if entries >= ENTRIES else ""


_CLOCK = re.compile(
    r"\d{1,2}[:.h]\s?\d{2}\b(?!\s*(?:%|percent|per cent|Prozent|million|billion|euro|\$))", re.IGNORECASE
)


def _is_dense(text: str) -> bool:
    """Whether most letters are of a script in which one stands for a syllable or a word."""
    sample = [character for character in text[:500] if character.isalpha()]
    return sum("\u3040" <= character <= "\ud7af" for character in sample) > 0.5 * len(sample) if sample else False
