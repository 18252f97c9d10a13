"""What is valid in a registry but deserves a second look: warnings of `corroborate check`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import tldextract

from crawler.errors import Problem
from crawler.hosts import host_of, parents
from crawler.registry_lines import RowLines
from crawler.registry_rows import Rows
from crawler.registry_values import family_key
from store.records import Outlet, OutletKind

# Single words that titles and sentences use for themselves: as an alias each would make every mention a credit.
_EVERYDAY_WORDS = """
    today now daily weekly news times post mail express star sun mirror globe world nation republic
    independent people time life money week day hour local national standard observer guardian herald tribune
    journal record press register citizen chronicle dispatch gazette echo leader courier eagle reporter
    examiner hill wire verge insider business sport politics monitor bulletin advocate voice union state
    capital point said says told year week people police president government officials court house senate congress party
    city county country company office school university women men family work world home first last new old one two many
    most some all more no not yes the a an and but or if it its he she they we you i this that these those there here who
    what when where why how which in on at by for from to of with about after before while then so as is are was were be
    been has have had do does did will would can could may might must should monday tuesday wednesday thursday friday
    saturday sunday january february march april june july august september october november december
"""
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
# No list is fetched: the copy inside the package is used, so that a check works without a network.
_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)


def warnings_of(rows: Rows, lines: RowLines) -> list[Problem]:
    """Warnings of rows that could be read, in no particular order."""
    found: list[Problem] = []
    for outlet, number in zip(rows.outlets, rows.numbers, strict=True):
        found += [Problem(lines.of(number, key), "warning", message) for key, message in row_warnings(outlet)]
    numbers = dict(zip((outlet.id for outlet in rows.outlets), rows.numbers, strict=True))
    found += [
        Problem(lines.of(numbers[outlet_id], key), "warning", f"outlet {outlet_id!r}: {message}")
        for outlet_id, key, message in warnings_between(rows.outlets)
    ]
    return found


def row_warnings(outlet: Outlet) -> Iterator[tuple[str, str]]:
    """Warnings of one row alone, as (key, message)."""
    for key, message in (*_names(outlet), *_places(outlet), *_facts(outlet)):
        yield key, f"outlet {outlet.id!r}: {message}"


def is_public_suffix(domain: str) -> bool:
    """Whether names are registered right under the domain by everybody, as under co.uk."""
    return bool(_SUFFIXES(domain).suffix == domain)


def _names(outlet: Outlet) -> Iterator[tuple[str, str]]:
    for alias in outlet.aliases:
        bare = alias.casefold().removeprefix("the ")
        if bare in _EVERYDAY:
            yield (
                "aliases",
                f"alias {alias!r} is an everyday word; texts will seem to name this outlet where they do not",
            )
        elif len(bare) < 3:
            yield "aliases", f"alias {alias!r} is very short; texts will seem to name this outlet where they do not"


def _places(outlet: Outlet) -> Iterator[tuple[str, str]]:
    own = {*outlet.domains, *outlet.allow_offsite}
    for domain in outlet.domains:
        if is_public_suffix(domain):
            yield "domains", f"domain {domain!r} is a public suffix; every site under it would be this outlet's"
        elif domain.startswith("www."):
            bare = domain.removeprefix("www.")
            yield (
                "domains",
                f"domain {domain!r} leaves out {bare!r} and its other hosts; write {bare!r} to have them all",
            )
    for key in ("feeds", "news_sitemaps", "sections"):
        for url in getattr(outlet, key):
            if not own & set(parents(host_of(url))):
                yield key, f"{url} is not on a domain of this outlet"


def _facts(outlet: Outlet) -> Iterator[tuple[str, str]]:
    if outlet.country and not re.fullmatch(r"[A-Z]{2}", outlet.country):
        yield "country", f"country {outlet.country!r} is not a two-letter code in capitals (ISO 3166)"
    if outlet.language and not re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*", outlet.language):
        yield "language", f"language {outlet.language!r} is not a language code (BCP 47)"
    if outlet.owner_as_of and not _DATE.fullmatch(outlet.owner_as_of):
        yield "owner_as_of", f"owner_as_of {outlet.owner_as_of!r} is not a date such as 2024 or 2024-05-31"
    if outlet.notable and outlet.kind is OutletKind.AGGREGATOR:
        yield "notable", "an aggregator never counts, notable or not"
    if outlet.notable and set(outlet.domains) & set(parents(host_of(outlet.notability_basis))):
        yield "notability_basis", "notability_basis is a page of the outlet itself; name one by somebody else"


def warnings_between(outlets: Sequence[Outlet]) -> Iterator[tuple[str, str, str]]:
    """Doubts that only show when rows are seen together, as (outlet id, key, message)."""
    by_domain = {domain: outlet for outlet in outlets for domain in outlet.domains}
    owners: dict[str, str] = {}
    families: dict[str, Outlet] = {}
    known = {name.casefold() for outlet in outlets for name in (outlet.id, outlet.name, *outlet.aliases)}
    for outlet in outlets:
        for key, name in [("name", outlet.name), *(("aliases", alias) for alias in outlet.aliases)]:
            first = owners.setdefault(name.casefold().removeprefix("the "), outlet.id)
            if first != outlet.id:
                yield outlet.id, key, f"{first!r} goes by the name {name!r} as well; the name alone decides nothing"
        kin = families.setdefault(family_key(outlet.family), outlet)
        if kin.family != outlet.family:
            text = f"family {outlet.family!r} is spelled {kin.family!r} in {kin.id!r}; spelled so, they count as two"
            yield outlet.id, "family", text
        for domain in outlet.domains:
            above = next((by_domain[name] for name in parents(domain)[1:] if name in by_domain), outlet)
            if above.family != outlet.family:
                text = f"domain {domain!r} lies under {above.id!r}, which is of another family"
                yield outlet.id, "domains", text
        for member in outlet.wire_member:
            if member.casefold() not in known:
                yield outlet.id, "wire_member", f"wire_member {member!r} is no outlet of this registry"
