"""Small worlds of invented news, drawn at random: stories with several reports, follow-ups, copies, strangers in common words."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from matching.types import Article, Body

START = datetime(2024, 3, 4, 6, tzinfo=UTC)

_STORIES = (
    (
        "Kettlebury reservoir dam",
        (
            "Engineers found a crack in the Kettlebury reservoir dam on Monday and ordered 1,240 people out of the valley.",
            "Water company head Rhona Askwith said the level was being lowered by two metres a day.",
            "Families slept in the sports hall at Nether Poole, where volunteers had put up 300 beds.",
            "The dam was built in 1911 and last inspected in 2022.",
            "“We heard sirens and we ran,” said Tobias Wren, a baker.",
        ),
        ("Crack in Kettlebury dam empties valley", "Valley cleared as Kettlebury reservoir dam cracks"),
    ),
    (
        "Kettlebury return",
        (
            "People from the valley below the Kettlebury reservoir dam may go home, engineers said on Thursday.",
            "The crack had been sealed and the water stood eight metres lower, Rhona Askwith said.",
            "The sports hall at Nether Poole had emptied by the evening.",
            "A court will hear a claim of 40 families for damages in May.",
        ),
        ("Families return below Kettlebury dam", "Kettlebury dam sealed, valley reopens"),
    ),
    (
        "Orlo Brandt trial",
        (
            "Orlo Brandt, the former treasurer of Saltmarsh port, was found guilty of taking 86,000 crowns on Tuesday.",
            "Judge Ines Quillan said he had betrayed the dockers who trusted him.",
            "Brandt, 57, showed no emotion; his lawyer announced an appeal.",
            "The port lost three contracts while the money was missing.",
        ),
        ("Port treasurer Brandt guilty of theft", "Saltmarsh court convicts Orlo Brandt"),
    ),
    (
        "Vellin tram strike",
        (
            "Tram drivers in Vellin stopped work on Wednesday over rosters that give them one free Sunday in six.",
            "The union of transport workers said nine in ten of its 700 drivers had joined.",
            "Mayor Petra Holub called the strike a burden on those who can least afford it.",
            "Talks will begin again on Friday in the town hall.",
        ),
        ("Tram drivers strike in Vellin", "Vellin trams stand still over Sundays"),
    ),
    (
        "Tramway museum",
        (
            "The tramway museum of Vellin shows 31 restored cars from Saturday.",
            "Mayor Petra Holub opened the hall, which cost four million crowns.",
            "The oldest tram was built in 1889 and was drawn by horses.",
        ),
        ("Old trams shine again in Vellin", "Museum of trams opens in Vellin"),
    ),
    (
        "Puente de Alvar",
        (
            "El puente de Alvar quedó cerrado el martes después de que un camión chocara contra un pilar.",
            "Tres personas resultaron heridas, dijo la alcaldesa Lucía Ferrán.",
            "Las obras durarán cuatro semanas y costarán 250.000 coronas.",
        ),
        ("Cerrado el puente de Alvar tras un choque", "Un camión obliga a cerrar el puente de Alvar"),
    ),
)
_FILLERS = (
    "The weather office expects rain in the north and a mild weekend.",
    "Officials declined to comment further on Monday evening.",
    "More than a hundred people were at the scene, police said.",
    "The government in the capital said it was watching closely.",
    "A report is due to be published next month.",
)


def a_world(draw: random.Random, count: int, copies: float = 0.15) -> list[Article]:
    """So many articles, ids a00, a01, …, this share of them copies; some undated, without a body, or of one minute."""
    articles: list[Article] = []
    for number in range(count):
        if articles and draw.random() < copies:
            articles.append(_copy(draw, draw.choice(articles), number))
        else:
            articles.append(_report(draw, number))
    return articles


def revised(draw: random.Random, article: Article) -> Article:
    """The article as it reads later: another title, a text with one sentence more or less, or another time."""
    lot = draw.random()
    if lot < 0.3:
        return replace(article, title=f"Updated: {article.title}", revision=article.revision + 1)
    if lot < 0.8:
        sentences = article.text.split("\n\n")
        kept = sentences[:-1] if draw.random() < 0.5 and len(sentences) > 1 else [*sentences, draw.choice(_FILLERS)]
        return replace(article, text="\n\n".join(kept), revision=article.revision + 1)
    return replace(article, published=_time(draw), revision=article.revision + 1)


def _time(draw: random.Random) -> datetime | None:
    """Few different times, so that many are equal; now and then none."""
    return None if draw.random() < 0.1 else START + timedelta(hours=6 * draw.randrange(0, 40))


def _report(draw: random.Random, number: int) -> Article:
    _, sentences, titles = draw.choice(_STORIES)
    told = [draw.choice((sentence, _shuffled(draw, sentence))) for sentence in sentences if draw.random() < 0.75]
    told += draw.sample(_FILLERS, draw.randrange(0, 3))
    body = Body.FULL if told and draw.random() < 0.93 else Body.MISSING
    key = f"a{number:02d}"
    return Article(
        key,
        f"https://{key}.example/story",
        f"paper-{number % 7}",
        draw.choice(titles),
        "\n\n".join(told) if body is Body.FULL else "",
        published=_time(draw),
        first_seen=START + timedelta(days=draw.randrange(0, 12)),
        body=body,
    )


def _copy(draw: random.Random, original: Article, number: int) -> Article:
    key = f"a{number:02d}"
    published = original.published if draw.random() < 0.5 else _time(draw)
    return replace(
        original, id=key, url=f"https://{key}.example/copy", outlet_id=f"paper-{number % 7}", published=published
    )


def _shuffled(draw: random.Random, sentence: str) -> str:
    """The clauses of a sentence in another order: the same facts in other words are beyond a generator."""
    parts: Sequence[str] = sentence.rstrip(".").split(", ")
    return ", ".join(draw.sample(list(parts), len(parts))) + "."
