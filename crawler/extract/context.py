"""Where a block of text stands on the page: in a caption, a menu, a box of related articles, or in the flow of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator

from lxml.html import HtmlElement

from crawler.extract.blocks import HEADINGS, Block
from crawler.extract.tree import hints_of

MIN_PARAGRAPH = 40
"""Letters and digits from which a block weighs as a paragraph: shorter ones are headings, captions and labels."""
LARGE_SHARE = 0.3
"""An element with more than this of a page's paragraph text is not judged by its name."""
NEVER_TAGS = frozenset({"nav", "footer", "figcaption", "button", "select", "menu"})
"""Elements that hold no article on any page."""
OUTSIDE_TAGS = NEVER_TAGS | {"form", "aside", "figure", "dialog", "details", "address"}
"""Elements that hold none but on pages built oddly: some wrap the whole page in a form."""

# Words in class names and ids, as site makers in many languages use them. Each stands between separators, or at least
# at the start of a word, so that "authority" is no author and "captioned" still a caption.
_OUTSIDE = re.compile(
    r"(?:^|[\s_-])(?:caption|legend|image-?credit|photo-?credit|copyright|breadcrumbs?|newsletter|related|recommend\w*|"
    r"read-?more|more-?on|see-?also|also-?read|outbrain|taboola|promo\w*|advert\w*|sponsor\w*|share|sharing|social|"
    r"comments?|disqus|sidebar|cookie\w*|consent\w*|sign-?up|subscribe\w*|popup|modal|toolbar|navigation|menu|"
    r"pagination|tag-?list|tags|author-?(?:bio\w*|box|info|card)|biograph\w*|bio|about-?(?:the-?)?author|trending|"
    r"most-?(?:read|popular)|widget-?(?:related|newsletter)|info-?box|fact-?box|pull-?quotes?|quote-?author)(?:$|[\s_-])",
)
# Readers' comments can be longer than the article. Only whole names count: "comments-enabled" is said of wrappers.
_COMMENTS = re.compile(
    r"(?:^|\s)(?:comments?|comments?-?(?:list|section|area|thread)|reader-?comments|disqus_thread)(?:$|\s)"
)
_CAPTION = re.compile(
    r"caption|legend(?![a-z])|(?:image|photo|picture|img|bild|foto|media|video|audio|gallery|figure)[\w-]{0,12}"
    r"(?:text|title|info|desc|credit|description|details?)(?![a-z])|(?:^|[\s_-])media-?info|img-?box",
)
_BOX = re.compile(
    r"(?:^|[\s_-])(?:fact-?box|info-?box|box|card|embed|embedded|teaser|tease|promo|related|widget|callout|pull-?quote|"
    r"inset|sidebar|highlight|newsletter|snippet|module|article)(?:$|[\s_-])|infobox|factbox|pullquote|newsletter|"
    r"teaser|author-?bio|excerpt",
)
_LEAD = re.compile(
    r"(?:^|[\s_\-.])_?(?:lead|lede|standfirst|stand-first|teaser|intro|introduction|sub-?titles?|sub-?head\w*|sub-?line|"
    r"dek|deck|excerpt|summary|abstract|perex|strap-?line|epigraph|chapo|chapeau|kicker-?text|vorspann|anreisser|"
    r"anrei(?:ss|ß)er|subtitulo|bajada|entradilla|sommario|occhiello|ingress|preamble|underrubrik|description|"
    r"synopsis|tagline)(?:$|[\s_\-.])|(?:teaser|lead|intro)-?_*text|standfirst|subheadline|subtitle|__dek|headteaser",
)


def chain(block: Block, top: HtmlElement | None = None) -> Iterator[HtmlElement]:
    """The holder of a block and the elements around it, inner ones first, up to but without `top`."""
    element = block.holder
    while element is not None and element is not top:
        yield element
        element = element.getparent()


def weighs(block: Block) -> bool:
    """Whether a block is long enough and free enough of links to say where the article is."""
    return len(block.folded) >= MIN_PARAGRAPH and block.linked < 0.5 and block.tag not in HEADINGS


def _name(element: HtmlElement) -> tuple[str, str]:
    return str(element.tag), element.get("class") or ""


_WRAPPERS = frozenset({"div", "section", "article", "main"})


class Layout:
    """A page's blocks, and for every element how much paragraph text is below it."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.mass: dict[HtmlElement, int] = defaultdict(int)
        self.total = 0
        self._group: dict[tuple[str, str], int] = defaultdict(int)  # by tag and class: a body may be cut in pieces
        self._outside: dict[HtmlElement, bool] = {}
        for block in blocks:
            if weighs(block):
                self.total += len(block.folded)
                names = set()
                for element in chain(block):
                    self.mass[element] += len(block.folded)
                    names.add(_name(element))
                for name in names:
                    self._group[name] += len(block.folded)

    def is_outside(self, block: Block, top: HtmlElement | None = None) -> bool:
        """Whether something between the block and `top` says that it is no narration: a caption, a menu, a prompt."""
        return any(self.element_is_outside(element) for element in chain(block, top))

    def is_outside_by_tag(self, block: Block) -> bool:
        """As `is_outside`, but names are not asked: only what no article is in on any page."""
        return any(element.tag in NEVER_TAGS or element.tag == "aside" for element in chain(block))

    def drop_outside(self, root: HtmlElement) -> None:
        """Take out of the tree what is outside by its tag: it makes up a third of a page, and slows all that follows.

        Its blocks still stand in `blocks`, below elements that are no longer part of the page.
        """
        for element in list(root.iter(*OUTSIDE_TAGS - {"figure", "figcaption", "address", "details", "button"})):
            if element.getparent() is not None and self.element_is_outside(element):
                element.drop_tree()

    def element_is_outside(self, element: HtmlElement) -> bool:
        """Whether the element's tag or name says that its text is no narration.

        An element with much of the page's text is believed to be the article whatever it is called: sites name their
        outermost wrappers after everything that may be in them.
        """
        known = self._outside.get(element)
        if known is None:
            known = self._outside[element] = self._judge(element)
        return known

    def _judge(self, element: HtmlElement) -> bool:
        if element.tag in NEVER_TAGS:
            return True
        hints = hints_of(element)
        if hints and _COMMENTS.search(hints):
            return True
        mass = self._group.get(_name(element), 0) if element.tag in _WRAPPERS else self.mass.get(element, 0)
        if mass > LARGE_SHARE * self.total:
            return False
        if element.tag in OUTSIDE_TAGS:
            # a quotation is set as a figure where its source stands below it
            return element.tag != "figure" or next(element.iter("blockquote"), None) is None
        return bool(hints) and bool(_OUTSIDE.search(hints) or _CAPTION.search(hints))


def is_lead_named(block: Block) -> bool:
    """Whether the block's element, or one of the three around it, is called what sites call a standfirst."""
    for depth, element in enumerate(chain(block)):
        if depth > 2:
            break
        hints = hints_of(element)
        if hints and _LEAD.search(hints):
            return True
    return False


def is_named_box(element: HtmlElement) -> bool:
    """Whether an element inside the text, or one of its first children, is called a box, a card or the like."""
    return any(_BOX.search(hints_of(inner)) for inner in (element, *list(element)[:3]))


def has_own_heading(element: HtmlElement) -> bool:
    """Whether an element has a heading, a form or a button of its own in it, as boxes have."""
    return any(inner.tag in HEADINGS or inner.tag in {"form", "input", "button"} for inner in element.iter())


def is_apart(
    element: HtmlElement, top: HtmlElement, wrappers: Collection[HtmlElement] = (), *, by_name: bool = True
) -> bool:
    """Whether an element of the article's region (a picture, say) stands in a menu, a form, a box of other things or an
    article of its own. What holds text of this article (`wrappers`) is no such box, whatever it is called; without `by_name`
    only tags are asked.
    """
    outer = element.getparent()
    while outer is not None and outer is not top and outer not in wrappers:
        if outer.tag in OUTSIDE_TAGS - {"figure", "figcaption", "details", "button"} or outer.tag == "article":
            return True
        hints = hints_of(outer) if by_name else ""
        if hints and _OUTSIDE.search(hints):
            return True
        outer = outer.getparent()
    return False
