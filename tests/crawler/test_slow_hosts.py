"""Hosts that answer slowly do not hold up the others."""

from __future__ import annotations

from tests.crawler.conftest import Bench, quick
from tests.crawler.mockserver import Reply, World
from tests.crawler.pages import article, headline, outlet, rss

SLOW = 4.0


def test_more_slow_hosts_than_places_in_extraction_leave_the_quick_one_alone(bench: Bench, world: World) -> None:
    outlets = []
    for number in range(9):
        host, replies = f"slow-{number}.example", [Reply(article(number), delay=SLOW)]
        if not number:
            host, replies = "quick-post.example", [Reply(article(20 + page)) for page in range(12)]
        links = [(world.serve(host, f"/a/{place}", reply), headline(place)) for place, reply in enumerate(replies)]
        feed = world.serve(host, "/feed", Reply(rss(links), kind="application/rss+xml"))
        outlets.append(outlet(host.removesuffix(".example"), feeds=(feed,)))
    report = bench.crawl(*outlets, limits=quick(fetch_seconds=20.0))
    assert sum(report.outcomes.values()) == 20
    pages = [hit for hit in world.hits if hit.path.startswith("/a/")]
    last_quick = max(hit.at for hit in pages if hit.host.startswith("quick"))
    first_slow = min(hit.at for hit in pages if hit.host.startswith("slow"))
    assert last_quick < first_slow + SLOW
