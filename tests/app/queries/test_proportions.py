"""Comparing shares: known answers, and what must hold for any counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.queries.proportions import difference, wilson

Z95 = 1.959963984540054


def test_wilson_matches_the_published_example() -> None:
    # Newcombe 1998, table I: 81 of 263.
    low, high = wilson(81, 263, z=Z95)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_difference_matches_the_published_example() -> None:
    # Newcombe 1998, part II, example (a): 56/70 against 48/80, method 10.
    gap = difference((56, 70), (48, 80), confidence=0.95)
    assert (round(gap.low, 4), round(gap.high, 4)) == (0.0524, 0.3339)
    assert gap.is_above_zero
    assert not gap.is_below_zero


def test_more_comparisons_widen_the_interval() -> None:
    one = difference((40, 100), (60, 100), confidence=0.95)
    many = difference((40, 100), (60, 100), confidence=0.95, comparisons=20)
    assert many.low < one.low < one.value < one.high < many.high


def test_nobody_to_compare_is_refused() -> None:
    with pytest.raises(ValueError, match="somebody to compare"):
        difference((0, 0), (1, 2), confidence=0.95)


@given(
    st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
)
def test_the_interval_holds_the_difference_and_mirrors(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    gap = difference(first, second, confidence=0.95)
    mirrored = difference(second, first, confidence=0.95)
    assert -1.0 - 1e-9 <= gap.low <= gap.value + 1e-9
    assert gap.value - 1e-9 <= gap.high <= 1.0 + 1e-9
    assert mirrored.low == pytest.approx(-gap.high, abs=1e-9)
