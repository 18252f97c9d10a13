"""What judging a large event costs, against reading the same texts once with a plain tokenizer, in one run.

Ratios hold on any machine; the seconds beside them are this machine's, now. Run: python -m bench.judging [ARTICLES]
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import time
from dataclasses import dataclass

from matching.standing import Context
from matching.types import Article, Event, Registry
from matching.verdict import judge_event
from tests.matching.newsroom import LATER, WORLD, article, event_of, outlet, story

_WORD = re.compile(r"\w+")
_AGAIN = 7  # how often one more article is added
_OTHERS = (200, 20, 5)  # articles in events of other sizes; most real ones have fewer than twenty


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds of processor time: the plain tokenizer, a first judgement, one with all kept, one after one more article."""

    plain: float
    cold: float
    warm: float
    one_more: float


def world(count: int) -> tuple[Registry, list[Article]]:
    """`count` articles of one event: four in five are cut copies of one text, the others have their own narration."""
    chance = random.Random(7)
    papers = [outlet(f"paper-{i}", f"Village {i} Gazette", family=f"Family {i}") for i in range(400)]
    paragraphs = story(1, 30).split("\n\n")
    articles = []
    for i in range(count):
        text = "\n\n".join(paragraphs[: chance.randrange(4, len(paragraphs) + 1)]) if i % 5 else story(1_000 + i)
        articles.append(article(f"a{i}", papers[i % 400].id, "Ferry breaks loose", text, hours=i / 60))
    return Registry((*WORLD.outlets, *papers), "large"), articles


def measure(count: int) -> Costs:
    """Judge one event of `count` articles, then again, then after each of a few more."""
    registry, articles = world(count)
    context = Context(registry)
    started = time.process_time()
    words = sum(len(_WORD.findall(a.text)) for a in articles)
    plain = time.process_time() - started
    if not words:
        raise ValueError("the articles hold no words: nothing was measured")
    cold, warm = _judged(context, articles), _judged(context, articles)
    more = []
    for i in range(_AGAIN):
        late = story(50_000 + i)
        articles.append(article(f"b{i}", f"paper-{i}", "Ferry breaks loose", late, hours=count))
        more.append(_judged(context, articles))
    return Costs(plain, cold, warm, statistics.median(more))


def _judged(context: Context, articles: list[Article]) -> float:
    event: Event = event_of(articles)
    by_id = {a.id: a for a in articles}
    started = time.process_time()
    judge_event(event, by_id, context, pairs={}, now=LATER)
    return time.process_time() - started


def main(arguments: list[str]) -> None:
    """Print lines for a large event and for smaller ones."""
    large = int(arguments[0]) if arguments else 2_000
    print("articles  step        seconds  times the plain tokenizer")
    for count in (large, *_OTHERS):
        costs = measure(count)
        for step, seconds in (("cold", costs.cold), ("warm", costs.warm), ("one more", costs.one_more)):
            print(f"{count:8}  {step:10}  {seconds:7.4f}  {seconds / costs.plain:7.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
