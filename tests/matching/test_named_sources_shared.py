"""Named sources on the measuring data: real articles in which every attribution is marked."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from matching.sources import named_sources
from matching.types import Article

# By surname over all articles, as `evaluate.py` scores it; they go down by an explicit act only.
PRECISION, RECALL = 0.91, 0.62


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("evaluate", shared / "evaluate" / "evaluate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def last(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1].removesuffix("'s").removesuffix("’s").strip(".,").lower()


@pytest.mark.shared
def test_persons_cited_in_real_articles_are_found_as_before_or_better(shared: Path) -> None:
    judge = scorer(shared)
    right = wrong = missed = 0
    for line in (shared / "corpora" / "polnear.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        marked = [row["text"][start:end] for start, end in row["source_spans"]]
        gold = {last(name) for span in marked for name in judge.NAME.findall(span) if not judge.ORG.search(name)}
        words = {last(word) for span in marked for word in span.split()}
        found = named_sources(Article(row["id"], "", row["publisher"], row["title"], row["text"]))
        surnames = {last(source.name) for source in found}
        right += len(gold & surnames)
        missed += len(gold - surnames)
        wrong += len(surnames - words)
    assert right / (right + wrong) >= PRECISION
    assert right / (right + missed) >= RECALL
