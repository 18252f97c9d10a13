"""The bundled registry in text: its own names mean their outlets, and everyday words mean nobody."""

from __future__ import annotations

from importlib.resources import files

import pytest

from crawler.registry import load_registry
from matching.finder import find_mentions
from matching.mentions import MentionIndex, build_index
from matching.names import normal
from matching.types import NameRule, Registry

STATES = """Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa
|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada
|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island
|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming"""
CITIES = """Boston|Chicago|Los Angeles|Houston|Phoenix|Philadelphia|San Antonio|San Diego|Dallas|Austin|Jacksonville|Columbus
|Charlotte|Indianapolis|San Francisco|Seattle|Denver|Detroit|Nashville|Memphis|Portland|Las Vegas|Louisville|Baltimore
|Milwaukee|Cleveland|Miami|Tampa|Cincinnati|Pittsburgh|St. Louis|London|Manchester|Birmingham|Liverpool|Glasgow|Edinburgh
|Belfast|Dublin|Paris|Lyon|Berlin|Hamburg|Munich|Frankfurt|Cologne|Vienna|Zurich|Geneva|Rome|Milan|Madrid|Barcelona|Lisbon
|Amsterdam|Brussels|Copenhagen|Stockholm|Oslo|Helsinki|Warsaw|Prague|Budapest|Moscow|Kyiv|Istanbul|Cairo|Tel Aviv|Jerusalem
|Dubai|Delhi|Mumbai|Karachi|Dhaka|Bangkok|Singapore|Jakarta|Manila|Hong Kong|Beijing|Shanghai|Tokyo|Osaka|Seoul|Sydney
|Melbourne|Brisbane|Perth|Adelaide|Auckland|Wellington|Toronto|Montreal|Vancouver|Calgary|Ottawa|Mexico City|Lima|Santiago
|Buenos Aires|Lagos|Nairobi|Johannesburg|Cape Town"""
# Where every capitalised word stands somewhere in English.
QUIET = ("{} said that it was so.", "The {} said it was so.", "{} President Roe said")
# Where credits stand: a name that is an everyday word as well is meant here, if it has its capitals.
CREDITS = (
    "The rally in {} drew few.",
    "Officials told {} on Monday.",
    "It was so, according to {}.",
    "It was first reported by {} on Monday.",
    "It was first reported in {} on Monday.",
)
WORDS = 6_000  # the commonest English words


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def index(registry: Registry) -> MentionIndex:
    return build_index(registry)


def names(text: str) -> list[str]:
    return ["".join(name.splitlines()) for name in text.split("|")]


def everyday() -> list[str]:
    lines = files("matching.data").joinpath("background-en.txt").read_text(encoding="utf-8").splitlines()[1:]
    words = [w for line in lines for w in line.partition("\t")[2].split() if w.isalpha() and len(w) > 1]
    return [w.capitalize() for w in words[:WORDS]]


def test_every_name_and_alias_means_its_outlet(registry: Registry, index: MentionIndex) -> None:
    left_to_rules = index.ambiguous.keys()
    wrong = [
        (outlet.id, name)
        for outlet in registry.outlets
        for name in (outlet.name, *outlet.aliases)
        if normal(name) not in left_to_rules
        and [m.outlet_id for m in find_mentions(index, f"It was first reported by {name} on Monday.")] != [outlet.id]
    ]
    assert wrong == []


def test_everyday_words_and_places_mean_nobody(registry: Registry, index: MentionIndex) -> None:
    names_of_its_own = {normal(name) for o in registry.outlets for name in (o.name, *o.aliases)}
    ambiguous = {normal(a.name) for a in registry.ambiguous}
    everyday_names = {normal(a.name) for a in registry.ambiguous if a.rule is NameRule.CAPITALS}
    found = []
    for word in (*everyday(), *names(STATES), *names(CITIES)):
        key = normal(word)
        named = key in names_of_its_own - everyday_names or key in ambiguous - everyday_names
        for frame in (*QUIET, *CREDITS):
            if named or (key in everyday_names and frame in CREDITS):
                continue
            hits = sorted({m.outlet_id for m in find_mentions(index, frame.format(word))} - {""})
            if hits:
                found.append((frame.format(word), hits))
    assert found == []
