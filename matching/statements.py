"""Press releases and public statements, printed with light editing."""

from __future__ import annotations

import re
from collections.abc import Collection

from matching.quotes import quoted_ranges
from matching.scan import scan
from matching.thresholds import MARKED_RELEASE
from matching.types import Span
from matching.wordlists import word_set

_OFFICIAL_BLOCK = re.compile(
    r"(?:^|\n)[^\n]{0,80}\b(?:official|full|press|complete|news)\s+(?:release|statement|text|transcript|announcement)[^\n]{0,40}:\s*(?=\n)",
    re.IGNORECASE,
)
_MARK = r"(?:(?:press|media|news)\s+release|press\s+(?:statement|notice)|Pressemitteilung|Medienmitteilung|nota\s+de\s+prensa|comunicado(?:\s+de\s+prensa)?|communiqué(?:\s+de\s+presse)?)"
_MARKED_LINE = re.compile(
    rf"(?:^|\n)\W*(?:sources?|text|fuente|quelle|from)?\W*{_MARK}(?:\s*(?:[:|–—-]|of\b|by\b|from\b|issued\b|der\b|des\b|de\b|del\b|du\b)[^\n.]{{0,80}})?\W*(?=\n|$)",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"\A\W*(?:(?:sponsored|paid|promoted|branded)\s+(?:content|post|story|article|feature)|advertorial|advertisement\s+feature|paid\s+for\s+by"
    r"|contenido\s+patrocinado|publirreportaje|contenu\s+sponsorisé|publi-?(?:communiqué|rédactionnel))\b[^\n.]{0,60}(?=\n|$)",
    re.IGNORECASE,
)
_MARKED_BYLINE = re.compile(rf"^\W*(?:by\s+|from\s+)?{_MARK}\b", re.IGNORECASE)
# Each marker: its name, its weight, words without one of which it cannot fit (to save looking), and the pattern.
_MARKERS: tuple[tuple[str, float, frozenset[str], re.Pattern[str]], ...] = (
    (
        "marked",
        MARKED_RELEASE,
        word_set(
            "release Release RELEASE statement Statement notice Notice Pressemitteilung Medienmitteilung PRESSEMITTEILUNG prensa comunicado Comunicado COMUNICADO communiqué Communiqué COMMUNIQUÉ"
        ),
        _MARKED_LINE,
    ),
    (
        "paid",
        MARKED_RELEASE,
        word_set(
            "Sponsored SPONSORED sponsored Paid PAID Promoted PROMOTED Branded Advertorial ADVERTORIAL Advertisement ADVERTISEMENT patrocinado PATROCINADO Publirreportaje sponsorisé SPONSORISÉ Publi Publicommuniqué Publirédactionnel"
        ),
        _PAID,
    ),
    (
        "for-release",
        2.0,
        word_set(
            "immediate IMMEDIATE Immediate PRNewswire PRNEWSWIRE prnewswire BUSINESS Business NEWSWIRE Newswire Marketwire Marketwired"
        ),
        re.compile(
            r"\bFOR\s+IMMEDIATE\s+RELEASE\b|\b(?:PRNewswire|BUSINESS\s+WIRE|GLOBE\s+NEWSWIRE|PR\s+Newswire|Marketwired?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "boilerplate",
        1.5,
        word_set("About Notes Media Press Contact"),
        re.compile(
            r"(?:^|\n)\s*(?:About\s+[A-Z][\w&.\- ]{2,50}|Notes\s+to\s+editors|Media\s+contacts?|Press\s+contacts?|Contact)\s*(?::|\n)"
        ),
    ),
    (
        "further-information",
        1.0,
        word_set("information learn Information"),
        re.compile(
            r"\bfor\s+(?:more|further)\s+information,?\s+(?:please\s+)?(?:visit|contact|see|call|go\s+to)|\bto\s+learn\s+more,?\s+visit",
            re.IGNORECASE,
        ),
    ),
    (
        "today-announced",
        1.5,
        word_set("today Today pleased proud delighted excited thrilled announced"),
        re.compile(
            r"\btoday\s+(?:announced|unveiled|launched|introduced)\b|\bis\s+(?:pleased|proud|delighted|excited|thrilled)\s+to\s+(?:announce|launch|introduce)|\bhas\s+announced\s+that\s+it\s+has\s+(?:selected|chosen|signed|agreed|acquired|appointed)",
            re.IGNORECASE,
        ),
    ),
    (
        "leading",
        1.0,
        word_set("leading largest premier award-winning market-leading global"),
        re.compile(
            r"\b(?:a|the|an)\s+(?:\w+\s+){0,2}(?:leading|world[’']s\s+largest|premier|award-winning|market-leading|global\s+leader)\s+(?:\w+\s+){0,3}(?:provider|developer|manufacturer|supplier|maker|company|producer|platform|operator|brand|technolog\w+|in\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "proprietary",
        0.75,
        word_set(
            "proprietary cutting-edge state-of-the-art best-in-class world-class innovative next-generation mission-critical highly seamless seamlessly"
        ),
        re.compile(
            r"\b(?:proprietary|cutting-edge|state-of-the-art|best-in-class|world-class|innovative\s+solutions?|next-generation|mission-critical|highly\s+skilled|seamless(?:ly)?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "definitive-agreement",
        1.0,
        word_set("definitive subject forward-looking financial Financial"),
        re.compile(
            r"\b(?:signed\s+a\s+definitive\s+agreement|subject\s+to\s+(?:certain\s+|customary\s+)?closing\s+conditions|forward-looking\s+statements|financial\s+terms\s+were\s+not\s+disclosed)\b",
            re.IGNORECASE,
        ),
    ),
)
_PROUD_QUOTE = re.compile(
    r"\b(?:thrilled|delighted|excited|proud|pleased|honou?red|defining\s+moment|milestone|next\s+chapter|landmark|vote\s+of\s+confidence|journey|committed\s+to|look\s+forward|opportunity\s+to|passion|testament)\b",
    re.IGNORECASE,
)


def official_blocks(text: str) -> tuple[tuple[int, int], ...]:
    """Return the offsets of text that the article itself announces as a release or statement given in full."""
    match = _OFFICIAL_BLOCK.search(text) if ":\n" in text or ": \n" in text else None
    return ((match.end(), len(text)),) if match else ()


def marked_byline(byline: str) -> bool:
    """Whether a byline says that the text is a press release.

    >>> marked_byline("Press release"), marked_byline("By Ada Moss")
    (True, False)
    """
    return _MARKED_BYLINE.search(byline) is not None


def release_score(text: str, words: Collection[str] | None = None) -> tuple[float, tuple[Span, ...]]:
    """Return how strongly a text reads like a release (2 and more: one by itself), with the spans that say so.

    Markers are the formulas of releases and quotations in which officials praise what is announced. `words` are those
    of the text, where they are known already.
    """
    known = frozenset(scan(text).words if words is None else words)
    score = 0.0
    spans: list[Span] = []
    for _, weight, hints, pattern in _MARKERS:
        match = None if known.isdisjoint(hints) else pattern.search(text)
        if match:
            score += weight
            spans.append(Span(match.start(), match.end(), match.group().strip()))
    quotes = quoted_ranges(text)
    proud = [(s, e) for s, e in quotes if e - s > 40 and _PROUD_QUOTE.search(text[s:e])]
    if proud:
        score += 1.0 if len(proud) * 2 >= len([q for q in quotes if q[1] - q[0] > 40]) else 0.5
        spans.append(Span(proud[0][0], proud[0][1], text[proud[0][0] : proud[0][1]]))
    return score, tuple(sorted(spans, key=lambda s: (s.start, s.end)))
