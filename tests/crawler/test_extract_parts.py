"""The small rules of extraction, one by one."""

from __future__ import annotations

from datetime import datetime

import pytest

from crawler.extract.corrections import note_kind
from crawler.extract.dates import read_time
from crawler.extract.markers import live_marker, not_found_marker, paywall_marker
from crawler.extract.names import is_body, looks_personal, names_in_line, split_names
from crawler.extract.prompts import is_credit
from crawler.extract.title import strip_site
from crawler.language import detect_language


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-05-02T20:53:56Z", "2024-05-02T20:53:56+00:00"),
        ("2024-05-02 20:53:56+0200", "2024-05-02T20:53:56+02:00"),
        ("2024-05-02T20:53+02", "2024-05-02T20:53:00+02:00"),
        ("2024-05-02T20:53:56.1234567-04:00", "2024-05-02T20:53:56.123456-04:00"),
        ("2024-5-2", "2024-05-02T00:00:00+00:00"),
        ("Thu, 02 May 2024 20:53:56 +0200", "2024-05-02T20:53:56+02:00"),
        ("1714676036", "2024-05-02T18:53:56+00:00"),
        ("1714676036000", "2024-05-02T18:53:56+00:00"),
    ],
)
def test_times(text: str, iso: str) -> None:
    assert read_time(text) == datetime.fromisoformat(iso)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2024-13-45", "0001-01-01", "9999-12-31T25:00", "20:53", "2024-05-02T99:00"]
)
def test_no_times(text: str) -> None:
    assert read_time(text) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Mara Lindqvist", ["Mara Lindqvist"]),
        ("Von Mara Lindqvist und Otto Reyes", ["Mara Lindqvist", "Otto Reyes"]),
        ("Mara Lindqvist, Otto Reyes, Ada Voss", ["Mara Lindqvist", "Otto Reyes", "Ada Voss"]),
        ("Mara Lindqvist, Harbour Correspondent", ["Mara Lindqvist"]),
        ("Par Mara Lindqvist et Otto Reyes", ["Mara Lindqvist", "Otto Reyes"]),
        ("Mara Lindqvist (mara@herald.example)", ["Mara Lindqvist"]),
        ("Anders Andersen", ["Anders Andersen"]),
        ("", []),
    ],
)
def test_names_of_a_byline(line: str, names: list[str]) -> None:
    assert split_names(line) == names


def test_persons_and_bodies() -> None:
    sites = frozenset({"harbourherald"})
    for name in ("Staff", "Herald Newsroom", "CW", "dpz", "Harbour Herald", "herald.example", "City-Redaktion"):
        assert is_body(name, "", sites), name
    for name in ("Mara Lindqvist", "Bo Ek", "大渡 美咲"):
        assert not is_body(name, "person", sites), name
    assert is_body("Mara Lindqvist", "organization", sites)
    assert looks_personal("Ilse van den Berg")
    assert not looks_personal("Powered by")
    assert not looks_personal("Updated 2 May")


def test_site_names_leave_titles() -> None:
    names = frozenset({"harbourherald"})
    assert strip_site("Bridge closed - Harbour Herald", names) == "Bridge closed"
    assert strip_site("Harbour Herald: Bridge closed", names) == "Harbour Herald: Bridge closed"
    assert strip_site("Harbour Herald | Bridge closed", names) == "Bridge closed"
    assert strip_site("Bridge – what now", names) == "Bridge – what now"


def test_markers() -> None:
    assert note_kind("Correction, 3 May: the year was wrong.")
    assert note_kind("Editor’s note: this story was corrected to give the right year.")
    assert not note_kind("Correctional officers had asked for a second gate.")
    assert live_marker("Bridge live updates: divers go down")
    assert not live_marker("People who live by the bridge")
    assert not_found_marker("Error 404", "")
    assert not not_found_marker("Room 4041 is found", "The lost bell")
    assert paywall_marker("Dieser Text ist nur für Abonnenten.")
    assert not paywall_marker("The ferry has subscribers.")


def test_languages() -> None:
    assert detect_language("The harbour board will close the swing bridge on Monday for eleven weeks.") == "en"
    assert detect_language("Die Hafenbehörde schließt die Drehbrücke am Montag für elf Wochen.") == "de"
    assert detect_language("Brücke") == ""
    assert detect_language("") == ""


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("by Mara Lindqvist June 19, 2023", ["Mara Lindqvist"]),
        ("By Mara Lindqvist published 19 May 2026", ["Mara Lindqvist"]),
        ("Mara Lindqvist 2 May 2024", ["Mara Lindqvist"]),
        ("Mara Lindqvist Mara Lindqvist", ["Mara Lindqvist"]),
        ("Mara Lindqvist Journalist", ["Mara Lindqvist"]),
        ("Powered by", []),
        ("2 May 2024", []),
    ],
)
def test_persons_in_a_printed_line(line: str, names: list[str]) -> None:
    assert names_in_line(line) == names


def test_credit_lines() -> None:
    for line in (
        "(CWN)",
        "cw/isl",
        "Quelle: herald.example, ml/cw",
        "Additional reporting by Coast Wire",
        "First published in 2019",
    ):
        assert is_credit(line), line
    for line in ("Share", "NATO", "The source: a spring above the town", "Bridge", "and/or is a phrase"):
        assert not is_credit(line), line
