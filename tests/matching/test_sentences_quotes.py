"""Sentences keep their offsets; quotations are found whatever marks they are written in."""

from __future__ import annotations

import pytest

from matching.quotes import quoted_ranges, without_quotes
from matching.sentences import split_sentences


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in quoted_ranges(text)]


def test_offsets_fit() -> None:
    text = "Gov. A. Lind spoke at 9 a.m. on Friday. “No,” she said.\n\nMr. Ode left.  He ran!"
    sentences = split_sentences(text)
    assert [s.text for s in sentences] == [
        "Gov. A. Lind spoke at 9 a.m. on Friday.",
        "“No,” she said.",
        "Mr. Ode left.",
        "He ran!",
    ]
    assert all(text[s.start : s.end] == s.text for s in sentences)
    assert [s.paragraph for s in sentences] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('She said "yes" and "no".', ['"yes"', '"no"']),
        ("She said “yes” and left.", ["“yes”"]),
        ("Dijo «sí» y se fue.", ["«sí»"]),
        ("Er sagte „ja“ und ging.", ["„ja“"]),
        ("Er sagte »ja« und ging.", ["»ja«"]),
        ("They call it ‘the boat’s end’ here.", ["‘the boat’s end’"]),
        ("The dog’s bowl and the cats’ bed.", []),
    ],
)
def test_marks_of_many_lands(text: str, inside: list[str]) -> None:
    assert quoted(text) == inside


def test_a_stray_mark_stays_in_its_paragraph() -> None:
    text = 'A board 6" wide fell.\n\nThen "help" was heard.\n\nAnd a stray " mark.\n\nThe "end".'
    assert quoted(text)[-1] == '"end"'
    assert '"help"' in quoted(text)


def test_a_quotation_runs_over_paragraphs_that_each_open_with_a_mark() -> None:
    text = "“It began at night.\n\n“It ended at noon,” he said.\n\nNobody slept."
    assert quoted(text) == ["“It began at night.", "“It ended at noon,”"]


def test_an_unclosed_quotation_does_not_swallow_the_text() -> None:
    text = "“It began at night, he said.\n\nNobody slept."
    assert "Nobody slept." in without_quotes(text)
    assert "he said" in without_quotes(text)
    assert len(without_quotes(text)) == len(text)


def test_a_quotation_over_lines_of_one_sentence_each() -> None:
    text = "“ It began at night.\nNobody slept, ” he said.\nThe town is small."
    assert quoted(text) == ["“ It began at night.\nNobody slept, ”"]
    text = 'He said: "It began at night.\nNobody slept, " and left.\nThe town is small.'
    assert quoted(text) == ['"It began at night.\nNobody slept, "']


def test_marks_of_two_kinds_meet() -> None:
    assert quoted('"It began at night, ” he said.') == ['"It began at night, ”']


def test_an_embedded_post_is_quoted() -> None:
    text = "She wrote:\n\nthe boat is gone and nobody asked me — Noor H (@noorsells) May 6, 2031\n\nShe sells coffee."
    assert quoted(text) == ["the boat is gone and nobody asked me — Noor H (@noorsells) May 6, 2031"]
