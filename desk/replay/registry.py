"""A registry (TOML, the project's outlet format) for replayed sites, with feeds that point at the replay."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from desk.replay.site import ReplaySite, absolute


def registry_toml_for(sites: Iterable[ReplaySite], port: int) -> str:
    """One outlet for each domain of `sites`, sorted by domain, as TOML text for `corroborate --outlets`.

    Nothing is claimed that a corpus cannot tell: kind `online`, each domain its own family, none notable. A name that
    two domains share is given to neither; they go by their domain.
    """
    by_domain: dict[str, list[ReplaySite]] = defaultdict(list)
    for site in sites:
        by_domain[site.domain or site.host].append(site)
    names = {domain: min(site.name for site in group) or domain for domain, group in by_domain.items()}
    taken = [name.casefold() for name in names.values()]
    rows = []
    for domain in sorted(by_domain):
        name = names[domain] if taken.count(names[domain].casefold()) == 1 else domain
        group = sorted(by_domain[domain], key=lambda site: site.host)
        rows.append(_row(domain, name, group, port))
    return toml_of_rows(rows)


def _row(domain: str, name: str, group: list[ReplaySite], port: int) -> dict[str, object]:
    feeds = [absolute(site.host, port, feed) for site in group for feed in site.feeds]
    sitemaps = [absolute(site.host, port, sitemap) for site in group for sitemap in site.news_sitemaps]
    return {
        "id": re.sub(r"[^a-z0-9]+", "-", domain.lower()).strip("-"),
        "name": name,
        "domains": [domain],
        "kind": "online",
        "family": domain,
        "feeds": feeds,
        "news_sitemaps": sitemaps,
    }


def toml_of_rows(rows: Iterable[Mapping[str, object]]) -> str:
    """Registry rows as TOML text, in the order given. Values are texts, truth values and lists of texts."""
    return "\n".join(
        "[[outlet]]\n" + "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in row.items())
        for row in rows
    )
