"""The evidence of pairs of shelved documents: what `matching.features.pair_evidence` says of them, at a quarter of the cost."""

from __future__ import annotations

import numpy as np

from matching.features import BASE_NAMES, rounded, ruled_out
from matching.shelf import Shelf
from matching.topfeatures import SOFTENING, both_name, later
from matching.vectors import Floats, Indices
from matching.wordlines import PARTS, VIEWS

_AT = {name: number for number, name in enumerate(VIEWS)}
_COSINES = ("text", "lead", "title", "names", "lead_names", "plain", "rare", "focus", "top")


def shelf_evidence(shelf: Shelf, a: Indices, b: Indices) -> Floats:
    """Rows of `BASE_NAMES` for pairs of row numbers."""
    columns = _words(shelf, a, b) | _lines(shelf, a, b) | shelf.slips.evidence(a, b)
    columns["top_over_text"] = columns["top"] / (np.nan_to_num(columns["text"]) + SOFTENING)
    names = shelf.words.sizes.all[:, _AT["names"]]
    columns |= ruled_out(columns, np.minimum(names[a], names[b]).astype(np.float64))
    return np.column_stack([rounded(columns[name]) for name in BASE_NAMES])


def _words(shelf: Shelf, a: Indices, b: Indices) -> dict[str, Floats]:
    """All that follows from the words in common."""
    words = shelf.words
    found = words.overlap(a, b)
    columns = {name: found.cosines[:, _AT[name]] for name in _COSINES}
    size_a, size_b = words.sizes.all[a], words.sizes.all[b]
    columns["title"][(size_a[:, _AT["title"]] == 0) | (size_b[:, _AT["title"]] == 0)] = np.nan
    actors, named = _AT["actors"], PARTS.index(("actors", "title"))
    columns["headline_actor"] = both_name(found.stood_a[:, named], found.stood_b[:, named])
    columns["headline_actor"][(size_a[:, actors] == 0) | (size_b[:, actors] == 0)] = np.nan
    ways = (_one_way(found.stood_a, words.totals.all[a]), _one_way(found.stood_b, words.totals.all[b]))
    tops = ([way[f"top in {whole}"] for way in ways] for whole in ("top", "text"))
    return columns | _both_ways(*ways) | later(shelf.slips.published(a), shelf.slips.published(b), *tops)


def _one_way(found: Floats, totals: Floats) -> dict[str, Floats]:
    """How much of one article stands in the other, as a share of the part or, where it stands in its like, by weight."""
    out = {}
    for (part, whole), values in zip(PARTS, found.T, strict=True):
        total = totals[:, _AT[part]]
        out[f"{part} in {whole}"] = (
            np.log1p(values)
            if part == whole and part != "top"
            else np.divide(values, total, out=np.full_like(values, np.nan), where=total > 0)
        )
    return out


def _both_ways(one: dict[str, Floats], other: dict[str, Floats]) -> dict[str, Floats]:
    """The columns that the two ways give together."""
    columns = {
        "shared_weight": np.minimum(one["lead in lead"], other["lead in lead"]),
        "shared_names": np.minimum(one["lead_names in lead_names"], other["lead_names in lead_names"]),
        "looked_back_on": np.fmax(*(way["top in top"] - way["top in news"] for way in (one, other))),
    }
    for name, values in (
        ("covered", [way["title in text"] for way in (one, other)]),
        ("lead_covered", [way["lead in text"] for way in (one, other)]),
        ("names_covered", [way["lead_names in text"] for way in (one, other)]),
        ("top_in_top", [way["top in top"] for way in (one, other)]),
        ("top_below", [way["top in text"] - way["top in top"] for way in (one, other)]),
        ("title_names", [way["title_names in top"] for way in (one, other)]),
    ):
        columns[f"{name}_high"], columns[f"{name}_low"] = np.fmax(*values), np.fmin(*values)
    return columns


def _lines(shelf: Shelf, a: Indices, b: Indices) -> dict[str, Floats]:
    """All that follows from stems, figures, event words and runs of words in common."""
    columns: dict[str, Floats] = {}
    for name, line in (
        ("stems", "stems"), ("numbers", "numbers"), ("bigrams", "bigrams"), ("same_action", "actions"),
        ("same_agents", "agents"), ("title_deed", "deed"),
    ):  # fmt: skip
        lines = shelf.lines[line]
        columns[name] = lines.products(a, b)
        if name != "stems":
            columns[name][(lines.lengths.all[a] == 0) | (lines.lengths.all[b] == 0)] = np.nan
    for name, line in (("quotes", "quotes"), ("containment", "shingles")):
        sets = shelf.sets[line]
        common = sets.products(a, b)
        smaller = np.minimum(sets.lengths.all[a], sets.lengths.all[b]).astype(np.float64)
        columns[name] = np.divide(common, smaller, out=np.full_like(common, np.nan), where=smaller > 0)
    columns["containment"] = np.nan_to_num(columns["containment"])
    return columns
