"""What the matcher needs to know beforehand, made from the text of the files that ship in `matching/data`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matching.background import Background, build_background
from matching.scorer import Scorer, parse_scorer

_TABLE = "background-"
EVENT_MODEL = "pairs.model"
CLAIM_MODEL = "claims.model"


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
    tables = [texts[name] for name in sorted(texts) if name.startswith(_TABLE)]
    missing = [name for name in (EVENT_MODEL, CLAIM_MODEL) if name not in texts]
    if missing or not tables:
        wanted = ", ".join(missing or [f"{_TABLE}*.txt"])
        raise ValueError(
            f"matching/data lacks {wanted}: reinstall, or make it with bench/background.py and bench/train.py"
        )
    return Resources(
        background=build_background(tables),
        event_scorer=parse_scorer(texts[EVENT_MODEL]),
        claim_scorer=parse_scorer(texts[CLAIM_MODEL]),
    )
