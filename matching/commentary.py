"""Articles that report nothing themselves: opinion, analysis, explainers, live blogs, round-ups."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from matching.genre import comment_probability, voice_of
from matching.plaintext import PlainText, plain_text
from matching.quotes import without_quotes
from matching.thresholds import COMMENTARY
from matching.types import Article, Span
from matching.wordlists import word_set

_TITLE = re.compile(
    r"^\s*(?:OPINION|Opinion|COMMENTARY|Commentary|EDITORIAL|Editorial|COLUMN|Column|COMMENT|Comment|ANALYSIS|Analysis|EXPLAINER|Explainer|REVIEW|LETTERS?|Letters?"
    r"|(?:(?:Film|Theat(?:re|er)|Book|Album|Concert|TV|Opera|Restaurant) [Rr]eview|Review|Kritik|Rezension|Crítica|Critique)(?=\s*:)|Op-?[Ee]d|The Guardian view|Our view|Opinión|Análisis|Tribune|Analyse|Kommentar|Meinung|Leitartikel|Glosse)\s*(?:[:|–—]|\s-\s)"
    r"|\s[|–—]\s*(?:Opinion|Editorial|Column|Commentary|Analysis|Comment|Kommentar|Opinión)\s*$"
)
_EXPLAINER = re.compile(
    r"^\s*(?:What\s+(?:to|we|you)\s+(?:should\s+)?know|Explained\b|Everything\s+(?:you|we)\s+(?:need|know)|\d+\s+things\s+to\s+know|[\w’' ]+,\s+explained\s*$|Fact[\s-]check)",
    re.IGNORECASE,
)
_ARGUES = re.compile(
    r"^\s*(?:Why\s+(?:we|I|you|it[’']s)\b|The\s+case\s+(?:for|against)\b|It[’']s\s+time\s+(?:to|for)\b|A\s+response\s+to\b|In\s+(?:defen[cs]e|praise)\s+of\b|Dear\s)"
    r"|\b(?:we|our|us)\b[^‘“\"]{0,25}\b(?:should(?:n[’']t)?|must(?:n[’']t)?|need(?:n[’']t)?|ought|can[’']t\s+afford|deserve)\b|\bA\s+Response\s+to\b",
    re.IGNORECASE,
)
# Titles that judge or exhort. Reports have such titles too, so the text must attribute next to nothing as well.
_JUDGES = re.compile(
    r"^\s*(?:Stop|Remember|Don[’']t|Let[’']s|Enough|Imagine|Forget|Beware|Yes,|No,|Sorry,|Memo\s+to|How\s+(?:to|not\s+to)\s+(?:fix|save|think))\b"
    r"|\b(?:gets?|got)\s+(?:it\s+)?(?:right|wrong)\b|\b(?:is|was|are)\s+(?:an?\s+)?(?:disgrace|sham|farce|joke|folly|travesty|scandal|absurd|shameful|repugnant|outrageous)\b"
    r"|[’']s?\s+(?:\w+\s+){0,2}(?:hypocrisy|cowardice|folly|gamble|delusion|failure|absurdity|betrayal|war\s+on)\s*$|\bthe\s+real\s+(?:reason|problem|scandal|story|lesson)\b"
    r"|\b(?:deserves?|the\s+debate|the\s+myth\s+of|the\s+trouble\s+with|the\s+problem\s+with|lessons?\s+of)\b.*$(?<![.])",
    re.IGNORECASE,
)
_LIVE_TITLE = re.compile(
    r"\b(?:live\s+updates|live\s+blog|liveblog|as\s+it\s+happened|minute[\s-]by[\s-]minute|live\s+ticker|liveticker|en\s+direct|minuto\s+a\s+minuto)\b|^\s*LIVE\s*:",
    re.IGNORECASE,
)
_ROUNDUP = re.compile(
    r"\b(?:morning|evening|daily|weekly|news)\s+(?:briefing|digest|round-?up|wrap)\b|^\s*round-?up\s*:|\bin\s+brief\s*$|^\s*today[’']s\s+headlines",
    re.IGNORECASE,
)
_SECTIONS = word_set(
    "opinion opinions op-ed oped comment commentisfree commentary columns column columnists columnist editorial editorials letters views viewpoint perspective perspectives opinión opinion-columnists analysis explainer explainers meinung kommentar kommentare kolumne tribune tribunes debat idees"
)
_TAIL = re.compile(
    r"\b(?:views|opinions)\s+expressed\s+(?:\w+\s+){0,6}(?:are|is)\b|\bthe\s+views\s+(?:and\s+opinions\s+)?(?:expressed|of\s+the)|\b(?:is|was)\s+an?\s+(?:\w+\s+){0,4}(?:columnist|opinion\s+(?:writer|contributor|editor)|contributing\s+(?:writer|opinion))"
    r"|\bwrites\s+a\s+(?:\w+\s+)?column\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"\b(?:columnist|opinion|editorial\s+board|leader\s+writer|guest\s+writer|kolumnist|columnista)\b", re.IGNORECASE
)
_ATTRIBUTION = re.compile(
    r"\b(?:said|says|told|according\s+to|announced|reported|confirmed|testified|wrote)\b", re.IGNORECASE
)
LEAST_WORDS = 40
"""In fewer words no style can be heard; the shortest labelled beginnings have fifty."""


@dataclass(frozen=True, slots=True)
class Commentary:
    """Why an article counts as commentary, live blog or round-up: a reason code and the span that shows it."""

    code: str
    span: Span
    by_style: bool = False  # no sign says so, the text alone speaks like it


_AT_THE_SCENE = re.compile(
    r"\bour\s+(?:\w+\s+){0,2}?(?:correspondents?|reporters?|team|crew|photographers?)\b|\b(?:beside|behind|in\s+front\s+of|next\s+to|around|above|below)\s+(?:me|us)\b"
    r"|\b(?:we|I)\s+can\s+(?:see|hear|smell)\b",
    re.IGNORECASE,
)


def is_at_the_scene(narration: str) -> bool:
    """Whether a running account says that somebody of the newsroom is there; `narration` has its quotations blanked."""
    return _AT_THE_SCENE.search(narration) is not None


def by_decision(article: Article) -> Commentary:
    """Commentary because an editor says so; the title stands for what was decided about."""
    return Commentary("commentary", _title(article))


def commentary(article: Article, plain: PlainText | None = None, language: str = "en") -> Commentary | None:
    """Return why `article` is no report of its own (`commentary`, `live-blog`, `round-up`), or None if it is one.

    A sign on the page decides alone (section in the address, label in the title, a columnist's byline, a disclaimer);
    without one, how an English text speaks (`matching.genre`). `plain` is the text as it was read, where that was done,
    and `language` its own.
    """
    if article.live or _LIVE_TITLE.search(article.title):
        return Commentary("live-blog", _title(article))
    if _ROUNDUP.search(article.title):
        return Commentary("round-up", _title(article))
    if any(pattern.search(article.title) for pattern in (_TITLE, _EXPLAINER)) or _ARGUES.search(
        without_quotes(article.title.replace("'", "’"))
    ):
        return Commentary("commentary", _title(article))
    path = [p.lower() for p in urlsplit(article.url).path.split("/") if p][:-1]
    section = article.section.strip().lower()
    if _SECTIONS & {*path, section, section.replace(" ", "-")}:
        return Commentary("commentary", Span(0, len(article.url), article.url, "metadata"))
    columnist = next((v for v in (article.byline, *article.authors) if _BYLINE.search(v)), "")
    if columnist:
        return Commentary("commentary", Span(0, len(columnist), columnist, "byline"))
    tail = _TAIL.search(article.text, max(0, len(article.text) - 500))
    if tail:
        return Commentary("commentary", Span(tail.start(), tail.end(), tail.group()))
    if _JUDGES.search(without_quotes(article.title.replace("'", "’"))) and _hardly_attributes(article.text):
        return Commentary("commentary", _title(article))
    return _by_style(article, plain or plain_text(article.text)) if language == "en" else None


def _by_style(article: Article, plain: PlainText) -> Commentary | None:
    """Commentary because the text speaks like it; the span is where its own voice is loudest."""
    if len(plain.scanned.words) < LEAST_WORDS or comment_probability(article.title, plain) < COMMENTARY:
        return None
    return Commentary("commentary", voice_of(plain) or _title(article), by_style=True)


def _title(article: Article) -> Span:
    return Span(0, len(article.title), article.title, "title")


def _hardly_attributes(text: str) -> bool:
    """Whether a text names next to no source for what it says: at most one in a hundred words."""
    narration = without_quotes(text)
    return len(_ATTRIBUTION.findall(narration)) * 100 <= len(narration.split())
