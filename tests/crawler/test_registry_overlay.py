"""Overlays: rows changed, added and taken out, each with a reason; and what is refused, with file and line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.errors import RegistryInvalidError, RegistryMissingError
from crawler.registry import RegistryIndex, check_registry_files, load_draft, load_registry, registry_of
from crawler.registry_files import TomlFile
from crawler.registry_lines import RowLines
from crawler.registry_overlay import apply_overlay
from crawler.registry_toml import table_text, with_table
from store.records import NameRule

BASE = """
[[outlet]]
id = "coast-wire"
name = "Coast Wire"
domains = ["coastwire.example"]
kind = "agency"
family = "Coast Wire"

[[outlet]]
id = "harbour-herald"
name = "The Harbour Herald"
aliases = ["HH Online"]
domains = ["harbourherald.example"]
kind = "national"
family = "Harbour Media"
notable = true
notability_basis = "https://encyclopedia.example/wiki/Harbour_Herald"

[[outlet]]
id = "upland-herald"
name = "The Upland Herald"
domains = ["uplandherald.example"]
kind = "local"
family = "Moor Media"

[[name]]
name = "The Herald"
candidates = ["harbour-herald", "upland-herald"]
rule = "country"
countries = { GB = "harbour-herald", NO = "upland-herald" }

[[name]]
name = "Coast"
candidates = ["coast-wire"]
rule = "capitals"
"""
ROW = (
    '[[outlet]]\nid = "quay-notes"\nname = "Quay Notes"\ndomains = ["quaynotes.example"]\nkind = "blog"\nfamily = "Q"\n'
)
WHY = 'reason = "we know better"\n'


class Files:
    """A registry and overlays in a folder."""

    def __init__(self, folder: Path) -> None:
        self.base = folder / "outlets.toml"
        self.base.write_text(BASE, encoding="utf-8")
        self.folder = folder

    def overlay(self, text: str, name: str = "ours.toml") -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def problems(self, text: str) -> list[tuple[int, str]]:
        path = self.overlay(text)
        with pytest.raises(RegistryInvalidError) as caught:
            load_registry(self.base, [path])
        assert caught.value.file == str(path)
        assert str(caught.value).startswith(str(path))
        return [(problem.line, problem.message) for problem in caught.value.problems]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_a_row_is_changed_key_by_key_and_the_reason_is_kept(files: Files) -> None:
    text = f'[[outlet]]\nid = "harbour-herald"\nnotable = false\nfamily = "Quay Group"\n{WHY}changed = 2026-03-01\n'
    before = load_registry(files.base)
    after = load_registry(files.base, [files.overlay(text)])
    row = after.by_id()["harbour-herald"]
    assert (row.notable, row.family, row.aliases, row.domains) == (
        False,
        "Quay Group",
        ("HH Online",),
        ("harbourherald.example",),
    )
    (change,) = after.changes
    assert (change.kind, change.key, change.action, change.keys) == (
        "outlet",
        "harbour-herald",
        "changed",
        ("notable", "family"),
    )
    assert (change.reason, change.changed) == ("we know better", "2026-03-01")
    assert after.version != before.version and before.changes == ()


def test_the_version_is_of_the_rows_not_of_the_reasons(files: Files) -> None:
    text = f'[[outlet]]\nid = "upland-herald"\nfamily = "Moor Media"\n{WHY}'
    assert load_registry(files.base, [files.overlay(text)]).version == load_registry(files.base).version


def test_rows_are_added_and_removed_and_overlays_stack(files: Files) -> None:
    first = files.overlay(ROW + WHY, "a.toml")
    second = files.overlay(
        f'[[outlet]]\nid = "quay-notes"\nkind = "online"\n{WHY}[[outlet]]\nid = "coast-wire"\nremove = true\n{WHY}',
        "b.toml",
    )
    registry = load_registry(files.base, [first, second])
    assert [outlet.id for outlet in registry.outlets] == ["harbour-herald", "quay-notes", "upland-herald"]
    assert registry.by_id()["quay-notes"].kind.value == "online"
    assert [change.action for change in registry.changes] == ["added", "changed", "removed"]
    assert [name.name for name in registry.ambiguous] == ["The Herald"], "nobody is left that Coast could mean"


def test_a_removed_outlet_leaves_the_ambiguous_names(files: Files) -> None:
    text = f'[[outlet]]\nid = "upland-herald"\nremove = true\n{WHY}'
    (_, herald) = load_registry(files.base, [files.overlay(text)]).ambiguous
    assert (herald.candidates, herald.countries, herald.rule) == (
        ("harbour-herald",),
        (("GB", "harbour-herald"),),
        NameRule.COUNTRY,
    )
    both = text + f'[[outlet]]\nid = "harbour-herald"\nremove = true\n{WHY}'
    assert [name.name for name in load_registry(files.base, [files.overlay(both)]).ambiguous] == ["Coast"]


def test_a_domain_may_move_from_one_row_to_another(files: Files) -> None:
    text = (
        f'[[outlet]]\nid = "harbour-herald"\ndomains = ["herald.example"]\n{WHY}'
        f'[[outlet]]\nid = "upland-herald"\ndomains = ["harbourherald.example"]\n{WHY}'
    )
    index = RegistryIndex(load_registry(files.base, [files.overlay(text)]))
    found = index.outlet_of("https://www.harbourherald.example/a")
    assert found is not None and found.id == "upland-herald"


def test_names_are_added_replaced_and_removed(files: Files) -> None:
    text = (
        f'[[name]]\nname = "The Wire"\ncandidates = ["coast-wire"]\nrule = "context"\n{WHY}'
        f'[[name]]\nname = "the herald"\ncandidates = ["upland-herald", "harbour-herald"]\nrule = "context"\n{WHY}'
        f'[[name]]\nname = "Coast"\nremove = true\n{WHY}'
    )
    registry = load_registry(files.base, [files.overlay(text)])
    assert [(name.name, name.rule.value) for name in registry.ambiguous] == [
        ("the herald", "context"),
        ("The Wire", "context"),
    ]
    assert registry.version != load_registry(files.base).version
    assert [(change.kind, change.action) for change in registry.changes] == [
        ("name", "added"),
        ("name", "changed"),
        ("name", "removed"),
    ]


def test_an_empty_overlay_changes_nothing(files: Files) -> None:
    assert load_registry(files.base, [files.overlay("# nothing yet\n")]) == load_registry(files.base)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (ROW, 1, "reason is missing"),
        (ROW + 'reason = "  "\n', 7, "reason is empty"),
        (ROW + WHY + 'changed = "lately"\n', 8, "must be a date"),
        (ROW + WHY + "changed = 2026-03-01T10:00:00\n", 8, "must be a date"),
        (ROW + WHY + 'remove = "yes"\n', 8, "true or false"),
        (f'[[outlet]]\nid = "nobody"\nremove = true\n{WHY}', 2, "no such outlet to remove"),
        (f'[[outlet]]\nid = "coast-wire"\nremove = true\nname = "x"\n{WHY}', 4, "sets nothing else"),
        (f'[[outlet]]\nid = "coast-wire"\n{WHY}', 1, "changes nothing"),
        (f'[[outlet]]\nid = "coast-wire"\nname = ""\n{WHY}', 3, "name is empty"),
        (f'[[outlet]]\nid = "coast-wire"\nnotable = true\n{WHY}', 3, "needs a notability_basis"),
        (f'[[outlet]]\nid = "harbour-herald"\nnotability_basis = ""\n{WHY}', 1, "needs a notability_basis"),
        (f'[[outlet]]\nid = "coast-wire"\nnotabel = true\n{WHY}', 3, "is 'notable' meant?"),
        (f'[[outlet]]\nid = "new"\nname = "New"\n{WHY}', 1, "domains is missing"),
        (f'[[outlet]]\nname = "New"\n{WHY}', 1, "id is missing"),
        (ROW + WHY + ROW + WHY, 9, "is in line 1 already"),
        (ROW.replace("quaynotes", "coastwire") + WHY, 4, "domain 'coastwire.example' belongs to 'coast-wire'"),
        (ROW.replace("quaynotes", "www.coastwire") + WHY, 4, "domain 'www.coastwire.example' belongs to 'coast-wire'"),
        (ROW + 'aliases = ["hh online"]\n' + WHY, 7, "alias 'hh online' belongs to 'harbour-herald'"),
        (ROW + 'aliases = ["Coast Wire"]\n' + WHY, 7, "alias 'Coast Wire' belongs to 'coast-wire'"),
        (ROW.replace("Quay Notes", "Coast Wire") + WHY, 3, "name 'Coast Wire' belongs to 'coast-wire'"),
        (ROW + 'aliases = ["The Herald"]\n' + WHY, 7, "is an ambiguous name"),
        (ROW.replace("quaynotes.example", "co.uk") + WHY, 4, "public suffix"),
        (
            f'[[outlet]]\nid = "coast-wire"\nfamily = "harbour-media"\n{WHY}',
            3,
            "is spelled 'Harbour Media' in 'harbour-herald'",
        ),
        (ROW.replace("quaynotes.example", "com") + WHY, 4, "not a full domain name"),
        (ROW.replace("quaynotes.example", "127.0.0.1") + WHY, 4, "IP address"),
        (ROW.replace("quaynotes.example", "quaynotes.example:8080") + WHY, 4, "has a port"),
        ('title = "ours"\n', 1, "unknown key 'title'"),
        (f'[[name]]\nname = "The Bay"\ncandidates = ["nobody"]\nrule = "context"\n{WHY}', 2, "'nobody' is no outlet"),
        (f'[[name]]\nname = "The Bay"\nremove = true\n{WHY}', 2, "no such name to remove"),
        ('[[name]]\nname = "The Bay"\ncandidates = ["coast-wire"]\nrule = "context"\n', 1, "reason is missing"),
        ("[[outlet]\n", 1, "not valid TOML"),
    ],
)
def test_a_broken_overlay_is_refused_with_its_line(files: Files, text: str, line: int, message: str) -> None:
    found = files.problems(text)
    assert any(number == line and message in words for number, words in found), found


def test_an_overlay_that_leaves_no_outlet_is_refused(files: Files) -> None:
    ids = ("coast-wire", "harbour-herald", "upland-herald")
    found = files.problems("".join(f'[[outlet]]\nid = "{id_}"\nremove = true\n{WHY}' for id_ in ids))
    assert found == [(9, "no outlet is left; a registry without one would judge every article anew as nobody's")]


def test_a_message_names_the_first_problems_and_how_many_there_are(files: Files) -> None:
    with pytest.raises(RegistryInvalidError) as caught:
        load_registry(files.base, [files.overlay("[[outlet]]\n" * 1000)])
    lines = str(caught.value).splitlines()
    assert len(caught.value.problems) == 2000 and len(lines) == 51
    assert lines[-1].endswith("and 1950 more; `corroborate outlets check` tells them all")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ('"Quay\\u001b[2J Notes"', "control character (U+001B)"),
        ('"Quay \\u202e setoN"', "control character (U+202E)"),
        ('"Quay\\nNotes"', "must be one line"),
        ('"' + "Q" * 3000 + '"', "has 3000 characters"),
        ("7", "must be a text in quotes"),
        ("[" * 3000 + "]" * 3000, "nested"),
        ("9" * 5000, "not valid TOML"),
    ],
)
def test_hostile_values_are_refused(files: Files, value: str, message: str) -> None:
    found = files.problems(ROW.replace('"Quay Notes"', value) + WHY)
    assert any(message in words for _, words in found), found


def test_what_is_no_regular_file_is_never_read(files: Files, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, Path("/dev/null"), tmp_path / "none.toml", Path("a\0b")):
        with pytest.raises(RegistryMissingError):
            load_registry(files.base, [path])
    with pytest.raises(RegistryMissingError, match="--overlay"):
        load_registry(files.base, [tmp_path / "none.toml"])


def test_a_file_that_is_too_large_is_not_read(files: Files, tmp_path: Path) -> None:
    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(30_000_000)
    with pytest.raises(RegistryInvalidError, match="no registry needs more"):
        load_registry(files.base, [path])


def test_a_registry_with_an_overlays_keys_says_where_they_belong(files: Files) -> None:
    path = files.overlay(ROW + WHY)
    with pytest.raises(RegistryInvalidError, match="belongs into an overlay"):
        load_registry(path)


def test_a_check_covers_registry_and_overlays_with_warnings(files: Files) -> None:
    good = files.overlay(ROW + 'aliases = ["The Tribune"]\n' + WHY, "a.toml")
    bad = files.overlay(ROW.replace("quay-notes", "second"), "b.toml")
    found = check_registry_files(files.base, [good, bad])
    assert (found[0].file, found[0].problem.severity) == (str(good), "warning")
    assert {item.file for item in found if item.problem.severity == "error"} == {str(bad)}
    missing = check_registry_files(files.base, [files.folder / "none.toml"])
    assert [item.problem.severity for item in missing] == ["error"]


def test_a_check_sees_an_overlays_rows_beside_the_others(files: Files) -> None:
    row = ROW.replace("quaynotes.example", "notes.harbourherald.example") + 'wire_member = ["nobody"]\n'
    found = [item.problem for item in check_registry_files(files.base, [files.overlay(row + WHY)])]
    said = "\n".join(f"{problem.line} {problem.severity} {problem.message}" for problem in found)
    assert "4 warning outlet 'quay-notes': domain 'notes.harbourherald.example' lies under 'harbour-herald'" in said
    assert "7 warning outlet 'quay-notes': wire_member 'nobody' is no outlet" in said


# --- whatever a file may hold

KEYS = st.sampled_from(["id", "name", "domains", "kind", "family", "aliases", "notable", "notability_basis", "feeds", "reason", "changed", "remove", "candidates", "rule", "countries", "otherwise", "x"])  # fmt: skip
WORDS = st.sampled_from(["coast-wire", "harbour-herald", "new", "The Herald", "a.example", "coastwire.example", "agency", "context", "country", "https://a.example/", "", "GB"])  # fmt: skip
VALUES = st.recursive(
    WORDS | st.text(max_size=8) | st.booleans() | st.integers() | st.floats() | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=5,
)
PLAUSIBLE = {
    "name": st.sampled_from(["New", "Coast Wire", "The Herald", "Coast"]),
    "domains": st.lists(st.sampled_from(["new.example", "coastwire.example", "co.uk", "Other.Example."]), max_size=2),
    "kind": st.sampled_from(["agency", "blog", "paper"]),
    "family": st.sampled_from(["Moor Media", "New"]),
    "aliases": st.lists(st.sampled_from(["HH Online", "Newest", "the herald"]), max_size=2),
    "notable": st.booleans(),
    "notability_basis": st.sampled_from(["https://a.example/", ""]),
    "remove": st.booleans(),
}
IDS = st.sampled_from(["coast-wire", "harbour-herald", "upland-herald", "new"])
ROWS = st.fixed_dictionaries({"id": IDS, "reason": st.just("so")}, optional=PLAUSIBLE)
NAMES = st.fixed_dictionaries(
    {"name": st.sampled_from(["Coast", "The Herald", "New"]), "reason": st.just("so")},
    optional={
        "candidates": st.lists(IDS, max_size=3),
        "rule": st.sampled_from(["context", "country", "capitals"]),
        "countries": st.dictionaries(st.sampled_from(["GB", "NO"]), IDS, max_size=2),
        "otherwise": IDS,
        "remove": st.booleans(),
    },
)
TABLES = st.lists(ROWS | NAMES | st.dictionaries(KEYS, VALUES, max_size=7) | VALUES, max_size=3)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outlets=st.lists(ROWS, max_size=3) | TABLES | VALUES, names=st.lists(NAMES, max_size=2) | TABLES | VALUES)
def test_anything_is_taken_or_refused_and_never_breaks_the_registry(
    files: Files, outlets: object, names: object
) -> None:
    draft = load_draft(files.base)
    before = registry_of(draft)
    file = TomlFile("ours.toml", {"outlet": outlets, "name": names}, RowLines(""))
    try:
        after = registry_of(apply_overlay(draft, file))
    except RegistryInvalidError as error:
        assert error.problems
        assert registry_of(draft) == before
        return
    domains = [domain for outlet in after.outlets for domain in outlet.domains]
    assert len(domains) == len(set(domains))
    assert all(outlet.notability_basis for outlet in after.outlets if outlet.notable)
    assert all(set(name.candidates) <= set(after.by_id()) for name in after.ambiguous)
    assert all(change.reason for change in after.changes)


# --- text


def test_a_table_is_put_in_replaced_and_taken_out_and_the_rest_stays() -> None:
    text = '# ours\n\n[[outlet]]\nid = "a"\nname = "A"\n\n# about b\n[[outlet]]\nid = "b"\nname = "B"\n'
    table = table_text({"id": "a", "name": 'Say "A"', "reason": "x"})
    assert with_table("f", text, "a", table) == (
        '# ours\n\n[[outlet]]\nid = "a"\nname = "Say \\"A\\""\nreason = "x"\n\n# about b\n[[outlet]]\nid = "b"\nname = "B"\n'
    )
    assert with_table("f", text, "a", None) == '# ours\n\n# about b\n[[outlet]]\nid = "b"\nname = "B"\n'
    assert with_table("f", text, "c", '[[outlet]]\nid = "c"\n').endswith('name = "B"\n\n[[outlet]]\nid = "c"\n')
    assert with_table("f", "", "c", "[[outlet]]\n") == "[[outlet]]\n"
    assert with_table("f", '[[outlet]]\nid = "a"\n', "a", None) == ""
