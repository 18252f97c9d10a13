"""What a page says of the site that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.extract.encoding import decode_page
from crawler.extract.jsonld import name_of, read_jsonld, string
from crawler.extract.meta import read_head
from crawler.extract.tree import parse


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """Name of the site, its language (as in "en" or "pt-BR") and the body that owns it; "" where the page does not say."""

    name: str = ""
    language: str = ""
    owner: str = ""


def site_facts(html: bytes, url: str, headers: Mapping[str, str]) -> SiteFacts:
    """What a fetched page says of its site, in its head and its JSON-LD."""
    markup, _ = decode_page(html, headers)
    root = parse(markup)
    if root is None:
        return SiteFacts()
    head, jsonld = read_head(root, url), read_jsonld(root)
    bodies = jsonld.of_type("newsmediaorganization", "organization")
    name = head.first("og:site_name", "application-name")
    name = name or name_of(jsonld.article.get("publisher"))
    name = name or next((text for node in jsonld.of_type("website") if (text := string(node.get("name")))), "")
    name = name or next((text for node in bodies if (text := string(node.get("name")))), "")
    owner = next((text for node in bodies if (text := name_of(node.get("parentOrganization")))), "")
    return SiteFacts(name[:100], _language(head.language or head.first("og:locale")), owner[:100])


def _language(text: str) -> str:
    """A language tag of the two forms that the registry takes, "" for anything else."""
    parts = text.replace("_", "-").strip().split("-")
    if not (2 <= len(parts[0]) <= 3 and parts[0].isascii() and parts[0].isalpha()):
        return ""
    return parts[0].lower()
