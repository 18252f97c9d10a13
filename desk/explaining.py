"""`corroborate explain`: why two stored articles are, or are not, taken to report the same happening."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from desk.cli import Workplace
    from matching.types import Article
    from store.connection import Store

NEARBY = timedelta(days=7)
"""Articles this near to either of the two stand around them: what is nearest to each is measured among them."""
MOST_COMPANY = 2_000


@click.command()
@click.argument("url")
@click.argument("other_url")
@click.pass_obj
def explain(work: Workplace, url: str, other_url: str) -> None:
    """Say why the articles at URL and OTHER_URL are, or are not, taken to report the same happening: the score, part by part."""
    from desk.package_data import shipped_resources
    from matching.explainpair import explain_pair

    with work.store(create=False, read_only=True) as store:
        a, b = _article(store, url), _article(store, other_url)
        if a.id == b.id:
            raise click.UsageError(f"{url} and {other_url} are one stored article: name two")
        click.echo(explain_pair(a, b, shipped_resources(), nearby_articles(store, a, b)))


def nearby_articles(store: Store, a: Article, b: Article) -> tuple[Article, ...]:
    """The articles published within a week of either of the two, by id, at most `MOST_COMPANY`."""
    from store.articles import read_articles
    from store.times import to_text

    found: dict[str, Article] = {}
    for one in (a, b):
        if one.published is not None:
            span = (to_text(one.published - NEARBY), to_text(one.published + NEARBY))
            found.update((x.id, x) for x in read_articles(store, where="published between ? and ?", parameters=span))
    return tuple(found[key] for key in sorted(found))[:MOST_COMPANY]


def _article(store: Store, url: str) -> Article:
    """The stored article of a URL. Raises UnknownUrl where there is none."""
    from desk.stored import stored_article
    from store.articles import read_articles

    key = stored_article(store, url)
    return next(read_articles(store, where="id = ?", parameters=(key,)))
