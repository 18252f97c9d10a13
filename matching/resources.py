"""What the matcher needs to know beforehand, made from the text of the files that ship in `matching/data`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matching.background import Background, build_background
from matching.scorer import Scorer, parse_scorer

_TABLE = "background-"
EVENT_MODEL = "pairs.model"
CLAIM_MODEL = "claims.model"
_LACKING = "matching/data lacks {}: reinstall, or make it with bench/background.py and bench/train.py"


@dataclass(frozen=True, slots=True)
class Resources:
    """Background frequencies, and the scorers of "same event" and "same central claim"."""

    background: Background
    event_scorer: Scorer
    claim_scorer: Scorer


def load_resources(texts: Mapping[str, str]) -> Resources:
    """The resources in the files of `matching/data`, given by name; files of other names are ignored.

    Raises ValueError where a model or every table is missing, or a file is broken: the package is then not whole.
    """
    missing = [name for name in (EVENT_MODEL, CLAIM_MODEL) if name not in texts]
    if missing:
        raise ValueError(_LACKING.format(", ".join(missing)))
    return Resources(
        background=build_background(tables_among(texts)),
        event_scorer=parse_scorer(texts[EVENT_MODEL]),
        claim_scorer=parse_scorer(texts[CLAIM_MODEL]),
    )


def tables_among(texts: Mapping[str, str]) -> list[str]:
    """The tables of background frequencies among the files. Raises ValueError where there is none."""
    tables = [texts[name] for name in sorted(texts) if name.startswith(_TABLE)]
    if not tables:
        raise ValueError(_LACKING.format(f"{_TABLE}*.txt"))
    return tables
