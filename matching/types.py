"""The values that cross a step: articles in; events, origins and verdicts out.

Everything here is a frozen, slotted dataclass or a string enum. Times are aware UTC, ids are stable strings, and a tuple
whose order reaches output is sorted by whoever makes it. No other room's types appear here; `store` keeps these values
and `desk` prints them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class OutletKind(StrEnum):
    """What sort of newsroom (or not) an outlet is; the words of the registry format."""

    AGENCY = "agency"
    NATIONAL = "national"
    LOCAL = "local"
    BROADCASTER = "broadcaster"
    TRADE = "trade"
    MAGAZINE = "magazine"
    ONLINE = "online"
    BLOG = "blog"
    AGGREGATOR = "aggregator"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class Outlet:
    """One registry row: a newsroom that publishes under its own name.

    `family` is the publisher group whose newsrooms share copy; two outlets of one family never corroborate each other.
    `notable` is true only together with a `notability_basis`, a page that a reader can open.
    """

    id: str
    name: str
    domains: tuple[str, ...]
    kind: OutletKind
    family: str
    aliases: tuple[str, ...] = ()
    country: str = ""
    language: str = ""
    notable: bool = False
    notability_basis: str = ""
    feeds: tuple[str, ...] = ()
    news_sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    reliability_note: str = ""
    owner: str = ""
    owner_as_of: str = ""
    wire_member: tuple[str, ...] = ()
    allow_offsite: tuple[str, ...] = ()
    note: str = ""


class NameRule(StrEnum):
    """What resolves an ambiguous name; see `AmbiguousName`."""

    CONTEXT = "context"
    COUNTRY = "country"
    CAPITALS = "capitals"


@dataclass(frozen=True, slots=True)
class AmbiguousName:
    """A name that several outlets bear ("the Times"), or that is an everyday word as well ("Time").

    Such a name is never resolved by the names and aliases of the registry: this rule comes first, and where it gives no
    outlet the name stays unresolved. `candidates` are the ids it may mean, sorted. By `rule`:

    * `context`: the candidate whose full name, or an alias that is not ambiguous itself, stands earlier in the same
      article. Where none or several of them do, unresolved.
    * `country`: as `context`; else the candidate that `countries` gives for the country of the outlet that publishes the
      article (the article's own, not the credited one's); else `otherwise`; else unresolved.
    * `capitals`: one candidate, whose name is an everyday word, a people or a person too. It is meant only where the text
      writes exactly these capitals (a "The" of the name included) inside a credit phrase; else unresolved.

    `countries` holds (ISO 3166 code, candidate) pairs, sorted. `otherwise` is "" or the candidate that is meant nearly
    everywhere else; only the rule `country` has one.
    """

    name: str
    candidates: tuple[str, ...]
    rule: NameRule
    countries: tuple[tuple[str, str], ...] = ()
    otherwise: str = ""

    def in_country(self, country: str) -> str:
        """The candidate that the name means where an outlet of that country writes it, or "".

        >>> AmbiguousName("AAP", ("aap",), NameRule.COUNTRY, (("AU", "aap"),)).in_country("AU")
        'aap'
        """
        return dict(self.countries).get(country, self.otherwise)


@dataclass(frozen=True, slots=True)
class OverlayChange:
    """One change that an overlay file made to the registry, with the reason its author gave.

    `kind` is "outlet" or "name", `key` the outlet's id or the ambiguous name, `action` "added", "changed" or "removed";
    `keys` are the keys that were set, `changed` the date that the overlay states ("" for none), `file` the overlay.
    """

    kind: str
    key: str
    action: str
    keys: tuple[str, ...]
    reason: str
    changed: str
    file: str


@dataclass(frozen=True, slots=True)
class Registry:
    """The outlets in force, by id, with the version (a digest of the rows) that a verdict names.

    `ambiguous` (sorted by name) is part of the version; `changes` says where overlay files departed from the registry
    below them, in the order in which they were made, and is not.
    """

    outlets: tuple[Outlet, ...]
    version: str
    ambiguous: tuple[AmbiguousName, ...] = ()
    changes: tuple[OverlayChange, ...] = ()

    def by_id(self) -> dict[str, Outlet]:
        """Outlets by their id."""
        return {outlet.id: outlet for outlet in self.outlets}


class Body(StrEnum):
    """How much of an article's body could be had. Only `FULL` can ever count as corroboration."""

    FULL = "full"
    STUB = "stub"  # a teaser, cut off by a paywall or by the import
    MISSING = "missing"  # blocked, challenge page, extraction failed: known by URL and title alone


@dataclass(frozen=True, slots=True)
class Link:
    """A link out of an article's body, in reading order."""

    url: str
    anchor: str = ""


class NoteKind(StrEnum):
    """What a note on one's own article does: withdraws it, puts something right, or makes something clearer."""

    RETRACTION = "retraction"
    CORRECTION = "correction"
    CLARIFICATION = "clarification"


@dataclass(frozen=True, slots=True)
class Correction:
    """The note with which an outlet took back or put right its own article, in its words."""

    kind: NoteKind
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One URL of one outlet at one revision: the unit that the matcher reads.

    `metadata_credits` are (field, value) pairs found outside the text, such as ("jsonld.publisher", "Example News
    Agency"), ("rss.source", "https://…") or ("copyright_holder", "…"); evidence like any other. `gone` is when the page
    was found to be no more there (404, 410) after it had been read; None while it is there.
    """

    id: str
    url: str
    outlet_id: str
    title: str
    text: str
    published: datetime | None = None
    first_seen: datetime | None = None
    authors: tuple[str, ...] = ()
    byline: str = ""
    canonical_url: str = ""
    language: str = ""
    section: str = ""
    is_based_on: tuple[str, ...] = ()
    metadata_credits: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    body: Body = Body.FULL
    live: bool = False
    revision: int = 1
    correction: Correction | None = None
    gone: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One named piece of evidence of a pair's score: its raw value, and what it added to the log-odds of "same event"."""

    name: str
    value: float
    contribution: float


@dataclass(frozen=True, slots=True)
class PairScore:
    """Two article ids (a < b), the calibrated probabilities of `same event` and `same central claim`, and the parts."""

    a: str
    b: str
    same_event: float
    same_claim: float
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: the ids of the articles that report it, sorted by (published, id).

    `id` is made from the first article (see `matching.ids`), so that the same articles in any order give the same id.
    """

    id: str
    article_ids: tuple[str, ...]
    title: str
    first_seen: datetime | None
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class EventChanges:
    """What some articles that came, changed or went have changed: events that are new or other than they were, the ids of
    those that are no more, pair scores that are new or other, and the pairs whose score is no longer kept. Each sorted.
    """

    events: tuple[Event, ...] = ()
    gone: tuple[str, ...] = ()
    pairs: tuple[PairScore, ...] = ()
    pairs_gone: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of an article's text kept as evidence: character offsets into `where`, and the text itself."""

    start: int
    end: int
    text: str
    where: str = "text"  # text | title | byline | metadata


class Role(StrEnum):
    """What a mention of an outlet does in a sentence; only `ORIGIN` and wire credit can move an origin."""

    ORIGIN = "origin"  # "first reported by X", "according to documents obtained by X", "told X" on another's page
    VENUE = "venue"  # "said on X's Sunday programme"
    CONTRIBUTION = "contribution"  # "X contributed to this report"
    SUBJECT = "subject"  # "X was sued", "an X poll"
    WIRE = "wire"  # dateline, tail, byline or metadata of an agency or another newsroom: the text itself is theirs


@dataclass(frozen=True, slots=True)
class Credit:
    """Who an article names as a source of what it says.

    `outlet_id` is the registry's id, or "" where the name is not registered. `central` tells whether the credit carries
    the central claim (title and lead) or a side fact. `weight` is between 0 and 1.
    """

    name: str
    outlet_id: str
    role: Role
    central: bool
    weight: float
    span: Span
    rule: str


class OriginKind(StrEnum):
    """Where an article's central claim comes from; the words of the export format."""

    OWN = "own"
    AGENCY = "agency"
    OUTLET = "outlet"
    MIXED = "mixed"
    STATEMENT = "statement"
    COMMENTARY = "commentary"
    UNKNOWN = "unknown"


class EdgeKind(StrEnum):
    """Why two articles, or an article and a phantom origin, rest on one act of reporting."""

    SAME_OUTLET = "same-outlet"  # two versions of one outlet's article
    COPY = "copy"  # shared text
    REWRITE = "rewrite"  # reworded copy: order of facts, shared rare values
    CREDIT = "credit"  # names the other as origin of the central claim
    WIRE = "wire"  # agency or newsroom credit on the text
    CANONICAL = "canonical"  # metadata points at the other and the text agrees
    STATEMENT = "statement"  # both reproduce one statement
    DECISION = "decision"  # an editor decided so


@dataclass(frozen=True, slots=True)
class Edge:
    """`article_id` depends on `target` (an article id, or "outlet:ID" / "name:NAME" / "statement:ID" for a phantom)."""

    article_id: str
    target: str
    kind: EdgeKind
    probability: float
    spans: tuple[Span, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was decided about one article of an event, with why."""

    article_id: str
    origin_id: str | None
    origin_kind: OriginKind
    counted: bool
    reason: str = ""  # code of `matching.reasons`, where not counted
    credited: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    spans: tuple[Span, ...] = ()
    score: float | None = None
    correction: Correction | None = None  # also of an article that counts: a reader has to see it
    gone: datetime | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """One act of reporting: whose it is, whether it counts, and which articles rest on it.

    `outlet_id` is "" for a statement and for an unregistered credited name. `phantom` is true where the origin's own
    article is not among the articles. `counts` is true where it is one of the `notable_origins` of the verdict. An origin
    whose newsroom has retracted its report is not among the origins of a verdict.
    """

    id: str
    kind: OriginKind
    name: str
    outlet_id: str
    family: str
    notable: bool
    notability_basis: str
    phantom: bool
    counts: bool
    article_ids: tuple[str, ...]
    first_article_id: str
    url: str
    published: datetime | None
    span: Span | None


class State(StrEnum):
    """The six verdict states of the contract, in the order in which they are tried."""

    CORROBORATED = "corroborated"
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"
    SINGLE_REPORT = "single_report"
    COMMON_STATEMENT = "common_statement"
    NOT_NOTABLE = "not_notable"
    SINGLE_ORIGIN = "single_origin"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two counted origins that contradict each other on the central claim, with both values and spans."""

    what: str  # figure | actor | outcome | negation
    a: str
    b: str
    value_a: str
    value_b: str
    span_a: Span
    span_b: Span


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one event, with everything it rests on.

    `outlets` is the naive count of outlets that reported (aggregators aside); `origins` and `notable_origins` are the
    contract's. `because` is one sentence a person can read aloud.
    """

    event_id: str
    state: State
    provisional: bool
    disputed: bool
    outlets: int
    origins: int
    notable_origins: int
    because: str
    origin_list: tuple[Origin, ...]
    findings: tuple[Finding, ...]
    edges: tuple[Edge, ...]
    conflicts: tuple[Conflict, ...] = ()
    ruleset: str = ""
    registry_version: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """All events of a set of articles with their verdicts (sorted by event id) and the pair scores that were kept."""

    events: tuple[Event, ...]
    verdicts: tuple[Verdict, ...]
    pairs: tuple[PairScore, ...] = field(default=())
