"""From verdicts to what the rating library reads.

`more_than_one_notable_outlet` is an event's and comes from its verdict; the other two criteria are the article's own
(`desk.rating_evidence`). A null is "could not be determined", never false.
"""

from __future__ import annotations

from collections.abc import Mapping

from desk.rating_evidence import RULES, TextEvidence
from matching.types import Judgement, Registry, State, Verdict
from store.ratings import Rating
from store.times import to_text


def ratings_of(judgement: Judgement, registry: Registry, evidence: Mapping[str, TextEvidence]) -> list[Rating]:
    """A rating for each article of the judgement, by article id; `evidence` has every one of them."""
    outlets = registry.by_id()
    ratings = []
    for verdict in judgement.verdicts:
        criterion = _criterion(verdict, {outlet_id: outlet.name for outlet_id, outlet in outlets.items()})
        ruleset = f"{verdict.ruleset} {RULES}"
        for finding in verdict.findings:
            own = evidence[finding.article_id]
            criteria: dict[str, object] = {
                "named_sources": own.named_sources,
                "more_than_one_notable_outlet": criterion,
                "supporting_material": own.supporting_material,
            }
            ratings.append(Rating(finding.article_id, ruleset, criteria))
    return sorted(ratings, key=lambda rating: rating.article_id)


def _criterion(verdict: Verdict, names: dict[str, str]) -> dict[str, object]:
    met: bool | None = verdict.state is State.CORROBORATED
    if verdict.state is State.INSUFFICIENT_EVIDENCE:
        met = None
    head: dict[str, object] = {
        "event_id": verdict.event_id,
        "state": verdict.state.value,
        "provisional": verdict.provisional,
        "disputed": verdict.disputed,
        "origins": verdict.origins,
        "notable_origins": verdict.notable_origins,
        "because": verdict.because,
    }
    origins: list[dict[str, object]] = [
        {
            "outlet": origin.outlet_id,
            "name": names.get(origin.outlet_id, origin.name),
            "family": origin.family,
            "notability_basis": origin.notability_basis,
            "url": origin.url,
            "published": to_text(origin.published),
            "quote": origin.span.text if origin.span else "",
        }
        for origin in verdict.origin_list
        if origin.counts
    ]
    return {"met": met, "evidence": [head, *origins]}
