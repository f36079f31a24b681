"""Funnels count what a plain walk over everyone's events counts, in each order mode."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.dbt.harness import TinyWarehouse

NAMES = ("Product Viewed", "Product Added", "Order Completed")
WINDOW = dt.timedelta(days=1)
MODES = ("ordered", "strict", "any")
SELECTED = ("+funnels", "+funnel_participants")

Walk = list[tuple[dt.datetime, int]]


def funnel(mode: str) -> dict[str, Any]:
    """A funnel over three web events, within a day."""
    return {
        "name": f"walk_{mode}",
        "label": mode,
        "unit": "visitor",
        "window_days": 1,
        "order_mode": mode,
        "dimensions": ["region"],
        "steps": [{"name": name, "source": "web", "match": name.lower()} for name in NAMES],
    }


def random_events(seed: int, visitors: int) -> list[dict[str, Any]]:
    """Up to nine events each, minutes to days apart, in no particular order of steps."""
    dice = random.Random(seed)  # noqa: S311 - not a secret
    rows: list[dict[str, Any]] = []
    for visitor in range(visitors):
        moment = dt.datetime(2025, 3, 1)  # noqa: DTZ001 - the warehouse keeps UTC without a zone
        for number in range(dice.randint(1, 9)):
            moment += dt.timedelta(minutes=dice.choice([1, 40, 300, 700, 1440]))
            rows.append(
                {
                    "message_id": f"{seed}-{visitor}-{number}",
                    "event_type": "track",
                    "event_name": dice.choice(NAMES),
                    "anonymous_id": f"v{visitor}",
                    "occurred_at": moment,
                    "region": dice.choice(["north", "south"]),
                }
            )
    return rows


def walks_of(rows: list[dict[str, Any]]) -> dict[str, Walk]:
    """Moment and step of every event, by visitor, in order."""
    walks: dict[str, Walk] = defaultdict(list)
    for row in rows:
        step = NAMES.index(row["event_name"]) + 1
        walks[row["anonymous_id"]].append((row["occurred_at"], step))
    return {visitor: sorted(walk) for visitor, walk in walks.items()}


def furthest(walk: Walk, mode: str) -> int:
    """The furthest step of any attempt, by trying them all."""
    return max((_reached(walk[start:], mode) for start in range(len(walk))), default=0)


def _reached(walk: Walk, mode: str) -> int:
    within = [(moment, step) for moment, step in walk if moment <= walk[0][0] + WINDOW]
    if mode == "any":
        return len({step for _, step in within})
    if walk[0][1] != 1:
        return 0
    if mode == "strict":
        reached = 1
        for (_, before), (_, step) in pairwise(within):
            if step != before + 1:
                break
            reached = step
        return reached
    reached = 1
    for _, step in within[1:]:
        if step == reached + 1:
            reached = step
    return reached


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    """Two loads' worth of events: the second has late ones of the same visitors."""
    return random_events(1, 120) + random_events(2, 40)


@pytest.fixture(scope="module")
def warehouse(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> TinyWarehouse:
    """All three funnels, built in two loads."""
    made = TinyWarehouse(tmp_path_factory.mktemp("funnels"))
    variables = {"funnels": [funnel(mode) for mode in MODES]}
    split = len(random_events(1, 120))
    for part in (rows[:split], rows[split:]):
        made.land("web", "web_events", part)
        assert made.dbt("run", "--select", *SELECTED, variables=variables) == []
    return made


@pytest.mark.parametrize("mode", MODES)
def test_everyone_gets_as_far_as_a_plain_walk_says(
    warehouse: TinyWarehouse, rows: list[dict[str, Any]], mode: str
) -> None:
    found = warehouse.table("marts.funnel_participants").filter(
        pl.col("funnel_name") == f"walk_{mode}"
    )
    expected = {visitor: furthest(walk, mode) for visitor, walk in walks_of(rows).items()}
    assert dict(found.select("participant_id", "reached_step").iter_rows()) == {
        visitor: step for visitor, step in expected.items() if step
    }


def test_counts_agree_with_participants_and_regions_add_up(warehouse: TinyWarehouse) -> None:
    counts = warehouse.table("marts.funnels")
    people = warehouse.table("marts.funnel_participants")
    for name, step, entered in (
        counts.filter(pl.col("dimension") == "all")
        .select("funnel_name", "step_number", "entered_count")
        .iter_rows()
    ):
        reached = (pl.col("funnel_name") == name) & (pl.col("reached_step") >= step)
        assert people.filter(reached).height == entered
        in_regions = counts.filter(
            (pl.col("funnel_name") == name)
            & (pl.col("step_number") == step)
            & (pl.col("dimension") == "region")
        )
        assert in_regions["entered_count"].sum() == entered


def test_a_changed_definition_is_counted_from_scratch(warehouse: TinyWarehouse) -> None:
    shorter = funnel("ordered") | {"steps": funnel("ordered")["steps"][:2]}
    variables = {"funnels": [shorter]}
    assert warehouse.dbt("run", "--select", *SELECTED, variables=variables) == []
    grown = warehouse.table("marts.funnels")
    assert grown["step_number"].max() == 2
    assert set(grown["funnel_name"]) == {"walk_ordered"}
    assert warehouse.dbt("run", "--full-refresh", "--select", *SELECTED, variables=variables) == []
    assert warehouse.table("marts.funnels").equals(grown)


def test_a_wrong_definition_is_refused_with_the_reason(tmp_path: Path) -> None:
    warehouse = TinyWarehouse(tmp_path)
    wrong = funnel("ordered") | {"order_mode": "sideways"}
    with pytest.raises(RuntimeError, match="order_mode must be one of"):
        warehouse.dbt("parse", variables={"funnels": [wrong]})
