"""The head of a page: meta tags, links and the addresses that it gives itself."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.extract.tree import squeeze, text_of
from crawler.urls import is_fetchable


@dataclass(frozen=True, slots=True)
class Head:
    """Meta tags by lower-case name (or property, or itemprop) with all their values in order, and the rest of the head."""

    tags: dict[str, tuple[str, ...]]
    title: str
    language: str
    canonical: str
    base: str

    def first(self, *names: str) -> str:
        """The first value that is not empty of the first of these names that has one; "" for none."""
        return next((value for name in names for value in self.tags.get(name, ()) if value), "")

    def all(self, *names: str) -> list[str]:
        """All values of these names, in order and each once."""
        return list(dict.fromkeys(value for name in names for value in self.tags.get(name, ()) if value))


def read_head(root: HtmlElement, url: str) -> Head:
    """The head of a page. Addresses come out absolute where `url` is, and "" where they are nonsense."""
    tags: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = element.get("content")
        if name and content:
            tags.setdefault(name.strip().lower(), []).append(squeeze(content)[:5000])
    base = resolve(next((element.get("href") or "" for element in root.iter("base")), ""), url) or url
    links = [
        element.get("href") or ""
        for element in root.iter("link")
        if "canonical" in (element.get("rel") or "").lower().split()
    ]
    canonical = next((found for href in links if (found := resolve(href, base))), "")
    title = next((text_of(element) for element in root.iter("title")), "")
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    return Head({name: tuple(values) for name, values in tags.items()}, title, language.strip(), canonical, base)


def resolve(address: str, base: str) -> str:
    """An absolute http(s) address, resolved against the page's; "" for everything else."""
    address = address.strip()
    if not address or address.startswith(("#", "javascript:", "data:", "mailto:", "tel:")):
        return ""
    try:
        joined = (urljoin(base, address) if base else address).replace(" ", "%20")
    except ValueError:
        return ""
    return joined if is_fetchable(joined) else ""
