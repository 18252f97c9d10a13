"""Which articles have to stay in a window, on pairs that are put together by hand."""

from __future__ import annotations

import numpy as np

from matching.features import BASE_NAMES
from matching.pairtable import PairTable
from matching.staying import Company, staying

LINE = 100.0
WEEK = 7.0


def company(
    times: list[float], heard: list[tuple[int, int]], copies: list[tuple[int, int]], sets: list[int]
) -> Company:
    """Articles of these times (in days), who is company to whom, who copies whom, and the number of the set of each."""
    pairs = PairTable()
    pairs.add_rows(len(times))
    ends = heard + copies
    slots = pairs.add(*np.array(ends, dtype=np.int64).reshape(-1, 2).T)
    pairs.bring_close(slots, np.zeros((len(slots), len(BASE_NAMES))), np.arange(len(slots)))
    pairs.keep_margin(slots, np.full(len(slots), 2.0))
    pairs.copy.all[slots[len(heard) :]] = True
    return Company(np.ones(len(times), dtype=bool), np.array(times), np.array(sets), pairs)


def stay(*given: list[float] | list[tuple[int, int]] | list[int]) -> list[int]:
    return np.flatnonzero(staying(company(*given), LINE)).tolist()  # type: ignore[arg-type]


def test_three_windows_stay_and_nothing_that_only_lies_before() -> None:
    assert stay([LINE, LINE - 3 * WEEK, LINE - 3 * WEEK - 0.1], [], [], [0, 1, 2]) == [0, 1]


def test_company_stays_and_the_company_of_that_and_no_more() -> None:
    times = [LINE - 20, LINE - 25, LINE - 30, LINE - 35]
    assert stay(times, [(0, 1), (1, 2), (2, 3)], [], [0, 1, 2, 3]) == [0, 1, 2]


def test_a_set_stays_whole() -> None:
    times = [LINE - 20, LINE - 60, LINE - 60]
    assert stay(times, [], [], [0, 0, 2]) == [0, 1]


def test_who_is_company_to_an_old_copy_of_a_text_that_goes_on_stays() -> None:
    times = [LINE - 10, LINE - 17, LINE - 24, LINE - 31, LINE - 38, LINE - 41, LINE - 41]
    chain = [(0, 1), (1, 2), (2, 3), (3, 4)]
    assert stay(times, [(4, 5)], chain, [0, 0, 0, 0, 0, 5, 6]) == [0, 1, 2, 3, 4, 5]


def test_nothing_stays_for_a_text_that_nobody_can_copy_any_more() -> None:
    times = [LINE - 22, LINE - 29, LINE - 32]
    assert stay(times, [(1, 2)], [(0, 1)], [0, 0, 2]) == []


def test_who_is_gone_keeps_nobody() -> None:
    held = company([LINE, LINE - 40], [], [], [0, 0])
    held.alive[0] = False
    assert not staying(held, LINE).any()
