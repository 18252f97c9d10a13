"""Train the pair scorers on labelled corpora: `python -m bench.train CORPUS.jsonl …`.

Reads any corpus in the contract's import form with an `event` label. The shipped models are trained on all of them;
their calibration is fitted on scores by models that did not know the events at hand (`bench/models.py`).
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.corpora import Labelled, read_corpus
from bench.models import FIRST_ROUNDS, FOLDS, SEED, SHIPPED, Chance, make_judge, train_first, train_second
from bench.worlds import (
    World,
    brief,
    changed,
    crowded,
    excerpt,
    foreign,
    is_stream,
    jitter,
    make_world,
    one_day,
    one_town,
    small_worlds,
    thinned,
    undated,
    uneven,
    with_forms,
)
from matching.background import Background, build_background
from matching.features import LEARNED, POSITION
from matching.resources import CLAIM_MODEL, EVENT_MODEL
from matching.scorer import Scorer, format_scorer

DATA = Path(__file__).resolve().parent.parent / "matching" / "data"
# What a corpus as it is weighs among its changed worlds, each of which weighs one or less. Cross-validated mean B-cubed F1 at
# a linkage of -0.5: .959 with 2, .964 with 5; much more of it would teach how tidy the corpora are.
AS_IT_IS = 5.0
# What a small database of one day and one town weighs; there are as many of them as articles. Without them two stories with
# one mayor are one event, whatever they report; the more they weigh, the more reports that share little but names are parted
# (docs/matching.md has both figures).
ONE_TOWN = 0.15
# What a corpus weighs that holds, beside its stories, others in the same form. Without it, of single reports on the stream 11.0 %
# are called corroborated and 88.3 % of the others keep their company (at a linkage of -0.6), with 0.3 it is 9.6 and 87.3, and two
# look-alike accidents of one day are no longer one claim; with 2.0 the forms themselves are told apart (docs/matching.md), at the
# price of two scenarios and a point of B-cubed F1 on one corpus.
FORMS = 0.3
# What two articles say by themselves, nothing relative to others.
_RELATIVE = ("_best", "_own", "_field_high", "_field_low")
CLAIM_FEATURES = tuple(name for name in LEARNED if not name.endswith(_RELATIVE) and not name.startswith("words"))


@dataclass(frozen=True, slots=True)
class Corpus:
    """One corpus by name, with its world as it is and the changed worlds to train on.

    `towns` are for the scorer of the same claim alone: it has to know two stories of one town apart, while the scorer of
    one event would part, for their sake, reports that share little but names.
    """

    name: str
    rows: list[Labelled]
    plain: World
    training: list[World]
    towns: list[World]


def load_background() -> Background:
    """The shipped tables."""
    return build_background(path.read_text(encoding="utf-8") for path in sorted(DATA.glob("background-*.txt")))


def prepare(path: Path, background: Background, folds: int = FOLDS) -> Corpus:
    """Read one corpus and make its worlds."""
    draw = random.Random(f"{SEED} {path.stem}")
    rows = sorted(read_corpus(path, folds), key=lambda row: row.article.id)
    plain = make_world(path.stem, rows, background)
    training = [
        make_world("as it is", rows, background, AS_IT_IS),
        make_world("jitter", changed(rows, jitter, draw), background),
        make_world("thin", changed(thinned(rows, draw, single=0.5, dropped=0.0), jitter, draw), background),
        make_world("uneven", changed(uneven(rows, draw, 0.6), jitter, draw), background),
        make_world("sparse", changed(thinned(rows, draw, single=0.3, dropped=0.4), jitter, draw), background),
        make_world("excerpt", changed(rows, excerpt, draw), background, 0.5),
        make_world("undated", changed(rows, undated, draw), background, 0.3),
        make_world("foreign", changed(rows, foreign, draw), background, 0.3),
        make_world(
            "forms", changed(changed(with_forms(rows, draw, 0.3), brief, draw), jitter, draw), background, FORMS
        ),
    ]
    if not is_stream(rows):  # a stream is as crowded as news is
        week = crowded(rows, draw)
        training += [
            make_world("crowded", changed(week, jitter, draw), background),
            make_world("crowded excerpt", changed(changed(week, excerpt, draw), jitter, draw), background, 0.5),
        ]
    near = np.nan_to_num(plain.values[:, POSITION["lead"]])
    training += [
        make_world("small", changed(small, jitter, draw), background)
        for small in small_worlds(rows, plain.pairs, near, draw, count=len(rows) // 2)
    ]
    towns = [
        make_world("one town", _one_town(small, draw), background, ONE_TOWN)
        for small in small_worlds(rows, plain.pairs, near, draw, count=len(rows))
    ]
    return Corpus(path.stem, rows, plain, training, towns)


def prepare_all(files: Sequence[Path], background: Background) -> list[Corpus]:
    """The corpora of these files with their worlds, the newest first and undated ones last, in whatever order they are named.

    The order of the rows decides which of them each tree is shown. Any fixed order would do as well; the shipped models
    were trained in this one.
    """
    return sorted((prepare(file, background) for file in files), key=_newest_first)


def _newest_first(corpus: Corpus) -> tuple[float, str]:
    times = [row.article.published.timestamp() for row in corpus.rows if row.article.published is not None]
    return -max(times, default=-math.inf), corpus.name


def event_worlds(corpora: Sequence[Corpus]) -> list[World]:
    """What the scorer of one event is trained on."""
    return [world for corpus in corpora for world in corpus.training]


def claim_worlds(corpora: Sequence[Corpus]) -> list[World]:
    """What the scorer of the same claim is trained on."""
    return [world for corpus in corpora for world in (*corpus.training, *corpus.towns)]


def _one_town(rows: list[Labelled], draw: random.Random) -> list[Labelled]:
    """The rows as if they were of one day and one town; half of them briefs."""
    return changed(one_town(changed(one_day(rows), jitter, draw), draw), brief, draw)


def train_scorer(
    worlds: Sequence[World], names: Sequence[str] = LEARNED, *, second_look: bool = True, chance: Chance = SHIPPED
) -> Scorer:
    """The scorer trained on all pairs of the worlds, calibrated on held-out scores."""
    judge = make_judge(worlds, names, second_look=second_look, chance=chance)
    second = train_second(worlds, judge.firsts, judge.contexts, (), chance) if second_look else None
    return Scorer(tuple(names), train_first(worlds, (), names, chance), judge.calibration, second, judge.rules)


def main() -> None:
    """Train both scorers and write them into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    background = load_background()
    corpora = prepare_all(options.corpora, background)
    for file, worlds, names, second_look in (
        (EVENT_MODEL, event_worlds(corpora), LEARNED, True),
        (CLAIM_MODEL, claim_worlds(corpora), CLAIM_FEATURES, False),
    ):
        count = sum(len(world.same) for world in worlds)
        note = f"{count} pairs of {len(corpora)} corpora, {FIRST_ROUNDS} trees, calibrated on {FOLDS} folds"
        scorer = train_scorer(worlds, names, second_look=second_look)
        (options.out / file).write_text(format_scorer(scorer, note), encoding="utf-8")
        print(f"{file}: {note}")


if __name__ == "__main__":
    main()
