"""The bench of the rating feed measures what it says."""

from __future__ import annotations

from bench.ratings import measure


def test_it_exports_and_polls_a_file_that_it_made() -> None:
    figures = measure(50)
    assert figures.lines == 50 and figures.seconds > 0 and figures.megabytes > 0.1
    assert 0 < figures.library[0] <= figures.library[1] and 0 < figures.http[0] <= figures.http[1]
