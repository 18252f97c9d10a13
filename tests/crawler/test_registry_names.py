"""Names that several outlets bear: what a `[[name]]` table may say, and that the bundled ones are in force."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.errors import RegistryInvalidError
from crawler.registry import RegistryIndex, load_registry, make_registry
from store.records import AmbiguousName, NameRule

OUTLETS = """
[[outlet]]
id = "bay-sun"
name = "The Bay Sun"
domains = ["baysun.example"]
kind = "local"
family = "Bay"

[[outlet]]
id = "hill-sun"
name = "The Hill Sun"
aliases = ["Sun"]
domains = ["hillsun.example"]
kind = "local"
family = "Hill"
"""


def load(tmp_path: Path, *tables: str) -> tuple[AmbiguousName, ...]:
    path = tmp_path / "outlets.toml"
    path.write_text(OUTLETS + "".join(f"\n[[name]]\n{table}\n" for table in tables), encoding="utf-8")
    return load_registry(path).ambiguous


def test_a_name_is_read_with_its_rule(tmp_path: Path) -> None:
    first, second = load(
        tmp_path,
        'name = "The Sun"\ncandidates = ["hill-sun", "bay-sun"]\nrule = "country"\ncountries = { NO = "hill-sun", GB = "bay-sun" }',
        'name = "Sun"\ncandidates = ["hill-sun"]\nrule = "capitals"',
    )
    assert first == AmbiguousName("Sun", ("hill-sun",), NameRule.CAPITALS)
    assert (second.candidates, second.countries) == (
        ("bay-sun", "hill-sun"),
        (("GB", "bay-sun"), ("NO", "hill-sun")),
    )
    assert (second.in_country("NO"), second.in_country("FR"), second.in_country("")) == ("hill-sun", "", "")


def test_otherwise_is_for_the_countries_that_are_not_named() -> None:
    name = AmbiguousName("Sun", ("a", "b"), NameRule.COUNTRY, (("GB", "a"),), "b")
    assert (name.in_country("GB"), name.in_country("FR"), name.in_country("")) == ("a", "b", "b")


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ('name = "S"\ncandidates = ["bay-sun"]', 17, "rule is missing"),
        ('name = "S"\ncandidates = []\nrule = "context"', 19, "is empty"),
        ('name = "S"\ncandidates = ["gone"]\nrule = "context"', 18, "'gone' is no outlet of the registry"),
        ('name = "S"\ncandidates = ["bay-sun"]\nrule = "luck"', 20, "is not a rule; one of context, country, capitals"),
        ('name = "S"\ncandidates = ["bay-sun"]\nrule = "country"', 20, "needs countries"),
        ('name = "S"\ncandidates = ["bay-sun"]\nrule = "context"\notherwise = "bay-sun"', 20, "belong to the rule"),
        ('name = "S"\ncandidates = ["bay-sun", "hill-sun"]\nrule = "capitals"', 19, "of one candidate"),
        ('name = "S"\ncandidates = ["bay-sun"]\nrule = "country"\ncountries = { UK1 = "bay-sun" }', 21, "two-letter"),
        ('name = "S"\ncandidates = ["bay-sun"]\nrule = "country"\ncountries = { GB = "hill-sun" }', 21, "none of the"),
        ('name = "S"\ncandidates = ["bay-sun"]\nrule = "context"\nwhy = "x"', 21, "unknown key 'why'"),
        ('name = "Sun"\ncandidates = ["bay-sun"]\nrule = "context"', 18, "'hill-sun' bears it as a name or alias"),
        ('name = "Sun"\ncandidates = ["bay-sun", "hill-sun"]\nrule = "context"', 18, "'hill-sun' bears it"),
    ],
)
def test_what_a_name_may_not_say(tmp_path: Path, table: str, line: int, message: str) -> None:
    with pytest.raises(RegistryInvalidError) as caught:
        load(tmp_path, table)
    found = [(problem.line, problem.message) for problem in caught.value.problems]
    assert any(number == line and message in words for number, words in found), found


def test_a_name_stands_once(tmp_path: Path) -> None:
    table = 'name = "S"\ncandidates = ["bay-sun"]\nrule = "context"'
    with pytest.raises(RegistryInvalidError, match="is in line 18 already"):
        load(tmp_path, table, table.replace('"S"', '"s"'))
    with pytest.raises(RegistryInvalidError, match="with two brackets"):
        (tmp_path / "x.toml").write_text(OUTLETS + "[name]\na = 1\n", encoding="utf-8")
        load_registry(tmp_path / "x.toml")


def test_names_are_part_of_the_version(tmp_path: Path) -> None:
    (name,) = load(tmp_path, 'name = "S"\ncandidates = ["bay-sun"]\nrule = "context"')
    registry = load_registry(tmp_path / "outlets.toml")
    assert make_registry(registry.outlets).version != registry.version
    assert make_registry(registry.outlets, [name]).version == registry.version


def test_a_publisher_named_ambiguously_is_told_by_its_url(tmp_path: Path) -> None:
    load(tmp_path, 'name = "The Sun"\ncandidates = ["bay-sun", "hill-sun"]\nrule = "context"')
    index = RegistryIndex(load_registry(tmp_path / "outlets.toml"))
    for name, url, outlet in (
        ("the sun", "https://www.hillsun.example/1", "hill-sun"),
        ("The Sun", "https://elsewhere.example/1", None),
        ("The Bay Sun", "https://elsewhere.example/1", "bay-sun"),
        ("bay-sun", "https://hillsun.example/1", "bay-sun"),
        ("", "https://hillsun.example/1", "hill-sun"),
        ("Nobody", "https://hillsun.example/1", "hill-sun"),
        ("Nobody", "https://elsewhere.example/1", None),
    ):
        found = index.publisher(name, url)
        assert (found.id if found else None) == outlet, (name, url)


def test_the_bundled_names_are_in_force() -> None:
    registry = load_registry()
    names = {name.name: name for name in registry.ambiguous}
    assert len(names) >= 150
    assert names["The Times"].in_country("GB") == "the-times"
    found = RegistryIndex(registry).ambiguous("the  times")
    assert found is not None and len(found.candidates) > 3
    assert RegistryIndex(registry).ambiguous("The Wall Street Journal") is None
