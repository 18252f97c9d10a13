"""Train and judge the recogniser of commentary: `python -m bench.genre CORPORA [--write]`.

CORPORA is the folder of the labelled corpora, `bench/genres.tsv` says of which genre their articles are. Each article is
read twice, whole and cut to its beginning, since feeds and walls leave no more. The figures are those of held-out folds:
blocks of time of a stream, events of the other corpora. With `--write`, the weights of a model of all articles replace
`matching/genreweights.py`.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from matching.genre import style_of
from matching.plaintext import plain_text
from matching.thresholds import COMMENTARY
from matching.vectors import Flags, Floats, Indices

LABELS = Path(__file__).parent / "genres.tsv"
WEIGHTS = Path(__file__).parents[1] / "matching" / "genreweights.py"
STREAMS = ("roundup", "polnear")
FOLDS = 8
COMMENT, LEFT_OUT = frozenset("OAEF"), frozenset("?LUP")
# Characters that are left of a text which is cut; the shortest is what a feed gives.
CUTS = (350, 500, 700, 1000, 1500)
# A label with a second one of the other kind is half a guess.
DOUBTFUL_WEIGHT = 0.4
# Inverse strength of the penalty. Held-out average precision on roundup is .83 and on polnear .73 or .74 at 0.002, 0.005, 0.007,
# 0.01 and 0.02 alike; the weaker the penalty, the more are called commentary from one half on: recall .29 and .30 with precision
# .92 and .89 at 0.002, .41 and .43 with .94 and .85 at 0.007, .46 and .49 with .93 and .82 at 0.02.
STRENGTH = 0.007
LEVELS = (0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Read:
    """One labelled article: where from, its codes, title and text, and what is held out together with it."""

    corpus: str
    codes: tuple[str, ...]
    title: str
    text: str
    block: str

    @property
    def comments(self) -> bool:
        """Whether it is labelled as commentary."""
        return self.codes[0] in COMMENT

    @property
    def doubtful(self) -> bool:
        """Whether its second label is of the other kind."""
        return any((code in COMMENT) != self.comments for code in self.codes[1:])


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the standardised style, by name in sorted order."""

    names: tuple[str, ...]
    bias: float
    weights: Floats
    usual: Floats
    spread: Floats

    def probabilities(self, styles: Floats) -> Floats:
        """The probability of commentary for each row."""
        return np.asarray(1 / (1 + np.exp(-(self.bias + (styles - self.usual) / self.spread @ self.weights))))


def read_labelled(folder: Path, labels: Path = LABELS) -> list[Read]:
    """The labelled articles whose genre is known, in the order of the labels.

    Raises FileNotFoundError where a corpus is missing, KeyError where an article of the labels is in none.
    """
    lines = [line.split("\t") for line in labels.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = {name: _rows(folder / f"{name}.jsonl", name) for name in dict.fromkeys(line[0] for line in lines)}
    found = []
    for corpus, key, codes in lines:
        title, text, block = rows[corpus][key]
        if codes[0] not in LEFT_OUT:
            found.append(Read(corpus, tuple(codes.split(",")), title, text, block))
    return found


def _rows(path: Path, name: str) -> dict[str, tuple[str, str, str]]:
    """Title, text and block of the articles of one corpus, by id."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows.sort(key=lambda row: (row.get("published") or "", row["id"]))
    block = {row["id"]: number * FOLDS // len(rows) for number, row in enumerate(rows)}
    return {
        row["id"]: (row["title"], row["text"], f"{name} {block[row['id']] if name in STREAMS else row['event']}")
        for row in rows
    }


def styles_of(articles: Sequence[Read], *, cut: bool) -> tuple[tuple[str, ...], Floats]:
    """The names of what is measured, and a row for each article, whole or `cut` to its beginning."""
    draw = random.Random("cuts")
    rows = [style_of(a.title, plain_text(a.text[: draw.choice(CUTS)] if cut else a.text)) for a in articles]
    names = tuple(sorted(rows[0]))
    return names, np.array([[row[name] for name in names] for row in rows])


def folds_of(articles: Sequence[Read]) -> Indices:
    """The fold of each article: its block's, dealt out in sorted order."""
    fold = {block: number % FOLDS for number, block in enumerate(sorted({a.block for a in articles}))}
    return np.array([fold[a.block] for a in articles])


def train(names: tuple[str, ...], styles: Sequence[Floats], articles: Sequence[Read], chosen: Flags) -> Model:
    """A model of the chosen articles, of which `styles` holds several readings."""
    rows = np.vstack([reading[chosen] for reading in styles])
    labels = np.tile([a.comments for a in articles], (len(styles), 1))[:, chosen].ravel()
    weights = np.tile([DOUBTFUL_WEIGHT if a.doubtful else 1.0 for a in articles], (len(styles), 1))[:, chosen].ravel()
    scale = StandardScaler().fit(rows)
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(scale.transform(rows), labels, sample_weight=weights)
    return Model(names, float(model.intercept_[0]), model.coef_[0], scale.mean_, scale.scale_)


def held_out(names: tuple[str, ...], styles: Sequence[Floats], articles: Sequence[Read]) -> list[Floats]:
    """For each reading the probabilities by models that saw none of the article's block."""
    folds = folds_of(articles)
    found = [np.zeros(len(articles)) for _ in styles]
    for fold in range(FOLDS):
        mine = folds == fold
        model = train(names, styles, articles, ~mine)
        for reading, probability in zip(styles, found, strict=True):
            probability[mine] = model.probabilities(reading[mine])
    return found


def report(articles: Sequence[Read], probability: Floats, name: str) -> None:
    """Print, by corpus and genre, the share that is called commentary at each level; doubtful ones in their own column."""
    print(f"{name}: share called commentary from {LEVELS} on (of clear labels / of doubtful ones)")
    for corpus in dict.fromkeys(a.corpus for a in articles):
        for genre in sorted({a.codes[0] for a in articles if a.corpus == corpus}):
            kinds = [
                np.array([a.corpus == corpus and a.codes[0] == genre and a.doubtful == doubt for a in articles])
                for doubt in (False, True)
            ]
            shares = "  ".join("/".join(_share(probability[kind] >= level) for kind in kinds) for level in LEVELS)
            print(f"  {corpus:12s} {genre} {kinds[0].sum():4d}/{kinds[1].sum():<3d} {shares}")
    for corpus in STREAMS:
        mine = np.array([a.corpus == corpus for a in articles])
        gold = np.array([a.comments for a in articles])[mine]
        called = probability[mine] >= COMMENTARY
        right = (called & gold).sum()
        print(f"  {corpus}: at {COMMENTARY} precision {right / called.sum():.2f}, recall {right / gold.sum():.2f}")


def _share(called: Flags) -> str:
    return f"{called.mean():.2f}" if len(called) else "-"


def written(model: Model, note: str) -> str:
    """The module of weights."""
    lines = [
        f'"""The weights of `matching.genre`: {note}. Written by `python -m bench.genre`."""',
        "",
        "from __future__ import annotations",
        "",
        "from collections.abc import Mapping",
        "",
        "# What a text of which nothing is known counts.",
        f"BIAS = {model.bias:.4f}",
        "# By what is measured: its weight (above 0: speaks for commentary), its usual value, and its spread.",
        "WEIGHTS: Mapping[str, tuple[float, float, float]] = {",
    ]
    for name, *values in zip(model.names, model.weights, model.usual, model.spread, strict=True):
        lines.append(f'    "{name}": ({", ".join(f"{value:.4f}" for value in values)}),')
    return "\n".join([*lines, "}", ""])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--write", action="store_true", help="replace matching/genreweights.py")
    options = parser.parse_args()
    articles = read_labelled(options.corpora)
    names, whole = styles_of(articles, cut=False)
    styles = (whole, styles_of(articles, cut=True)[1])
    for name, probability in zip(("whole", "cut"), held_out(names, styles, articles), strict=True):
        report(articles, probability, name)
    if options.write:
        comments = sum(a.comments for a in articles)
        note = f"{len(articles)} articles, {comments} of them commentary"
        model = train(names, styles, articles, np.ones(len(articles), dtype=bool))
        WEIGHTS.write_text(written(model, note), encoding="utf-8")


if __name__ == "__main__":
    main()
