"""`corroborate add-outlet URL`: looks at a site, shows what would be stored, and draws up its registry row.

What a machine can see is filled in; what decides whether an outlet counts (notability and its basis, the family) is left
to a person, and until then the row is one that never counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.errors import CrawlerError
from crawler.hosts import BadHostError, check_url, host_of
from crawler.options import CrawlOptions, Limits
from crawler.registry import RegistryIndex, make_registry
from crawler.registry_toml import table_text
from crawler.resolver import parse_resolve
from crawler.scouting import Sample, Scouting, scout
from desk.crawling import DEFAULT_DELAY
from desk.errors import Exit, UsageProblem
from desk.replay.domains import registrable_domain
from desk.tables import table
from matching.types import Outlet, OutletKind, Registry
from store.records import Outcome
from store.sources import SourceKind

STORED = frozenset({Outcome.STORED, Outcome.LIVE_BLOG, Outcome.PAYWALL})
"""Outcomes of a sample that show that the outlet can be crawled."""

TO_FILL = (
    "family: the publisher group whose newsrooms share copy (its own name until then)",
    "kind: agency, national, local, broadcaster, trade, magazine, online, blog, aggregator or official",
    "notable and notability_basis: a page by somebody else where a reader can check why (not notable until then)",
)
"""What nobody but a person can tell."""


@dataclass(frozen=True, slots=True)
class ScoutOrder:
    """What the command line asks for. `delay` None: `DEFAULT_DELAY`."""

    resolve: tuple[str, ...] = ()
    delay: float | None = None
    contact: str = ""
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class ScoutAnswer:
    """What was found at a site, and the values of the row that follows from it."""

    scouting: Scouting
    outlet_id: str
    values: dict[str, Any]
    to_fill: tuple[str, ...]

    @property
    def exit_code(self) -> Exit:
        """0 sources and articles were found; 3 sources, of which no article could be had; 4 no source."""
        if not self.scouting.sources:
            return Exit.NOTHING
        return Exit.DONE if any(sample.outcome in STORED for sample in self.scouting.samples) else Exit.PARTLY

    def row(self) -> str:
        """The row as TOML, with what is left to fill as comments above it."""
        notes = "".join(f"# to fill in: {text}\n" for text in self.to_fill)
        return notes + table_text({"id": self.outlet_id, **self.values})

    def as_dict(self) -> dict[str, object]:
        """For --json."""
        found = self.scouting
        return {
            "home": found.home,
            "problem": found.problem,
            "row": {"id": self.outlet_id, **self.values},
            "to_fill": list(self.to_fill),
            "sources": [source.url for source in found.sources],
            "tried": [
                {
                    "url": each.url,
                    "kind": each.kind.value,
                    "articles": each.articles,
                    "newest": each.newest.isoformat() if each.newest else None,
                    "problem": each.problem,
                }
                for each in found.tried
            ],
            "samples": [_sample_dict(sample) for sample in found.samples],
        }

    def as_text(self) -> str:
        """What was tried and what would be stored, for people; on standard error, so that the row alone can be piped."""
        found, chosen = self.scouting, {source.url for source in self.scouting.sources}
        rows = [
            (
                "*" if each.url in chosen else "",
                each.kind.value.replace("_", " "),
                each.articles or "",
                each.url,
                each.problem,
            )
            for each in found.tried
        ]
        lines = [table(("", "what", "articles", "place", "problem"), rows)]
        lines.append("* goes into the row" if chosen else f"no source found at {found.home}: {found.problem}")
        for sample in found.samples:
            lines += ["", *_sample_lines(sample)]
        return "\n".join(lines)


def look_at(registry: Registry, url: str, order: ScoutOrder) -> ScoutAnswer:
    """Look at the site of a URL and draw up its row.

    Raises:
        UsageProblem: the URL is none, its domain belongs to an outlet of the registry, or --resolve cannot be read.
        CrawlerError: no process can be started to extract in.
    """
    try:
        address = check_url(url if "://" in url else f"https://{url}")
        resolve = parse_resolve(order.resolve)
    except (BadHostError, CrawlerError, ValueError) as error:
        raise UsageProblem(str(error)) from error
    host = host_of(address)
    owner = RegistryIndex(registry).outlet_of(address) if host else None
    if not host or owner is not None:
        known = f"{host} is outlet {owner.id!r} already" if owner else f"{url!r} has no host that could be registered"
        raise UsageProblem(f"{known}. `corroborate outlets explain {host or url}` says more.")
    domain = registrable_domain(host)
    outlet_id = _free_id(registry, domain)
    row = Outlet(outlet_id, domain, (domain,), OutletKind.ONLINE, domain)
    parts = urlsplit(address)
    place = address if parts.path else f"{parts.scheme}://{parts.netloc}/"
    limits = Limits() if order.max_age is None else Limits(max_age_days=order.max_age)
    options = CrawlOptions(
        db=Path("unused"),
        registry=make_registry([row]),
        resolve=resolve,
        delay=DEFAULT_DELAY if order.delay is None else order.delay,
        contact=order.contact,
        limits=limits,
    )
    found = scout(options, place)
    values, unknown = _values(found, domain)
    return ScoutAnswer(found, outlet_id, values, unknown)


def write_row(answer: ScoutAnswer, file: Path, outlets: Path | None, overlays: tuple[Path, ...], today: date) -> str:
    """Put the row into an overlay file (made where there is none), checked on top of the registry; answers what was done.

    Raises:
        RegistryError: the row would break the registry; nothing is written.
        DeskError: the file cannot be written.
    """
    from desk.registry.editing import Place, add_outlet

    below = tuple(path for path in overlays if path != file)
    note = "to fill in: " + "; ".join(text.partition(":")[0] for text in answer.to_fill)
    reason = f"found at {answer.scouting.home} by add-outlet"
    return add_outlet(
        Place(outlets, below, file), answer.outlet_id, {**answer.values, "note": note}, reason, today
    ).said


def _values(found: Scouting, domain: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    name = found.facts.name or domain
    languages = [sample.language for sample in found.samples if sample.language]
    language = max(languages, key=languages.count) if languages else found.facts.language
    values: dict[str, Any] = {
        "name": name,
        "domains": [domain],
        "kind": OutletKind.ONLINE.value,
        "family": name,
        "language": language,
        "notable": False,
        "owner": found.facts.owner,
        "feeds": _urls(found, SourceKind.FEED),
        "news_sitemaps": _urls(found, SourceKind.NEWS_SITEMAP, SourceKind.SITEMAP),
        "sections": _urls(found, SourceKind.SECTION),
    }
    values["country"] = _country(domain)
    unknown = [key for key in ("country", "language") if not values[key]]
    unknown += [] if found.facts.name else ["name: the site does not say it"]
    return {key: value for key, value in values.items() if value or key == "notable"}, (*TO_FILL, *unknown)


def _urls(found: Scouting, *kinds: SourceKind) -> list[str]:
    return [source.url for source in found.sources if source.kind in kinds]


_GENERIC = frozenset(
    {"ai", "am", "cc", "co", "eu", "fm", "gg", "io", "la", "ly", "me", "nu", "sh", "so", "su", "to", "tv", "vc", "ws"}
)
"""Country endings under which sites of every country are, or that are no country's."""


def _country(domain: str) -> str:
    """The country by the domain's ending, "" where that tells nothing."""
    ending = domain.rsplit(".", 1)[-1]
    if len(ending) != 2 or ending in _GENERIC:
        return ""
    return "GB" if ending == "uk" else ending.upper()


def _free_id(registry: Registry, domain: str) -> str:
    known = registry.by_id()
    short = re.sub(r"[^a-z0-9]+", "-", domain.split(".", maxsplit=1)[0].lower()).strip("-")
    whole = re.sub(r"[^a-z0-9]+", "-", domain.lower()).strip("-")
    return whole if short in known or not short else short


def _sample_dict(sample: Sample) -> dict[str, object]:
    return {
        "url": sample.url,
        "outcome": sample.outcome.value,
        "reason": sample.reason,
        "title": sample.title,
        "published": sample.published.isoformat() if sample.published else None,
        "authors": list(sample.authors),
        "first_line": sample.first_line,
        "language": sample.language,
    }


def _sample_lines(sample: Sample) -> list[str]:
    said = f"{sample.outcome.value.replace('_', ' ')}{': ' + sample.reason if sample.reason else ''}"
    lines = [_clean(sample.url), f"  {_clean(said)}"]
    if sample.title:
        when = f"{sample.published:%Y-%m-%d %H:%M %Z}" if sample.published else "no date"
        lines.append(f"  {_clean(sample.title)}")
        lines.append(
            f"  {when} · {_clean(', '.join(sample.authors)) or 'no author'} · {sample.language or 'no language'}"
        )
        lines.append(f"  {_clean(sample.first_line)[:200]}")
    return lines


def _clean(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
