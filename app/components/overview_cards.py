"""The six cards of the overview: what each says, how it moved, and where its rows are."""

from __future__ import annotations

import polars as pl

from app import formats
from app.components.filters import period_params
from app.components.metrics import Card, RowsLink
from app.queries.overview import Totals
from app.queries.periods import Period
from app.strings import _

_ORDERS = "views/orders/list.py"
_CUSTOMERS = "views/customers/list.py"


def overview_cards(
    now: Totals,
    before: Totals | None,
    *,
    course: pl.DataFrame,
    period: Period,
    region: str,
    currency: str,
) -> list[Card]:
    """Cards from the totals of the period and of the one before."""
    span = period_params(period) | ({"region": region} if region else {})
    buyers = {
        "from": span["from"],
        "to": span["to"],
        **({"bought_region": region} if region else {}),
    }
    revenue = [float(value) for value in course["net_amount"]]
    orders = [float(value) for value in course["order_count"]]
    return [
        Card(
            _("Net revenue"),
            formats.compact_money(now.net_amount, currency),
            exact=formats.money(now.net_amount, currency),
            help=_("Orders less discounts, refunds and cancellations; without tax and shipping."),
            delta=formats.change(now.net_amount, before.net_amount if before else None),
            spark=revenue,
            link=RowsLink(_ORDERS, _("Orders"), span),
        ),
        Card(
            _("Orders"),
            formats.compact(now.order_count),
            exact=formats.integer(now.order_count),
            help=_("Purchases; cancelled orders do not count."),
            delta=formats.change(now.order_count, before.order_count if before else None),
            spark=orders,
            link=RowsLink(_ORDERS, _("Purchases"), span | {"kind": "purchases"}),
        ),
        Card(
            _("Average order"),
            formats.compact_money(now.average_order, currency),
            exact=formats.money(now.average_order, currency),
            help=_("Net revenue divided by orders."),
            delta=formats.change(now.average_order, before.average_order if before else None),
            spark=[r / o if o else 0.0 for r, o in zip(revenue, orders, strict=True)],
            link=RowsLink(_ORDERS, _("Purchases"), span | {"kind": "purchases"}),
        ),
        Card(
            _("Active customers"),
            formats.compact(now.active_count),
            exact=formats.integer(now.active_count),
            help=_("Customers with at least one purchase. The line shows buyers a day."),
            delta=formats.change(now.active_count, before.active_count if before else None),
            spark=[float(value or 0) for value in course["daily_active"]],
            link=RowsLink(_CUSTOMERS, _("Customers"), buyers | {"bought": "active"}),
        ),
        Card(
            _("New customers"),
            formats.compact(now.new_count),
            exact=formats.integer(now.new_count),
            help=_("Customers whose first purchase was in the period."),
            delta=formats.change(now.new_count, before.new_count if before else None),
            spark=[float(value) for value in course["new_count"]],
            link=RowsLink(_CUSTOMERS, _("Customers"), buyers | {"bought": "new"}),
        ),
        Card(
            _("Returning customers"),
            formats.compact(now.returning_count),
            exact=formats.integer(now.returning_count),
            help=_(
                "Active customers who had bought before the period. The line shows buyers a day."
            ),
            delta=formats.change(now.returning_count, before.returning_count if before else None),
            spark=[float(value or 0) for value in course["daily_returning"]],
            link=RowsLink(_CUSTOMERS, _("Customers"), buyers | {"bought": "returning"}),
        ),
    ]
