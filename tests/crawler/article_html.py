"""Pages of invented outlets for the tests of extraction: one story, served in many ways."""

from __future__ import annotations

import json
from html import escape

URL = "https://harbourherald.example/city/2024/05/swing-bridge"
TITLE = "Swing bridge to close for eleven weeks after cracks are found"
LEAD = "Ferries will carry the morning traffic while welders replace two of the pins that hold the span."
PARAGRAPHS = (
    "The swing bridge between the fish market and the old customs house will close on Monday, the harbour board said "
    "after divers found cracks in two of its pins.",
    "“We would rather stop the traffic now than be stopped by the river in August,” said Ilse Brandvold, who has run "
    "the board's workshop for nineteen years.",
    "About 14,000 people cross the span on a working day. Two ferries, borrowed from the island line, are to carry them "
    "from six in the morning until shortly before midnight.",
    "Shopkeepers on the north quay had asked the board to wait for the end of the season. Their spokesman, Teodor Quill, "
    "called the decision right and the notice short.",
    "The pins were cast in 1931 and have been replaced once, in 1974. New ones are being turned at a foundry inland, and "
    "the first is expected to arrive by barge in the third week of the closure.",
    "The board puts the cost at 2.3 million crowns, of which the province pays half. A final test with loaded lorries is "
    "planned before the bridge opens again.",
)
JSONLD: dict[str, object] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "description": LEAD,
    "datePublished": "2024-05-02T20:53:56+02:00",
    "author": [{"@type": "Person", "name": "Mara Lindqvist"}, {"@type": "Organization", "name": "Coast Wire"}],
    "publisher": {"@type": "NewsMediaOrganization", "name": "The Harbour Herald"},
    "articleSection": "City",
    "keywords": ["bridges", "harbour board"],
    "isBasedOn": "https://coastwire.example/bridge",
}
MENU = (
    "<header><nav><ul><li><a href='/'>Home</a></li><li><a href='/city'>City</a></li><li><a href='/sport'>Sport</a></li>"
    "</ul></nav></header>"
)
FOOTER = (
    "<footer><p>The Harbour Herald, 4 Customs Lane. All rights reserved.</p><a href='/imprint'>Imprint</a></footer>"
)


def paragraphs(texts: tuple[str, ...] = PARAGRAPHS) -> str:
    """The texts as `<p>` elements."""
    return "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def script(data: object) -> str:
    """A JSON-LD script tag."""
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def page(body: str, *, head: str = "", title: str = f"{TITLE} | The Harbour Herald", lang: str = "en") -> str:
    """A whole page around a body."""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head>'
        f"<body>{MENU}<main>{body}</main>{FOOTER}</body></html>"
    )


def article(*, data: object = JSONLD, head: str = "", inside: str = "", after: str = "") -> bytes:
    """The story with JSON-LD; `inside` stands between two paragraphs, `after` below the article."""
    text = paragraphs(PARAGRAPHS[:3]) + inside + paragraphs(PARAGRAPHS[3:])
    body = f"<article><h1>{TITLE}</h1><p class='standfirst'>{LEAD}</p><div class='text'>{text}</div></article>{after}"
    return page(body, head=script(data) + head).encode()
