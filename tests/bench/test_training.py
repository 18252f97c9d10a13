"""Training: what it may and what it may not hang on."""

from __future__ import annotations

import json
import random
from pathlib import Path

import lightgbm
import numpy as np
import pytest

from bench.corpora import read_corpus
from bench.crossvalidate import summed
from bench.ensembles import mean_of
from bench.models import FOLDS, Chance, train_first
from bench.train import event_worlds, load_background, prepare_all
from bench.verdicts import VerdictFigures, halved
from matching.forest import forest_of
from matching.scorer import margins_of

PLACES = ("Ostwick", "Brask", "Pellworth", "Arnhem Quay", "Vessing", "Tarn", "Holmby", "Quill Bay")
DEEDS = (
    "council shuts the ferry after an engine fails and crews walk out over unpaid wages",
    "school wins a prize for its orchard while pupils press forty barrels of cider",
    "police find the stolen bell under a bridge and hold two brothers from the harbour",
    "clinic opens a ward for night shifts once nurses have signed the longer contract",
)


def corpus(path: Path, year: int | None, seed: int) -> Path:
    """A corpus of made-up events, each told by three outlets in the order of their own."""
    draw, lines = random.Random(seed), []
    for event in range(16):
        place, deed = PLACES[event % len(PLACES)], DEEDS[event // 2 % len(DEEDS)].split()
        for outlet in range(3):
            words = [place, *draw.sample(deed, len(deed)), str(event + 10), place, *draw.sample(deed, 6)]
            row = {
                "id": f"{path.stem}-{event}-{outlet}",
                "url": f"https://outlet{outlet}.example/{event}",
                "title": f"{place} {' '.join(deed[:4])}",
                "text": f"{' '.join(words)}. ".capitalize() * 3,
                "event": f"{path.stem}-{event}",
            }
            lines.append(json.dumps(row | ({"published": f"{year}-03-{event + 1:02}T08:0{outlet}:00"} if year else {})))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("corpora")
    return [
        corpus(folder / "a.jsonl", None, 1),
        corpus(folder / "b.jsonl", 2031, 2),
        corpus(folder / "c.jsonl", 2033, 3),
    ]


@pytest.mark.slow
def test_a_model_does_not_hang_on_the_order_in_which_corpora_are_named(files: list[Path]) -> None:
    background = load_background()
    one, other = (prepare_all(order, background) for order in (files, files[::-1]))
    assert [corpus.name for corpus in one] == [corpus.name for corpus in other] == ["c", "b", "a"]
    models = [train_first(event_worlds(corpora), ()).model_to_string() for corpora in (one, other)]
    assert "split_feature" in models[0]
    assert models[0] == models[1]
    assert train_first(event_worlds([*one[1:], one[0]]), ()).model_to_string() != models[0]  # the order of rows matters


def test_the_mean_of_models_says_what_they_say_on_average() -> None:
    draw = np.random.default_rng(5)
    values = draw.normal(size=(900, 4))
    values[draw.random(values.shape) < 0.1] = np.nan
    same = (np.nansum(values, axis=1) + draw.normal(size=900) > 0).astype(np.float64)
    base = {"objective": "binary", "verbosity": -1, "num_threads": 1, "bagging_fraction": 0.5, "bagging_freq": 1}
    members = [
        lightgbm.train(base | seeds, lightgbm.Dataset(values, same), num_boost_round=15)
        for seeds in Chance(members=3).seeds()
    ]
    mean = mean_of(members)
    each = [margins_of(member, values) for member in members]
    assert np.ptp(each, axis=0).max() > 0.1
    assert np.allclose(margins_of(mean, values), np.mean(each, axis=0), atol=1e-12)
    parts = [np.asarray(member.predict(values, pred_contrib=True)) for member in members]
    assert np.allclose(np.asarray(mean.predict(values, pred_contrib=True)), np.mean(parts, axis=0), atol=1e-9)
    again = lightgbm.Booster(model_str=mean.model_to_string())
    assert np.array_equal(margins_of(again, values), margins_of(mean, values))
    forest = forest_of(mean)
    assert forest is not None
    assert len(forest.roots) == 45
    assert mean_of(members[:1]) is members[0]
    with pytest.raises(ValueError, match="no models"):
        mean_of([])


def test_draws_share_no_member_and_the_first_is_that_of_the_shipped_models() -> None:
    assert Chance().seeds() == [{}]
    seeds = [str(member) for draw in range(4) for member in Chance(3, draw).seeds()]
    assert len(set(seeds)) == 12
    for members, draw in ((0, 0), (1, -1)):
        with pytest.raises(ValueError, match="at least one member"):
            Chance(members, draw)


def test_each_way_halves_the_events_otherwise(files: list[Path]) -> None:
    rows = read_corpus(files[1], FOLDS)
    ways = [halved(rows, way) for way in range(4)]
    assert len({alone for _, alone in ways}) == 4
    for kept, alone in ways:
        assert {row.event for row in kept} == {row.event for row in rows}
        assert len(kept) == len(rows) - 2 * len(alone)
    assert halved(rows) == halved(rows, 0)


def test_ways_are_added_up() -> None:
    figures = [VerdictFigures(4, ("a",), 6, 6, {}), VerdictFigures(6, ("a", "b"), 4, 3, {})]
    assert summed(figures) == "false 3/10 = 0.300   kept 9/10 = 0.900"
    assert summed([]) == "false 0/0 = 0.000   kept 0/0 = 0.000"
