"""A corpus of the import form (JSON Lines) as a web of outlets: a host for each one that its URLs name."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from desk.replay.domains import registrable_domain
from desk.replay.render import (
    FEED,
    SITEMAP,
    House,
    Story,
    article_page,
    feed_page,
    front_page,
    robots_page,
    sitemap_pages,
)
from desk.replay.site import ReplaySite, target_key

_SAFE = "/?=&%+~,;:@!$'()*[]|._-"


class CorpusError(ValueError):
    """A corpus cannot be replayed; the message says which file, which line and why."""


@dataclass(frozen=True, slots=True)
class _Line:
    host: str
    name: str
    story: Story


def sites_from_corpus(paths: Iterable[Path], port: int) -> tuple[ReplaySite, ...]:
    """One site for each host in the corpora, sorted by host, for a replay on `port`.

    Paths and queries of the URLs are kept; scheme and port become the replay's. Raises CorpusError on a line that is
    no article or a URL that comes twice with different content, and OSError where a file cannot be read.
    """
    by_host: dict[str, dict[str, _Line]] = defaultdict(dict)
    for path in paths:
        for number, line in _lines(path):
            known = by_host[line.host].setdefault(target_key(line.story.target), line)
            if known.story != line.story:
                raise CorpusError(
                    f"{path}:{number}: {line.host}{line.story.target} comes twice, with different content"
                )
    return tuple(_site(host, list(by_host[host].values()), port) for host in sorted(by_host))


def _lines(path: Path) -> Iterator[tuple[int, _Line]]:
    with path.open(encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            if not text.strip():
                continue
            try:
                row = json.loads(text)
                yield number, _line(row)
            except (KeyError, TypeError, AttributeError, ValueError) as error:
                raise CorpusError(f"{path}:{number}: no article that can be served ({error!r})") from error


def _line(row: Mapping[str, object]) -> _Line:
    split = urlsplit(str(row["url"]))
    if not split.hostname:
        raise ValueError(f"no host in URL {row['url']}")
    authors = row.get("authors") or ()
    story = Story(
        target=quote(split.path or "/", safe=_SAFE) + (f"?{quote(split.query, safe=_SAFE)}" if split.query else ""),
        title=str(row["title"]),
        paragraphs=tuple(part.strip() for part in re.split(r"\n+", str(row["text"])) if part.strip()),
        published=_moment(row.get("published")),
        authors=tuple(str(name) for name in authors) if isinstance(authors, list) else (),
        byline=str(row.get("byline") or ""),
        language=str(row.get("language") or "en"),
        section="",
    )
    return _Line(split.hostname.lower(), str(row.get("outlet_name") or row.get("outlet") or ""), story)


def _moment(value: object) -> datetime | None:
    """An ISO 8601 time (UTC where it names no zone); None where the corpus has none."""
    if not value:
        return None
    moment = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _site(host: str, lines: list[_Line], port: int) -> ReplaySite:
    domain = registrable_domain(host)
    name = next((line.name for line in lines if line.name), domain)
    house = House(host, port, name)
    stories = [line.story for line in lines]
    sitemaps = sitemap_pages(house, stories)
    pages = [robots_page(house, sitemap=SITEMAP if sitemaps else ""), feed_page(house, stories), *sitemaps]
    for index, story in enumerate(stories):
        related = [other for other in stories[max(0, index - 2) : index + 3] if other is not story]
        pages.append(article_page(house, story, related))
    if "/" not in {target_key(story.target) for story in stories}:
        pages.append(front_page(house, stories))
    return ReplaySite(
        host=host,
        pages=tuple(pages),
        feeds=(FEED,),
        news_sitemaps=(SITEMAP,) if sitemaps else (),
        articles=tuple(story.target for story in stories),
        domain=domain,
        name=name,
    )
