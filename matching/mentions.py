"""An index of newsrooms' names: from the registry and from the table of agencies. `matching.finder` looks them up in text.

An index is made once for each registry. A short name that several outlets share ("the Tribune") is resolved only by
context: the article's own outlet, or a full name that the same article or event uses. Otherwise it stays a name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from matching.agencies import AGENCIES
from matching.types import Outlet, OutletKind, Registry
from matching.wordlists import word_set

ARTICLES = word_set("the el la los las le les l die der das il lo de")
_GENERIC_TAILS = ("news", "channel", "magazine", "newspaper", "online", "tv", "radio", "network", "sport", "sports")
_NO_NEWSROOM = re.compile(r"\.(?:gov|mil|edu|int)(?:\.[a-z]{2})?$")  # a ministry's name is no newsroom's
_TOP_LEVEL = re.compile(r"\.(?:com|org|net|info|co|news|example|tv|io|gov|edu|[a-z]{2})(?:\.[a-z]{2})?$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A newsroom's name in a text: where it stands, how it is written, and whose it is ("" if unregistered)."""

    start: int
    end: int
    name: str
    outlet_id: str
    agency: bool
    weak: bool = False  # a short form or a form-only guess: good only where the grammar asks for a newsroom


@dataclass(frozen=True, slots=True)
class MentionIndex:
    """Everything needed to find newsrooms in text; made by `build_index`."""

    outlets: dict[str, Outlet]
    names: dict[str, frozenset[str]]
    short: dict[str, frozenset[str]]
    agencies: dict[str, str]
    compressed: dict[str, str]
    domains: dict[str, str]
    agency_ids: dict[str, str] = field(default_factory=dict)
    starts: frozenset[str] = frozenset()  # first words of all names, and beginnings of all domains

    def is_agency(self, outlet_id: str) -> bool:
        """Whether the registry (or the table of agencies, by domain) calls this outlet an agency."""
        outlet = self.outlets.get(outlet_id)
        return outlet is not None and (outlet.kind is OutletKind.AGENCY or outlet_id in self.agency_ids.values())

    def newsroom(self, outlet_id: str) -> str:
        """Return the id under which a newsroom is counted: that of its main row, where it has rows for sections too."""
        outlet = self.outlets.get(outlet_id)
        if outlet is None:
            return outlet_id
        return self.parent_of(self.names.get(normal(outlet.name), frozenset({outlet_id}))) or outlet_id

    def parent_of(self, ids: Iterable[str]) -> str:
        """Return the one outlet that a name shared by `ids` can only mean, or "".

        That is the only one; or, where a newsroom has rows of its own for its sections, the one whose domain the other
        domains lie under.
        """
        known = sorted(ids)
        if len(known) == 1:
            return known[0]
        domains = {i: self.outlets[i].domains for i in known}
        for outlet_id in known:
            others = [d for i in known if i != outlet_id for d in domains[i]]
            if others and all(any(d.endswith("." + mine) for mine in domains[outlet_id]) for d in others):
                return outlet_id
        return ""

    def by_domain(self, host: str) -> str:
        """Return the id of the outlet on `host` (or a parent of it), or ""."""
        parts = host.lower().removeprefix("www.").split(".")
        for i in range(len(parts) - 1):
            found = self.domains.get(".".join(parts[i:]))
            if found:
                return found
        return ""


@lru_cache(maxsize=100_000)
def normal(name: str) -> str:
    """Return a name as the index compares it: folded, without a leading article or marks.

    >>> normal("The U.S. Herald-Post")
    'us herald post'
    """
    low = re.sub(r"[’']s\b", "", name.lower())
    low = low.replace(".", "").replace("’", "").replace("'", "")
    words = re.sub(r"[^\w&]+", " ", low).split()
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return " ".join(words)


def compress(name: str) -> str:
    """Return a name as a domain would spell it: "The Example Herald" becomes "exampleherald"."""
    return normal(name).replace(" ", "").replace("&", "and")


def build_index(registry: Registry) -> MentionIndex:
    """Return the index for one registry."""
    names: dict[str, set[str]] = defaultdict(set)
    short: dict[str, set[str]] = defaultdict(set)
    domains: dict[str, str] = {}
    compressed: dict[str, set[str]] = defaultdict(set)
    outlets = {o.id: o for o in registry.outlets}
    for outlet in registry.outlets:
        for name in (outlet.name, *outlet.aliases):
            key = normal(name)
            names[key].add(outlet.id)
            if _is_short_alias(name, outlet):
                short[key].add(outlet.id)
            shorter = _without_tail(name)
            if shorter:
                short[shorter].add(outlet.id)
        for domain in outlet.domains:
            domains[domain.lower()] = outlet.id
            spelled = label(domain)
            if _NO_NEWSROOM.search(domain):
                continue
            compressed[spelled].add(outlet.id)
    agencies, agency_ids = _agencies(names, domains)
    return MentionIndex(
        outlets,
        {k: frozenset(v) for k, v in sorted(names.items()) if k},
        {k: frozenset(v) for k, v in sorted(short.items()) if k},
        agencies,
        {k: next(iter(v)) for k, v in sorted(compressed.items()) if len(v) == 1 and len(k) >= 3},
        domains,
        agency_ids,
        frozenset(
            {k.split()[0] for k in (*names, *short, *agencies) if k}
            | {k[:n] for k in compressed for n in range(2, len(k) + 1)}
        ),
    )


def label(domain: str) -> str:
    """Return what a domain spells: "www.example-herald.co.uk" becomes "exampleherald"."""
    return _TOP_LEVEL.sub("", domain.lower()).split(".")[-1].replace("-", "")


def _agencies(names: dict[str, set[str]], domains: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Map each written form of an agency to its full name, and the full name to the registry's id where it has one."""
    forms: dict[str, str] = {}
    ids: dict[str, str] = {}
    for agency in AGENCIES:
        known = [domains[d] for d in agency.domains if d in domains]
        known += [i for form in (agency.name, *agency.forms) for i in sorted(names.get(normal(form), ()))]
        if known:
            ids[agency.name] = known[0]
        for form in (agency.name, *agency.forms):
            forms[normal(form)] = agency.name
    return forms, ids


def _is_short_alias(name: str, outlet: Outlet) -> bool:
    """Whether an alias is a short form that other outlets may share: a single word that is no acronym."""
    if normal(name) == normal(outlet.name):
        return False
    return len(normal(name).split()) == 1 and not name.removeprefix("the ").removeprefix("The ").isupper()


def _without_tail(name: str) -> str:
    words = normal(name).split()
    if len(words) >= 2 and words[-1] in _GENERIC_TAILS:
        rest = " ".join(words[:-1])
        return rest if len(rest) >= 3 else ""
    return ""
