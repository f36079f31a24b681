"""The weakest step is named when it is weak, and only then."""

from __future__ import annotations

import polars as pl

from app.queries.funnel_comparison import SMALLEST_GROUP, weak_steps


def _funnel(counts: dict[str, list[int]]) -> pl.DataFrame:
    rows = [
        {
            "dimension_value": value,
            "step_number": number,
            "step_name": f"step {number}",
            "entered_count": entered,
            "entered_before": steps[number - 2] if number > 1 else None,
        }
        for value, steps in counts.items()
        for number, entered in enumerate(steps, start=1)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def test_the_planted_weakness_is_found() -> None:
    counts = {
        "north": [1000, 500, 300],
        "south": [1000, 510, 120],
        "west": [900, 450, 265],
    }
    weak = weak_steps(_funnel(counts))
    assert [(w.dimension_value, w.step_number) for w in weak] == [("south", 3)]
    assert weak[0].previous_step_name == "step 2"
    assert weak[0].gap.high < 0
    # 510 people at 58.9-59.5 % elsewhere would be some 300 instead of 120.
    assert 170 < weak[0].lost_people < 200


def test_small_differences_and_small_groups_are_left_alone() -> None:
    even = {"north": [1000, 500], "south": [1000, 490]}
    assert weak_steps(_funnel(even)) == []
    tiny = {"north": [1000, 500], "south": [SMALLEST_GROUP - 1, 0]}
    assert weak_steps(_funnel(tiny)) == []


def test_one_value_alone_has_nothing_to_be_compared_with() -> None:
    assert weak_steps(_funnel({"north": [1000, 10]})) == []


def test_the_costliest_comes_first() -> None:
    counts = {
        "big": [10_000, 4000],
        "small": [200, 40],
        "rest": [10_000, 5000],
    }
    weak = weak_steps(_funnel(counts))
    assert [w.dimension_value for w in weak] == ["big", "small"]
