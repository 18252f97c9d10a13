"""Pages, feeds and sitemaps of invented outlets, written for the tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from crawler.registry import make_registry
from store.records import Outlet, OutletKind, Registry

NOW = datetime.now(UTC).replace(microsecond=0)

_PLACES = ["harbour", "library", "old mill", "market hall", "tram depot", "observatory", "city farm", "north bridge"]
_EVENTS = [
    "will close for repairs after inspectors found cracks in two of its supports",
    "reopened on Monday with a new roof and twice as many seats as before",
    "is to be sold to a cooperative of neighbours who collected the deposit in nine days",
    "lost power for eleven hours when a digger cut through a cable in the yard",
]


def headline(number: int) -> str:
    """The headline of article `number`; different for every number."""
    return (
        f"The {_PLACES[number % 8]} {_EVENTS[number // 8 % 4].split(' after ')[0].split(' with ')[0]}, report {number}"
    )


def article(number: int, *, host: str = "", extra: str = "") -> bytes:
    """A page with an article of six paragraphs that no other number shares."""
    place, event = _PLACES[number % 8], _EVENTS[number // 8 % 4]
    paragraphs = [
        f"The {place} {event}, the council of ward {number} said in a notice on its door.",
        f"Residents of ward {number} had asked for a decision since the spring, and some had begun to doubt that it would come.",
        f"“We counted {number + 40} signatures in a single afternoon,” said Marta Olen, who keeps the bakery across the road.",
        f"The work is expected to take {number + 3} weeks, and the footpath beside the {place} stays open for the time being.",
        f"Engineers who looked at the plans put the cost at {number * 7 + 210},000 crowns, a sum that the ward has set aside.",
        f"A public meeting about report {number} is to be held in the school hall, where the drawings hang from Thursday on.",
    ]
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    title = escape(headline(number))
    when = (NOW - timedelta(hours=2)).isoformat()
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
        f"<meta property='og:title' content='{title}'><meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='{when}'>{extra}</head>"
        f"<body><nav><a href='/'>Front page</a></nav><main><article><h1>{title}</h1>{text}</article></main>"
        f"<footer>All notices of {escape(host)}</footer></body></html>"
    ).encode()


def rss(links: list[tuple[str, str]], *, channel: str = "", items: str = "") -> bytes:
    """An RSS 2.0 feed of (URL, title) pairs."""
    when = format_datetime(NOW - timedelta(hours=1))
    entries = "".join(
        f"<item><title>{escape(title)}</title><link>{escape(url)}</link><guid>{escape(url)}</guid><pubDate>{when}</pubDate></item>"
        for url, title in links
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' "
        "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel><title>News</title>"
        f"{channel}{entries}{items}</channel></rss>"
    ).encode()


def news_sitemap(links: list[tuple[str, str]], publication: str = "Paper") -> bytes:
    """A news sitemap of (URL, title) pairs."""
    when = (NOW - timedelta(hours=1)).isoformat()
    urls = "".join(
        f"<url><loc>{escape(url)}</loc><news:news><news:publication><news:name>{escape(publication)}</news:name>"
        f"<news:language>en</news:language></news:publication><news:publication_date>{when}</news:publication_date>"
        f"<news:title>{escape(title)}</news:title></news:news></url>"
        for url, title in links
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        f"xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{urls}</urlset>"
    ).encode()


def outlet(id_: str, **fields: object) -> Outlet:
    """An outlet on the domain `ID.example`."""
    values: dict[str, object] = {
        "id": id_,
        "name": id_.replace("-", " ").title(),
        "domains": (f"{id_}.example",),
        "kind": OutletKind.LOCAL,
        "family": f"{id_} family",
    }
    return Outlet(**{**values, **fields})  # type: ignore[arg-type]


def registry(*outlets: Outlet) -> Registry:
    """A registry of these outlets."""
    return make_registry(list(outlets))
