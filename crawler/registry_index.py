"""Finding an outlet by URL, host or name."""

from __future__ import annotations

import re

from crawler.hosts import host_of, parents
from store.records import AmbiguousName, Outlet, Registry


class RegistryIndex:
    """Finds outlets by URL and by name. Built once for a registry; look-ups cost a few dictionary reads."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._ids = registry.by_id()
        self._domains = {domain: outlet for outlet in registry.outlets for domain in outlet.domains}
        self._names = _unambiguous([(outlet.name, outlet) for outlet in registry.outlets])
        self._aliases = _unambiguous([(alias, outlet) for outlet in registry.outlets for alias in outlet.aliases])
        self._ambiguous = {_key(name.name): name for name in registry.ambiguous}

    def outlet_of(self, url: str) -> Outlet | None:
        """The outlet with the longest domain that is the URL's host or stands above it; None for an unknown host.

        Ports, user names, schemes and a trailing dot play no part.
        """
        return self.outlet_of_host(host_of(url))

    def outlet_of_host(self, host: str) -> Outlet | None:
        """As `outlet_of`, for a host that is normalised already."""
        return next((self._domains[name] for name in parents(host) if name in self._domains), None)

    def domain_of_host(self, host: str) -> str:
        """The registered domain by which `outlet_of_host` finds the outlet; "" for none."""
        return next((name for name in parents(host) if name in self._domains), "")

    def find(self, name: str) -> Outlet | None:
        """The outlet of that id, name or alias, tried in this order; letter case, outer and repeated spaces ignored.

        A leading "The" may be there or not, where the exact form is nobody's. A name that several outlets bear finds
        none of them.
        """
        key = _key(name)
        if key in self._ids:
            return self._ids[key]
        for form in (key, f"the {key}", key.removeprefix("the ")):
            for table in (self._names, self._aliases):
                if form in table:
                    return table[form]
        return None

    def publisher(self, name: str, url: str) -> Outlet | None:
        """The outlet that is said to have published `url` under this name ("" for none); None where nothing tells it.

        The name decides where it means one outlet; where several bear it, the one of them that the URL belongs to. Without
        a known name the URL decides alone.
        """
        of_url = self.outlet_of(url)
        rule = self.ambiguous(name)
        if rule is not None and len(rule.candidates) > 1 and _key(name) not in self._ids:
            return of_url if of_url is not None and of_url.id in rule.candidates else None
        return (self.find(name) if name else None) or of_url

    def ambiguous(self, name: str) -> AmbiguousName | None:
        """The rule for a name that several outlets bear or that is an everyday word; None where it is neither."""
        return self._ambiguous.get(_key(name))


def _key(name: str) -> str:
    return re.sub(r"\s+", " ", name.strip()).casefold()


def _unambiguous(pairs: list[tuple[str, Outlet]]) -> dict[str, Outlet | None]:
    """Outlets by name key. A name of two outlets is kept as None: a looser form of it shall find nothing either."""
    table: dict[str, Outlet | None] = {}
    for name, outlet in pairs:
        key = _key(name)
        known = table.get(key, outlet)
        table[key] = outlet if known is not None and known.id == outlet.id else None
    return table
