"""Check a URL: its verdict where the article is known; else whose it is, and how far it has come in the queue.

The desk itself never fetches a page: a URL that is asked for is queued, and the next crawl fetches it with all its manners.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import Response

from crawler.hosts import host_of, parents
from crawler.urls import is_fetchable, url_key
from desk.web.desk import Desk
from desk.web.page import page
from desk.web.writing import queue_url
from store.connection import Store
from store.desk_news import Health, read_health
from store.event_pages import ArticleRow, EventHead, read_articles_by_id, read_event
from store.outlet_pages import OutletHead, read_outlet
from store.url_checks import Queued, known_article, outlet_of_host, read_queued

MAX_URL = 2000


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a URL. `problem` says why it is no URL that could be an article's, "" where it is one."""

    url: str
    problem: str = ""
    article: ArticleRow | None = None
    event: EventHead | None = None
    outlet: OutletHead | None = None
    queued: Queued | None = None
    health: Health | None = None


async def check(request: Any, datasette: Any, desk: Desk) -> Any:
    """GET /check?url=…; POST /check queues the URL, for editors."""
    if request.method == "POST":
        return await _queue(request, datasette, desk)
    url = (request.args.get("url") or "").strip()
    answer = await desk.reader.read(lambda store: look_up(store, url)) if url else None
    return await page(datasette, request, "check.html", {"answer": answer, "url": url[:MAX_URL]})


def look_up(store: Store, url: str) -> Answer:
    """What is known of a URL."""
    problem = problem_with(url)
    if problem:
        return Answer(url[:MAX_URL], problem)
    key = url_key(url)
    article_id = known_article(store, key)
    queued = read_queued(store, key)
    if not article_id and queued and queued.article_id:
        article_id = queued.article_id
    if article_id:
        article = read_articles_by_id(store, [article_id])[article_id]
        row = store.conn.execute("select event_id from event_articles where article_id = ?", [article_id]).fetchone()
        return Answer(url, article=article, event=read_event(store, row[0]) if row else None, queued=queued)
    outlet_id = outlet_of_host(store, list(parents(host_of(url))))
    outlet = read_outlet(store, outlet_id) if outlet_id else None
    return Answer(url, outlet=outlet, queued=queued, health=read_health(store))


def problem_with(url: str) -> str:
    """Why this is no URL that could be an article's; "" where it is one."""
    if len(url) > MAX_URL:
        return f"That is longer than {MAX_URL} characters; no article needs so long an address."
    if not url.lower().startswith(("http://", "https://")):
        return "An address begins with http:// or https://. Copy it from the browser’s address bar."
    if not host_of(url) or not is_fetchable(url):
        return "That is no address of a page."
    return ""


async def _queue(request: Any, datasette: Any, desk: Desk) -> Any:
    form = await request.post_vars()
    url = form.get("url", "").strip()
    if not desk.access.may_decide(request.actor):
        context = {"title": "Please log in", "message": "Editors queue a page after a login.", "login": True}
        return await page(datasette, request, "message.html", context, status=403)
    answer = await desk.reader.read(lambda store: look_up(store, url))
    if answer.problem or answer.outlet is None:
        return await page(datasette, request, "check.html", {"answer": answer, "url": url[:MAX_URL]}, status=400)
    await queue_url(desk, url, answer.outlet.id)
    return Response.redirect(datasette.urls.path("/check") + "?" + _query(url))


def _query(url: str) -> str:
    from urllib.parse import urlencode

    return urlencode({"url": url})
