"""Comparing two shares honestly: the difference with an interval, not two bare percentages.

Newcombe's hybrid score interval, built from Wilson's: right for small counts and for shares near
0 or 1, where the textbook interval is not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Difference:
    """Share of the first minus share of the second, and where the true value probably lies."""

    value: float
    low: float
    high: float

    @property
    def is_below_zero(self) -> bool:
        """The first is lower, beyond what chance explains."""
        return self.high < 0

    @property
    def is_above_zero(self) -> bool:
        """The first is higher, beyond what chance explains."""
        return self.low > 0


def wilson(successes: int, trials: int, *, z: float) -> tuple[float, float]:
    """Where a share lies, as (low, high); (0, 1) when nobody was asked."""
    if trials <= 0:
        return 0.0, 1.0
    share = successes / trials
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    spread = math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    half = z * spread / (1 + z * z / trials)
    return max(0.0, middle - half), min(1.0, middle + half)


def difference(
    first: tuple[int, int], second: tuple[int, int], *, confidence: float, comparisons: int = 1
) -> Difference:
    """The difference of two shares, each given as (successes, trials).

    With several `comparisons` at once the interval is widened (Bonferroni), so that looking at
    twenty regions does not turn up a bad one by luck. Trials must be positive on both sides.
    """
    if min(first[1], second[1]) <= 0:
        message = f"both sides need somebody to compare, got {first} and {second}"
        raise ValueError(message)
    z = NormalDist().inv_cdf(1 - (1 - confidence) / (2 * max(1, comparisons)))
    share_1, share_2 = first[0] / first[1], second[0] / second[1]
    low_1, high_1 = wilson(*first, z=z)
    low_2, high_2 = wilson(*second, z=z)
    value = share_1 - share_2
    return Difference(
        value=value,
        low=value - math.hypot(share_1 - low_1, high_2 - share_2),
        high=value + math.hypot(high_1 - share_1, share_2 - low_2),
    )
