"""Orders: the rows behind revenue, counts and averages."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from app.data.warehouse import Warehouse
from app.queries.rows import Conditions, RowsQuery, order_by
from records.permissions.rules import Actor, decide

Kind = Literal["all", "purchases", "first", "refunded", "cancelled"]
KINDS: tuple[Kind, ...] = ("all", "purchases", "first", "refunded", "cancelled")
DEFAULT_SORT = "-ordered_at"
SORTS = {
    "ordered_at": "orders.ordered_at",
    "net_amount": "orders.net_amount",
    "gross_amount": "orders.gross_amount",
    "item_quantity": "orders.item_quantity",
}
FILTERED = ("channel", "region", "source", "status")

_SELECT = """orders.order_id, coalesce(orders.order_number, orders.source_order_id) as order_number,
orders.ordered_at, orders.customer_id, customers.full_name, orders.status, orders.order_type,
orders.channel, orders.region, orders.source, orders.item_quantity, orders.gross_amount,
orders.discount_amount, orders.refund_amount, orders.net_amount, orders.currency_code,
orders.original_total_amount, orders.coupon_code, orders.is_first_order,
orders.customer_order_number"""
_JOINS = "left join customers on customers.customer_id = orders.customer_id"
_KIND_SQL: dict[Kind, str] = {
    "purchases": "orders.is_purchase",
    "first": "orders.is_first_order",
    "refunded": "orders.refund_amount > 0",
    "cancelled": "(orders.status = 'cancelled' or orders.order_type = 'cancellation')",
}


@dataclass(frozen=True, slots=True)
class OrderFilters:
    """What the list is narrowed to. `kind` all holds every row that counts in revenue."""

    start: date | None = None
    end: date | None = None
    kind: Kind = "all"
    channel: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    product_id: str = ""
    customer_id: str = ""
    number: str = ""

    def for_log(self) -> dict[str, Any]:
        """The filters for the log of exports."""
        return asdict(self) | {"number": bool(self.number)}


def orders_query(
    filters: OrderFilters, actor: Actor, *, sort: list[tuple[str, bool]] | None = None
) -> RowsQuery:
    """The list of orders.

    Raises:
        NotAllowed: the person may not see customers and their orders.
    """
    decide(actor, "customers.view").require()
    where = Conditions()
    where.at_least("orders.ordered_date", filters.start)
    where.at_most("orders.ordered_date", filters.end)
    if filters.kind in _KIND_SQL:
        where.add(_KIND_SQL[filters.kind])
    for name in FILTERED:
        _any_or_none(where, f"orders.{name}", getattr(filters, name))
    if filters.product_id:
        where.add(
            "orders.order_id in (select order_id from order_lines where product_id = ?)",
            filters.product_id,
        )
    if filters.customer_id:
        where.add("orders.customer_id = ?", filters.customer_id)
    if filters.number:
        bare = filters.number.strip().lstrip("#")
        where.add(
            "orders.order_number in (?, '#' || ?) or orders.source_order_id = ?", bare, bare, bare
        )
    order = order_by(
        sort or [], allowed=SORTS, default="orders.ordered_at desc", key="orders.order_id"
    )
    return RowsQuery(_SELECT, "orders", where.sql, tuple(where.params), order, _JOINS)


UNKNOWN = "unknown"


def _any_or_none(where: Conditions, column: str, values: tuple[str, ...]) -> None:
    """One of the values; `unknown` stands for rows that have none."""
    if UNKNOWN in values:
        marks = ", ".join("?" for _ in values)
        where.add(f"coalesce({column}, '{UNKNOWN}') in ({marks})", *values)
    else:
        where.any_of(column, values)


def order_totals(warehouse: Warehouse, query: RowsQuery) -> dict[str, Any]:
    """Rows, purchases and sums of the whole list, not of one page."""
    sql = f"""
    select
        cast(count(*) as bigint) as row_count,
        cast(count(*) filter (where orders.is_purchase) as bigint) as purchase_count,
        cast(coalesce(sum(orders.gross_amount), 0) as decimal(18, 2)) as gross_amount,
        cast(coalesce(sum(orders.net_amount), 0) as decimal(18, 2)) as net_amount
    from orders
    where {query.where}
    """
    return warehouse.frame(sql, query.params).row(0, named=True)


def filter_values(warehouse: Warehouse) -> dict[str, list[str]]:
    """The values each filter can take, by revenue; read from the small daily mart."""
    values: dict[str, list[str]] = {}
    for name in ("channel", "region", "source"):
        rows = warehouse.frame(
            f"select coalesce({name}, '{UNKNOWN}') as value from revenue_by_day "
            "group by 1 order by sum(net_amount) desc, 1 limit 200"
        )
        values[name] = rows["value"].to_list()
    values["status"] = ["completed", "pending", "partially_refunded", "refunded", "cancelled"]
    return values
