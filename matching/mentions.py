"""An index of newsrooms' names: from the registry and from the table of agencies. `matching.finder` looks them up in text.

An index is made once for each registry. What a name may mean is decided in this order: the registry's ambiguous names
(`matching.ambiguity`), agencies' forms, names and aliases, short forms. A short name that several outlets share ("the
Tribune") is resolved only by context: the article's own outlet, or a full name that the same article uses.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from matching.agencies import AGENCIES, MEDIA_NOUNS
from matching.ambiguity import Ambiguities
from matching.nameforms import tells
from matching.names import bare_of_article, compress, german_cases, is_domain, label, normal, without_the
from matching.scan import scan
from matching.types import Outlet, OutletKind, Registry

_GENERIC_TAILS = ("news", "channel", "magazine", "newspaper", "online", "tv", "radio", "network", "sport", "sports")
_NO_NEWSROOM = re.compile(r"\.(?:gov|mil|edu|int)(?:\.[a-z]{2})?$")  # a ministry's name is no newsroom's
_NAMED_BY_DOMAIN = 0.1  # share of rows whose name is a domain, from which such names are the registry's way of naming


@dataclass(frozen=True, slots=True)
class Mention:
    """A newsroom's name in a text: where it stands, how it is written, and whose it is ("" if unregistered).

    `full` is true for a name or alias that needs no context; `everyday` for an ambiguous name told by its capitals.
    """

    start: int
    end: int
    name: str
    outlet_id: str
    agency: bool
    weak: bool = False  # a short form or a form-only guess: good only where the grammar asks for a newsroom
    full: bool = False
    everyday: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What one folded name may stand for: the outlets that bear it, and how the registry writes it without "The".

    `shared` marks a single word that other outlets may bear too, `article` a name that is "The" and one more word,
    `short` the outlets whose name it is without a generic tail ("… News"), by `acronym` or only after the full name.
    """

    ids: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    agency: str = ""
    shared: bool = False
    article: bool = False
    short: frozenset[str] = frozenset()
    acronym: bool = False
    declined: tuple[tuple[str, str], ...] = ()  # (language, outlet): the name without the article of its language


class Flags(dict[str, int]):
    """What a written word can be, remembered for each word that was met: 1, a name may begin with it (it has a capital or
    a dot, or is the first of a name written small); 2, it tells a newsroom's name by its form; else 0.
    """

    def __init__(self, small: Collection[str] = ()) -> None:
        """`small` are the first words that names write with a small letter."""
        super().__init__()
        self._small = frozenset(small)

    def __missing__(self, word: str) -> int:
        able = not word[0].islower() or word in self._small or "." in word
        self[word] = flag = able + 2 * tells(word)
        return flag


@dataclass(frozen=True, slots=True)
class MentionIndex:
    """Everything needed to find newsrooms in text; made by `build_index`."""

    outlets: Mapping[str, Outlet]
    entries: Mapping[str, Entry]
    agencies: Mapping[str, str]
    squeezed: Mapping[str, str]
    domains: Mapping[str, str]
    ambiguous: Ambiguities
    agency_ids: Mapping[str, str] = field(default_factory=dict)
    starts: Mapping[str, int] = field(default_factory=dict)  # first word of a name -> most words of such a name
    beginnings: frozenset[str] = frozenset()  # beginnings of squeezed names
    initials: Mapping[str, str] = field(default_factory=dict)
    labels: frozenset[str] = frozenset()  # what the domains spell of rows that have no other name
    flags: Flags = field(default_factory=Flags, compare=False)

    def is_agency(self, outlet_id: str) -> bool:
        """Whether the registry (or the table of agencies, by domain) calls this outlet an agency."""
        outlet = self.outlets.get(outlet_id)
        return outlet is not None and (outlet.kind is OutletKind.AGENCY or outlet_id in self.agency_ids.values())

    def newsroom(self, outlet_id: str) -> str:
        """Return the id under which a newsroom is counted: that of its main row, where it has rows for sections too."""
        outlet = self.outlets.get(outlet_id)
        if outlet is None:
            return outlet_id
        entry = self.entries.get(normal(outlet.name))
        return self.parent_of(entry.ids if entry and entry.ids else (outlet_id,)) or outlet_id

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

    def houses(self, host: str) -> frozenset[str]:
        """Return the ids of every outlet whose domain is `host` or lies above it: an edition under a name of its own
        ("uk.wire.example") is the newsroom's.
        """
        parts = host.lower().removeprefix("www.").split(".")
        names = (".".join(parts[i:]) for i in range(len(parts) - 1))
        return frozenset(self.domains[name] for name in names if name in self.domains)

    def by_domain(self, host: str) -> str:
        """Return the id of the outlet on `host` (or a parent of it), or ""."""
        parts = host.lower().removeprefix("www.").split(".")
        for i in range(len(parts) - 1):
            found = self.domains.get(".".join(parts[i:]))
            if found:
                return found
        return ""


class _Builder:
    """Gathers what each folded name may stand for."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.ids: dict[str, set[str]] = defaultdict(set)
        self.written: dict[str, set[str]] = defaultdict(set)
        self.shared: set[str] = set()
        self.plain: set[str] = set()  # names that some row writes without "The", or with more words
        self.short: dict[str, set[str]] = defaultdict(set)
        self.acronyms: set[str] = set()
        self.declined: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.squeezed: dict[str, set[str]] = defaultdict(set)
        self.labels: set[str] = set()
        self.initialled: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.domains: dict[str, str] = {}
        named = sum(is_domain(o.name) and o.name == o.name.lower() for o in registry.outlets)
        self.by_labels = named >= _NAMED_BY_DOMAIN * len(registry.outlets)
        self.ambiguous = Ambiguities(registry.ambiguous)
        for outlet in registry.outlets:
            self._add(outlet)

    def _add(self, outlet: Outlet) -> None:
        for name in (outlet.name, *outlet.aliases):
            key = normal(name)
            if not key:
                continue
            self.ids[key].add(outlet.id)
            self.written[key].add(without_the(name))
            if _is_short_alias(name, outlet):
                self.shared.add(key)
            if not name.lower().startswith("the ") or len(key.split()) > 1:
                self.plain.add(key)
            if not is_domain(name):
                self.squeezed[compress(name)].add(outlet.id)
            self._shorter(name, outlet)
            self._bent(name, outlet)
            bare = bare_of_article(name, outlet.language)
            if bare:
                self.declined[bare].add((outlet.language, outlet.id))
            short = _by_place_initials(name)
            if short:
                self.initialled[normal(short)].add((outlet.id, short))
        for domain in outlet.domains:
            self.domains[domain.lower()] = outlet.id
        if self.by_labels and is_domain(outlet.name) and not _NO_NEWSROOM.search(outlet.name):
            self.squeezed[label(outlet.name)].add(outlet.id)
            self.labels.add(label(outlet.name))

    def _bent(self, name: str, outlet: Outlet) -> None:
        """Keep a German paper's name in its cases, which mean it as the name itself does."""
        for form in german_cases(name):
            key = normal(form)
            self.ids[key].add(outlet.id)
            self.written[key].add(form)
            self.plain.add(key)

    def _shorter(self, name: str, outlet: Outlet) -> None:
        """Keep a name without its generic tail: initials stand for themselves, one word after the full name."""
        words = without_the(name).split()
        if len(words) == 2 and words[1].lower() in _GENERIC_TAILS and len(words[0]) >= 3:
            key = normal(words[0])
            self.short[key].add(outlet.id)
            self.written[key].add(words[0])
            if words[0].isupper():
                self.acronyms.add(key)

    def build(self) -> MentionIndex:
        agencies, agency_ids = _agencies(self.ids, self.domains)
        for agency in AGENCIES:
            for form in (agency.name, *agency.forms):
                self.written[normal(form)].add(without_the(form))
        for key, rows in sorted(self.initialled.items()):
            if len({outlet_id for outlet_id, _ in rows}) == 1 and not self.ids.get(key):
                self.ids[key] = {outlet_id for outlet_id, _ in rows}
                self.written[key] |= {short for _, short in rows}
                self.plain.add(key)
        keys = sorted({*self.ids, *self.short, *agencies, *self.declined, *self.ambiguous.keys()})
        entries = {
            key: Entry(
                frozenset(self.ids.get(key, ())),
                frozenset(self.written.get(key, ())),
                agencies.get(key, ""),
                key in self.shared,
                key in self.ids and key not in self.plain,
                frozenset(self.short.get(key, ())),
                key in self.acronyms,
                tuple(sorted(self.declined.get(key, ()))),
            )
            for key in keys
        }
        starts: dict[str, int] = {}
        for key in keys:
            words = key.split()
            starts[words[0]] = max(starts.get(words[0], 0), len(words))
        squeezed = {
            k: next(iter(v))
            for k, v in sorted(self.squeezed.items())
            if len(v) == 1 and len(k) >= 3 and k not in entries
        }
        small = {scan(form).words[0] for forms in self.written.values() for form in forms if form[0].islower()}
        return MentionIndex(
            self.registry.by_id(),
            entries,
            agencies,
            squeezed,
            self.domains,
            self.ambiguous,
            agency_ids,
            starts,
            frozenset(k[:n] for k in squeezed for n in range(2, len(k) + 1)),
            _initials(self.registry.outlets, self.ambiguous),
            frozenset(self.labels),
            Flags(small),
        )


def build_index(registry: Registry) -> MentionIndex:
    """Return the index for one registry."""
    return _Builder(registry).build()


def _initials(outlets: Iterable[Outlet], ambiguous: Ambiguities) -> dict[str, str]:
    """Initials of the agencies' names, where one agency alone has them and no rule speaks of them."""
    found: dict[str, set[str]] = defaultdict(set)
    for outlet in outlets:
        if outlet.kind is OutletKind.AGENCY:
            for name in (outlet.name, *outlet.aliases):
                words = normal(name).split()
                if len(words) > 1:
                    found["".join(w[0] for w in words).upper()].add(outlet.id)
    taken = ambiguous.keys()
    return {k: next(iter(v)) for k, v in sorted(found.items()) if len(v) == 1 and k.lower() not in taken}


def _agencies(names: Mapping[str, set[str]], domains: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
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


def _by_place_initials(name: str) -> str:
    """Return a name with its place in initials, as papers of places with long names are called, or "".

    >>> _by_place_initials("The Fort Ellery Gazette"), _by_place_initials("Pell Gazette")
    ('FE Gazette', '')
    """
    words = without_the(name).split()
    noun = next((i for i, word in enumerate(words) if word in MEDIA_NOUNS), 0)
    place = words[:noun]
    if not 2 <= len(place) <= 3 or not all(w.isalpha() and w[0].isupper() and not w.isupper() for w in place):
        return ""
    return " ".join(["".join(w[0] for w in place), *words[noun:]])


def _is_short_alias(name: str, outlet: Outlet) -> bool:
    """Whether an alias is a short form that other outlets may share: a single word that is no acronym."""
    if normal(name) == normal(outlet.name) or is_domain(name):
        return False
    return len(normal(name).split()) == 1 and not without_the(name).isupper()
