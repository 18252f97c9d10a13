"""Texts and outlets made for the tests: an invented world in which every word was written here.

`story` composes reports from a seed, so that two reports with different seeds share facts but no narration.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from matching.standing import Context
from matching.types import Article, Event, Outlet, OutletKind, Registry, Verdict
from matching.verdict import Pairs, judge_event

NOON = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=30)


def outlet(
    key: str,
    name: str,
    kind: OutletKind = OutletKind.LOCAL,
    *,
    notable: bool = True,
    family: str = "",
    aliases: Sequence[str] = (),
) -> Outlet:
    """An invented outlet on a domain of its own; its family is its own unless given."""
    basis = f"https://notable.example/{key}" if notable else ""
    return Outlet(
        key,
        name,
        (f"{key}.example",),
        kind,
        family or f"{name} Holdings",
        tuple(aliases),
        notable=notable,
        notability_basis=basis,
    )


WORLD = Registry(
    (
        outlet("harbor-ledger", "Harbor Ledger", aliases=("The Ledger",)),
        outlet("quarry-times", "Quarry Times", OutletKind.NATIONAL),
        outlet("fen-observer", "Fen Observer", family="Lowland Titles"),
        outlet("dyke-courier", "Dyke Courier", family="Lowland Titles"),
        outlet("tern-post", "Tern Post", OutletKind.NATIONAL, aliases=("the Post",)),
        outlet("heron-post", "Heron Post", OutletKind.NATIONAL, aliases=("the Post",)),
        outlet("meadow-notes", "Meadow Notes", OutletKind.BLOG, notable=False),
        outlet("bargeman", "The Bargeman", OutletKind.TRADE, notable=False),
        outlet("northern-wire", "Northern Wire", OutletKind.AGENCY, aliases=("NW",)),
        outlet("scoopbox", "Scoopbox", OutletKind.AGGREGATOR, notable=False),
        outlet("kanal-elf", "Kanal Elf", OutletKind.BROADCASTER),
        outlet("diario-ribera", "Diario Ribera", OutletKind.NATIONAL),
        outlet("le-quai", "Le Quai", OutletKind.NATIONAL),
    ),
    "test",
)


def article(key: str, outlet_id: str, title: str, text: str, *, hours: float = 0, **more: object) -> Article:
    """An article of an invented outlet, published `hours` after noon."""
    return Article(
        id=key,
        url=f"https://{outlet_id}.example/{key}",
        outlet_id=outlet_id,
        title=title,
        text=text,
        published=NOON + timedelta(hours=hours),
        **more,  # type: ignore[arg-type]
    )


def event_of(articles: Iterable[Article]) -> Event:
    """The event that holds all of `articles`."""
    ordered = sorted(articles, key=lambda a: (a.published is None, a.published or NOON, a.id))
    times = [a.published for a in ordered if a.published]
    ids = tuple(a.id for a in ordered)
    return Event(f"e-{ids[0]}", ids, ordered[0].title, times[0] if times else None, times[-1] if times else None)


def judge(
    articles: Sequence[Article], *, registry: Registry = WORLD, pairs: Pairs | None = None, now: datetime = LATER
) -> Verdict:
    """The verdict on one event made of `articles`."""
    return judge_event(event_of(articles), {a.id: a for a in articles}, Context(registry), pairs=pairs or {}, now=now)


def shares_origin(verdict: Verdict, a: str, b: str) -> bool:
    """Whether two articles rest on one origin."""
    origins = {f.article_id: f.origin_id for f in verdict.findings}
    return origins[a] is not None and origins[a] == origins[b]


FERRY = """GREYSTRAND — A cable ferry carrying 41 people broke loose on the Orle estuary on Tuesday morning and drifted for two hours before a dredger pushed it onto a sandbank, the harbor office said.

Nobody was hurt. Passengers stood on the car deck in life jackets while the vessel, the Wilhelmina, turned slowly in the tide, and three of them were lifted off by helicopter because they needed medicine.

The steel cable that guides the ferry parted at 7:48 a.m., about 300 meters from the eastern landing, according to Maarten Quill, the harbor master. The cable was replaced in 2029 and should have lasted for eight years.

Quill said that inspectors had found rust on one of the pulleys in February. A repair had been ordered for the second week of May.

"We were a week away from fixing it, and the river did not wait," he told reporters on the landing.

The ferry carries about 2,600 people a day between Greystrand and Pell. The nearest bridge is 37 kilometers upstream, and buses were put on from noon.

A tug from the port of Anselm will try to float the Wilhelmina at high water on Wednesday evening. The dredger's captain, Ilse Brandvold, kept her bow against the hull until the tide had fallen.

The county, which owns the ferry, said that it would publish the inspection reports of the past five years."""

FERRY_OWN = """The first that Noor Haddad knew of it was the silence. The winch house at the Greystrand landing, where she sells coffee, hums from six in the morning; at ten to eight on Tuesday it stopped.

She looked up and saw the Wilhelmina going sideways. "It was like watching a house leave," Haddad said. She counted eleven cars on deck and a milk lorry.

Four deckhands who spoke to the Quarry Times said they had complained since the autumn about a pulley that shrieked in the cold. Two showed this newspaper the pages of a log in which the complaint had been entered nine times.

The union that represents the crew, the Boatmen's League, wants the second ferry of the county, which runs on the same kind of cable at Ostmere, stopped as well. "One winter, one supplier, one cable," said its secretary, Dirk Vanhoof.

The supplier, a firm in Karrow, did not answer two calls. Its certificate for the cable, which the Quarry Times has seen, gives a working life of six years and not eight.

On the sandbank the passengers sang, by several accounts badly. The last of them came ashore at half past ten in a mussel boat."""

_ROLES = ("deckhand", "engineer", "teacher", "pilot", "councillor", "fisherman", "welder", "nurse", "clerk", "diver")
_VERBS = ("described", "questioned", "measured", "remembered", "defended", "recorded", "explained", "doubted")


def story(seed: int, sentences: int = 24) -> str:
    """A report of some 400 words whose narration no other seed repeats, apart from the first sentence."""
    chance = random.Random(seed)
    lines = ["The cable ferry Wilhelmina broke loose on the Orle estuary on Tuesday with 41 people on board."]
    for _ in range(sentences):
        common = " ".join(_name(chance).lower() for _ in range(9))
        lines.append(
            f"{_name(chance)}, a {chance.choice(_ROLES)}, {chance.choice(_VERBS)} the {common} near {_name(chance)}."
        )
    return "\n\n".join(" ".join(lines[i : i + 3]) for i in range(0, len(lines), 3))


def _name(chance: random.Random) -> str:
    """A word that no language has."""
    onset = ("Br", "K", "L", "M", "N", "P", "R", "S", "T", "V", "W", "D")
    return "".join(chance.choice(onset) + chance.choice("aeiou") for _ in range(2)).capitalize() + chance.choice(
        "lnrst"
    )
