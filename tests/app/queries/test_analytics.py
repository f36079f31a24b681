"""RFM, funnels, channels, data health: sums agree with the rows behind them."""

from __future__ import annotations

import datetime as dt

import pytest

from app.data.warehouse import ServedVersion
from app.queries import channels, funnels, operations, rfm
from app.queries.funnel_comparison import weak_steps
from app.queries.parameters import bound
from app.queries.rows import count_rows, rows_page
from tests.app.analytics_rows import QUARANTINED, WEAK_REGION

SINCE, UNTIL = dt.date(2024, 1, 1), dt.date(2026, 2, 1)


def test_named_parameters_become_numbered() -> None:
    sql, values = bound("select $b, $a, $b", {"a": 1, "b": 2})
    assert (sql, values) == ("select $1, $2, $1", [2, 1])
    with pytest.raises(KeyError, match="missing"):
        bound("select $missing", {})


@pytest.mark.parametrize("axis", ["f", "m"])
def test_rfm_cells_have_their_customers_behind_them(
    warehouse: ServedVersion, axis: rfm.Axis
) -> None:
    for cell in rfm.grid(warehouse, axis).iter_rows(named=True):
        score = {f"{axis}_score": cell["score"]}
        query = rfm.customers_selected(
            rfm.Selection(r_score=cell["r_score"], **score), with_contact=False
        )
        assert count_rows(warehouse, query) == cell["customers"]


def test_rfm_groups_share_out_everybody(warehouse: ServedVersion) -> None:
    groups = rfm.groups(warehouse)
    assert groups["customer_share"].sum() == pytest.approx(1)
    assert groups["net_share"].sum() == pytest.approx(1)
    for group in groups.iter_rows(named=True):
        selection = rfm.Selection(rfm_group=group["rfm_group"])
        query = rfm.customers_selected(selection, with_contact=True)
        assert count_rows(warehouse, query) == group["customers"]


def test_movement_leads_to_the_people_who_moved(warehouse: ServedVersion) -> None:
    month = rfm.movement_months(warehouse)[0]
    for move in rfm.movements(warehouse, month).iter_rows(named=True):
        selection = rfm.Selection(rfm_group=move["to_group"], previous_group=move["from_group"])
        query = rfm.customers_selected(selection, with_contact=False)
        assert count_rows(warehouse, query) == move["customer_count"]


def test_funnel_steps_and_the_people_behind_them(warehouse: ServedVersion) -> None:
    definition = funnels.definitions(warehouse)["web_purchase"]
    assert definition.dimensions == ("channel", "region")
    for dimension in ("all", *definition.dimensions):
        steps = funnels.steps(warehouse, "web_purchase", dimension=dimension)
        for step in steps.iter_rows(named=True):
            value = None if dimension == "all" else step["dimension_value"]
            number = step["step_number"]
            reached = funnels.Slice("web_purchase", number, None, dimension, value)
            stopped = funnels.Slice("web_purchase", number, number, dimension, value)
            behind = [
                count_rows(warehouse, funnels.people_behind(people, with_contact=False))
                for people in (reached, stopped)
            ]
            assert behind[0] == step["entered_count"]
            assert step["dropped_count"] in (behind[1], None)


def test_the_weak_region_is_named(warehouse: ServedVersion) -> None:
    weak = weak_steps(funnels.steps(warehouse, "web_purchase", dimension="region"))
    assert [(step.dimension_value, step.step_name) for step in weak] == [(WEAK_REGION, "Ordered")]
    assert weak_steps(funnels.steps(warehouse, "web_purchase", dimension="channel")) == []


def test_channels_add_up(warehouse: ServedVersion) -> None:
    whole = channels.performance(warehouse, since=SINCE, until=UNTIL)
    totals = channels.totals(warehouse, since=SINCE, until=UNTIL).row(0, named=True)
    monthly = channels.by_month(warehouse, since=SINCE, until=UNTIL)
    for column in ("net_amount", "order_count", "new_customer_count", "spend_amount"):
        assert whole[column].sum() == pytest.approx(totals[column])
        assert monthly[column].sum() == pytest.approx(totals[column])
    purchases = warehouse.frame("select count(*) as n from orders where is_purchase")["n"][0]
    assert totals["order_count"] == purchases
    free = whole.filter(spend_amount=0)
    assert free["cost_per_acquisition"].is_null().all()


def test_campaign_is_compared_with_the_held_out(warehouse: ServedVersion) -> None:
    campaign = channels.campaigns(warehouse, since=SINCE, until=UNTIL).row(0, named=True)
    assert (campaign["exposed_people"], campaign["held_out_people"]) == (2, 1)
    assert campaign["exposed_buyers"] >= campaign["held_out_buyers"]
    query = channels.campaign_people("mail:spring", "exposed", with_contact=False)
    assert count_rows(warehouse, query) == campaign["exposed_count"]


def test_quarantined_text_only_on_request(warehouse: ServedVersion) -> None:
    shown = operations.rejected_rows(operations.Rejected(), with_text=True)
    hidden = operations.rejected_rows(operations.Rejected(source="shop"), with_text=False)
    assert count_rows(warehouse, shown) == QUARANTINED
    assert "raw_text" in rows_page(warehouse, shown).columns
    assert "raw_text" not in rows_page(warehouse, hidden).columns
    assert "secret-line" not in str(rows_page(warehouse, hidden).to_dicts())


def test_reconciliation_days_off(warehouse: ServedVersion) -> None:
    by_source = operations.reconciliation_by_source(warehouse)
    off = operations.reconciliation_days(only_off=True)
    assert count_rows(warehouse, off) == by_source["day_off_count"].sum()
    everything = operations.reconciliation_days(only_off=False)
    assert count_rows(warehouse, everything) == by_source["day_count"].sum()


def test_an_empty_version_is_no_error(empty_settings: object) -> None:
    from records.settings import Settings
    from tests.app.serving import VERSION

    assert isinstance(empty_settings, Settings)
    empty = ServedVersion(empty_settings.serving_path(VERSION), empty_settings)
    assert rfm.as_of(empty) is None
    assert funnels.definitions(empty) == {}
    assert channels.months(empty) == []
    assert operations.freshness(empty).is_empty()
