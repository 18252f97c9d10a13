"""An event of two thousand articles is judged, and judged again, in bounded time."""

from __future__ import annotations

import random
import time
from dataclasses import replace

from matching.sharedtext import KEPT_FROM
from matching.standing import Context
from matching.types import Article, Correction, NoteKind, Registry, State
from matching.verdict import judge_event
from tests.matching.newsroom import LATER, WORLD, article, event_of, outlet, story

# Generous bounds: they catch work that grows with the square of the event on a slow, busy machine. docs/verdicts.md has
# what was measured.
COLD, WARM, ONE_MORE = 60.0, 20.0, 2.0


def test_two_thousand_articles() -> None:
    chance = random.Random(7)
    papers = [outlet(f"paper-{i}", f"Village {i} Gazette", family=f"Family {i}") for i in range(400)]
    paragraphs = story(1, 30).split("\n\n")
    articles = []
    for i in range(2_000):
        copied = "\n\n".join(paragraphs[: chance.randrange(4, len(paragraphs) + 1)])
        text = copied if i % 5 else story(1_000 + i)
        articles.append(article(f"a{i}", papers[i % 400].id, "Ferry breaks loose", text, hours=i / 60))
    context = Context(Registry((*WORLD.outlets, *papers), "large"))
    event, by_id = event_of(articles), {a.id: a for a in articles}
    started = time.perf_counter()
    verdict = judge_event(event, by_id, context, pairs={}, now=LATER)
    cold = time.perf_counter() - started
    started = time.perf_counter()
    again = judge_event(event, by_id, context, pairs={}, now=LATER)
    warm = time.perf_counter() - started
    assert again == verdict
    assert verdict.state is State.CORROBORATED
    copies = {f.origin_id for f in verdict.findings if int(f.article_id[1:]) % 5}
    assert len(copies) == 1
    assert cold < COLD
    assert warm < WARM


def test_one_more_article_costs_one_reading() -> None:
    articles = [article(f"a{i}", "fen-observer", "Ferry", story(i), hours=i) for i in range(20)]
    context = Context(WORLD)
    judge_event(event_of(articles), {a.id: a for a in articles}, context, pairs={}, now=LATER)
    articles.append(article("a20", "quarry-times", "Ferry", story(20), hours=20))
    started = time.perf_counter()
    judge_event(event_of(articles), {a.id: a for a in articles}, context, pairs={}, now=LATER)
    assert time.perf_counter() - started < ONE_MORE


def changed(articles: list[Article], chance: random.Random, step: int) -> list[Article]:
    """The event a little later: one article more, one fewer, one rewritten or one retracted."""
    place = chance.randrange(len(articles))
    if step % 4 == 0:
        text = "\n\n".join(story(3, 30).split("\n\n")[chance.randrange(5) :])
        return [*articles, article(f"n{step}", "paper-1", "Ferry adrift", text, hours=chance.randrange(300))]
    if step % 4 == 1:
        return articles[:place] + articles[place + 1 :]
    note = Correction(NoteKind.RETRACTION, "This article has been retracted.")
    new = replace(articles[place], text=story(5_000 + step), revision=2) if step % 4 == 2 else None
    return [*articles[:place], new or replace(articles[place], correction=note), *articles[place + 1 :]]


def test_what_is_kept_from_before_changes_no_verdict() -> None:
    chance = random.Random(3)
    papers = [outlet(f"paper-{i}", f"Village {i} Gazette", family=f"Family {i}") for i in range(40)]
    texts = [story(n, 30).split("\n\n") for n in (3, 4)]
    articles = [
        article(
            f"a{i}",
            papers[i % 40].id,
            "Ferry",
            "\n\n".join(texts[i % 2][i % 5 :]) if i % 3 else story(100 + i),
            hours=i,
        )
        for i in range(KEPT_FROM + 20)
    ]
    registry = Registry((*WORLD.outlets, *papers), "large")
    kept = Context(registry)
    for step in range(12):
        event = replace(event_of(articles), id="the ferry")
        by_id = {a.id: a for a in articles}
        fresh = judge_event(event, by_id, Context(registry), pairs={}, now=LATER)
        assert judge_event(event, by_id, kept, pairs={}, now=LATER) == fresh, step
        articles = changed(articles, chance, step)
        chance.shuffle(articles)
