"""Where a funnel is weakest: each value of a dimension against all the others, step by step.

A value is named only when its step rate is lower than the others' beyond what chance explains;
among those, the one that costs most people wins.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from app.queries.proportions import Difference, difference

# Fewer than this at the step before, and a rate says nothing worth acting on.
SMALLEST_GROUP = 30
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class WeakStep:
    """One step of one value that does worse than the same step elsewhere."""

    dimension_value: str
    step_number: int
    step_name: str
    previous_step_name: str
    rate: float
    others_rate: float
    gap: Difference
    lost_people: float


def weak_steps(by_value: pl.DataFrame) -> list[WeakStep]:
    """Every weak step in `funnels.steps(..., dimension=...)`, the costliest first."""
    compared = _with_others(by_value)
    found: list[WeakStep] = []
    for row in compared.iter_rows(named=True):
        gap = difference(
            (row["entered_count"], row["entered_before"]),
            (row["others_entered"], row["others_before"]),
            confidence=CONFIDENCE,
            comparisons=compared.height,
        )
        if gap.is_below_zero:
            found.append(
                WeakStep(
                    dimension_value=row["dimension_value"],
                    step_number=row["step_number"],
                    step_name=row["step_name"],
                    previous_step_name=row["previous_step_name"],
                    rate=row["entered_count"] / row["entered_before"],
                    others_rate=row["others_entered"] / row["others_before"],
                    gap=gap,
                    lost_people=-gap.value * row["entered_before"],
                )
            )
    return sorted(found, key=lambda weak: (-weak.lost_people, weak.dimension_value))


def _with_others(by_value: pl.DataFrame) -> pl.DataFrame:
    """Steps after the first with the counts of all other values, where both are big enough."""
    names = by_value.select(
        (pl.col("step_number") + 1).alias("step_number"),
        pl.col("step_name").alias("previous_step_name"),
    ).unique(subset="step_number", keep="first")
    return (
        by_value.filter(pl.col("entered_before").is_not_null())
        .with_columns(
            (pl.col("entered_count").sum().over("step_number") - pl.col("entered_count")).alias(
                "others_entered"
            ),
            (pl.col("entered_before").sum().over("step_number") - pl.col("entered_before")).alias(
                "others_before"
            ),
        )
        .filter(
            (pl.col("entered_before") >= SMALLEST_GROUP)
            & (pl.col("others_before") >= SMALLEST_GROUP)
        )
        .join(names, on="step_number", how="left")
    )
