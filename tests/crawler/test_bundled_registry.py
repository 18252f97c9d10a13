"""The bundled registry as data: counts, order, families, sources, and the names that it leaves to a rule."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import tldextract

from bench.registry_report import counts, open_facts
from crawler.registry import RegistryIndex, check_registry, load_registry
from store.records import Outlet, OutletKind, Registry

HERE = Path(__file__).resolve().parents[2]
OUTLETS = HERE / "crawler" / "outlets.toml"
AMBIGUOUS = HERE / "crawler" / "ambiguous.toml"
KEYS = [
    "id",
    "name",
    "aliases",
    "domains",
    "kind",
    "family",
    "country",
    "language",
    "notable",
    "notability_basis",
    "feeds",
    "news_sitemaps",
    "sections",
    "owner",
    "owner_as_of",
    "reliability_note",
    "wire_member",
    "allow_offsite",
    "note",
]
TRANSPORTS = {OutletKind.AGGREGATOR, OutletKind.OFFICIAL}
PERENNIAL = "https://en.wikipedia.org/wiki/Wikipedia:Reliable_sources/Perennial_sources"
# No list is fetched: the copy inside the package is used, so that a test works without a network.
SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def outlets(registry: Registry) -> tuple[Outlet, ...]:
    return registry.outlets


@pytest.fixture(scope="module")
def newsrooms(outlets: tuple[Outlet, ...]) -> list[Outlet]:
    return [outlet for outlet in outlets if outlet.kind not in TRANSPORTS]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    table: list[dict[str, Any]] = tomllib.loads(OUTLETS.read_text(encoding="utf-8"))["outlet"]
    return table


@pytest.fixture(scope="module")
def ambiguous() -> list[dict[str, Any]]:
    table: list[dict[str, Any]] = tomllib.loads(AMBIGUOUS.read_text(encoding="utf-8"))["name"]
    return table


def folded(name: str) -> str:
    return name.casefold().removeprefix("the ")


# --- the file


def test_there_is_no_error_and_no_warning_but_short_agency_names() -> None:
    problems = check_registry()
    assert [problem for problem in problems if "is very short" not in problem.message] == []
    assert len(problems) <= 4


def test_rows_are_sorted_with_keys_in_one_order_and_none_empty(rows: list[dict[str, Any]]) -> None:
    ids = [row["id"] for row in rows]
    assert ids == sorted(ids)
    for row in rows:
        assert list(row) == [key for key in KEYS if key in row], row["id"]
        assert all(value is False or value for value in row.values()), row["id"]
        assert "notable" in row, row["id"]


def test_ids_are_lower_case_slugs(outlets: tuple[Outlet, ...]) -> None:
    assert [outlet.id for outlet in outlets if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", outlet.id)] == []


# --- how much there is


def test_there_are_enough_newsrooms_of_each_region(newsrooms: list[Outlet]) -> None:
    notable = Counter(outlet.country for outlet in newsrooms if outlet.notable)
    assert notable.total() >= 850
    assert notable["US"] >= 380
    assert notable["GB"] + notable["IE"] >= 75
    assert len(notable) >= 85
    assert sum(number >= 3 for number in notable.values()) >= 40


def test_there_is_something_of_each_kind(outlets: tuple[Outlet, ...]) -> None:
    kinds = Counter(outlet.kind for outlet in outlets)
    assert kinds[OutletKind.AGENCY] >= 50
    assert kinds[OutletKind.AGGREGATOR] >= 25
    assert kinds[OutletKind.TRADE] >= 50
    assert sum(not outlet.notable for outlet in outlets if outlet.kind not in TRANSPORTS) >= 75


def test_country_and_language_are_filled(outlets: tuple[Outlet, ...]) -> None:
    assert [outlet.id for outlet in outlets if not (outlet.country and outlet.language)] == []


# --- families


def test_one_host_has_one_outlet_and_one_registrable_domain_one_family(outlets: tuple[Outlet, ...]) -> None:
    hosts = Counter(domain for outlet in outlets for domain in outlet.domains)
    assert [host for host, number in hosts.items() if number > 1] == []
    families: dict[str, set[str]] = defaultdict(set)
    for outlet in outlets:
        for domain in outlet.domains:
            families[SUFFIXES(domain).top_domain_under_public_suffix].add(outlet.family)
    assert {domain: names for domain, names in families.items() if len(names) > 1} == {}


def test_a_family_is_spelled_in_one_way(outlets: tuple[Outlet, ...]) -> None:
    spellings: dict[str, set[str]] = defaultdict(set)
    for outlet in outlets:
        spellings[re.sub(r"[^a-z0-9]", "", folded(outlet.family))].add(outlet.family)
    assert {key: names for key, names in spellings.items() if len(names) > 1} == {}


def test_two_families_of_one_owner_say_why(outlets: tuple[Outlet, ...]) -> None:
    """A reader who sees that one owner has two families finds the reason in a note of at least one of them."""
    families: dict[str, set[str]] = defaultdict(set)
    for outlet in outlets:
        if outlet.owner:
            families[outlet.owner].add(outlet.family)
    divided = {owner for owner, names in families.items() if len(names) > 1}
    public = {owner for owner in divided if re.search(r"state|public|Government|Commonwealth|foundation", owner)}
    explained = {
        outlet.owner
        for outlet in outlets
        if re.search(r"apart|another family|cautious reading|one family", outlet.note)
    }
    assert divided - public - explained == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("chicago-tribune", "denver-post"),  # Alden: Tribune Publishing and MediaNews Group
        ("usa-today", "des-moines-register"),
        ("miami-herald", "sacramento-bee"),
        ("the-hill", "ktla"),
        ("fox-news", "fox-business"),
        ("cbs-news", "free-press-us"),
        ("ms-now", "cnbc"),
        ("baltimore-sun", "wbff"),
        ("wsj", "barrons"),
        ("ny-post", "the-sun"),
        ("daily-mail", "metro-uk"),
        ("daily-mirror", "liverpool-echo"),
        ("national-post", "vancouver-sun"),
        ("smh", "the-age"),
        ("xinhua", "peoples-daily"),
        ("ria-novosti", "sputnik"),
    ],
)
def test_newsrooms_that_share_copy_are_one_family(registry: Registry, one: str, other: str) -> None:
    rows = registry.by_id()
    assert rows[one].family == rows[other].family


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wsj", "ny-post"),
        ("the-times", "the-sun"),
        ("fox-news", "ny-post"),
        ("nbc-news", "ms-now"),
        ("new-yorker", "star-ledger"),
        ("atlanta-journal-constitution", "axios"),
        ("reuters", "globe-and-mail"),
        ("the-guardian", "the-observer"),
        ("ap", "reuters"),
        ("usa-today", "herald-scotland"),
    ],
)
def test_newsrooms_that_work_apart_are_two_families(registry: Registry, one: str, other: str) -> None:
    rows = registry.by_id()
    assert rows[one].family != rows[other].family


# --- sources


def test_no_row_is_without_a_source(outlets: tuple[Outlet, ...]) -> None:
    for outlet in outlets:
        assert bool(outlet.notability_basis) == outlet.notable, outlet.id
        if outlet.notable:
            assert re.fullmatch(r"https://[a-z0-9.]+/\S+", outlet.notability_basis), outlet.id
        else:
            assert outlet.note, f"{outlet.id}: a row that is not notable says why"


def test_aggregators_and_press_offices_are_never_notable(outlets: tuple[Outlet, ...]) -> None:
    assert [outlet.id for outlet in outlets if outlet.kind in TRANSPORTS and outlet.notable] == []


def test_a_reliability_note_names_its_source(outlets: tuple[Outlet, ...]) -> None:
    noted = [outlet for outlet in outlets if outlet.reliability_note]
    assert len(noted) >= 150
    assert [outlet.id for outlet in noted if PERENNIAL not in outlet.reliability_note] == []


def test_notable_and_reliable_stay_apart(outlets: tuple[Outlet, ...]) -> None:
    deprecated = [outlet for outlet in outlets if "sources list: deprecated" in outlet.reliability_note]
    assert any(outlet.notable for outlet in deprecated)
    assert any(not outlet.notable for outlet in deprecated)


def test_an_owner_has_a_date_and_a_date_an_owner(outlets: tuple[Outlet, ...]) -> None:
    assert [outlet.id for outlet in outlets if bool(outlet.owner) != bool(outlet.owner_as_of)] == []


def test_wire_members_are_agencies_of_the_registry(outlets: tuple[Outlet, ...]) -> None:
    agencies = {outlet.id for outlet in outlets if outlet.kind is OutletKind.AGENCY}
    assert [(outlet.id, member) for outlet in outlets for member in outlet.wire_member if member not in agencies] == []
    assert [outlet.id for outlet in outlets if outlet.id in outlet.wire_member] == []


# --- names


def test_every_agency_has_aliases(outlets: tuple[Outlet, ...]) -> None:
    assert [outlet.id for outlet in outlets if outlet.kind is OutletKind.AGENCY and not outlet.aliases] == []


def test_no_name_or_alias_belongs_to_two_outlets(outlets: tuple[Outlet, ...]) -> None:
    holders: dict[str, set[str]] = defaultdict(set)
    for outlet in outlets:
        for name in (outlet.name, *outlet.aliases):
            holders[folded(name)].add(outlet.id)
    assert {name: ids for name, ids in holders.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    ("name", "outlet_id"),
    [
        ("AP", "ap"),
        ("the Associated Press", "ap"),
        ("Agence France-Presse", "afp"),
        ("the BBC", "bbc"),
        ("WaPo", "washington-post"),
        ("wsj", "wsj"),
        ("Wall Street Journal", "wsj"),
        ("MSNBC", "ms-now"),
        ("L.A. Times", "la-times"),
        ("NJ.com", "star-ledger"),
        ("Press Association", "pa-media"),
    ],
)
def test_names_find_their_outlet(registry: Registry, name: str, outlet_id: str) -> None:
    found = RegistryIndex(registry).find(name)
    assert found is not None
    assert found.id == outlet_id


@pytest.mark.parametrize(
    ("url", "outlet_id"),
    [
        ("https://edition.cnn.com/2026/01/02/world/story/index.html", "cnn"),
        ("https://abcnews.go.com/US/story?id=1", "abc-news"),
        ("https://economictimes.indiatimes.com/news/article/1.cms", "economic-times"),
        ("https://asia.nikkei.com/Politics/story", "nikkei-asia"),
        ("https://news.sky.com/story/1", "sky-news"),
    ],
)
def test_urls_find_their_outlet(registry: Registry, url: str, outlet_id: str) -> None:
    found = RegistryIndex(registry).outlet_of(url)
    assert found is not None
    assert found.id == outlet_id


@pytest.mark.parametrize(
    "name", ["The Times", "The Post", "The Sun", "Express", "The Journal", "The Star", "The Herald", "The Telegraph"]
)
def test_a_name_that_several_outlets_bear_finds_none(registry: Registry, name: str) -> None:
    assert RegistryIndex(registry).find(name) is None


# --- ambiguous.toml


def test_ambiguous_names_are_sorted_and_well_formed(ambiguous: list[dict[str, Any]]) -> None:
    names = [entry["name"] for entry in ambiguous]
    assert names == sorted(set(names), key=lambda name: (name.casefold(), name))
    for entry in ambiguous:
        assert set(entry) <= {"name", "candidates", "rule", "countries", "otherwise"}, entry
        assert entry["rule"] in {"context", "country", "capitals"}, entry
        assert entry["candidates"] == sorted(set(entry["candidates"])), entry
        assert bool(entry.get("countries")) == (entry["rule"] == "country"), entry
        assert entry["rule"] != "capitals" or len(entry["candidates"]) == 1, entry


def test_ambiguous_names_mean_outlets_of_the_registry(
    ambiguous: list[dict[str, Any]], outlets: tuple[Outlet, ...]
) -> None:
    ids = {outlet.id for outlet in outlets}
    for entry in ambiguous:
        assert set(entry["candidates"]) <= ids, entry
        countries: Mapping[str, str] = entry.get("countries", {})
        assert all(re.fullmatch("[A-Z]{2}", country) for country in countries), entry
        assert {*countries.values(), *([entry["otherwise"]] if "otherwise" in entry else [])} <= set(
            entry["candidates"]
        ), entry


def test_an_ambiguous_name_is_held_by_nobody_or_by_the_outlet_it_falls_to(
    ambiguous: list[dict[str, Any]], outlets: tuple[Outlet, ...]
) -> None:
    holders = {name.casefold(): outlet.id for outlet in outlets for name in (outlet.name, *outlet.aliases)}
    for entry in ambiguous:
        holder = holders.get(entry["name"].casefold())
        if len(entry["candidates"]) > 1:
            assert holder == entry.get("otherwise"), entry
        else:
            assert holder in {None, entry["candidates"][0]}, entry


# --- the page


def test_the_page_of_open_facts_is_what_the_registry_gives(registry: Registry) -> None:
    page = (HERE / "docs" / "registry-open.md").read_text(encoding="utf-8")
    assert counts(registry) in page
    assert open_facts(registry) in page
