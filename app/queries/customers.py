"""Finding customers: search, filters, order, and the columns a person may see."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Literal

from app.data.warehouse import Warehouse
from app.queries.masking import email_sql, phone_sql, sees_contact
from app.queries.rows import Conditions, RowsQuery, order_by
from records.permissions.rules import Actor, decide

Bought = Literal["any", "active", "new", "returning"]

DEFAULT_SORT = "-last_order_at"
SORTS = {
    name: name
    for name in (
        "full_name",
        "customer_status",
        "region",
        "order_count",
        "lifetime_net_amount",
        "average_order_amount",
        "first_order_at",
        "last_order_at",
        "days_since_last_order",
        "open_ticket_count",
        "created_at",
    )
} | {"tier": "array_position(['none', 'standard', 'silver', 'gold', 'vip'], tier)"}
FILTERED = ("customer_status", "tier", "rfm_group", "region", "first_source", "acquisition_channel")

_COLUMNS = (
    "customer_id",
    "full_name",
    "customer_status",
    "tier",
    "rfm_group",
    "region",
    "city",
    "country_code",
    "company_name",
    "tags",
    "lifecycle_stage",
    "acquisition_channel",
    "first_source",
    "order_count",
    "lifetime_net_amount",
    "average_order_amount",
    "first_order_at",
    "last_order_at",
    "days_since_last_order",
    "ticket_count",
    "open_ticket_count",
    "session_count",
    "created_at",
)


@dataclass(frozen=True, slots=True)
class CustomerFilters:
    """What the list is narrowed to; everything empty means everybody."""

    search: str = ""
    order_customers: tuple[str, ...] = ()
    customer_status: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    rfm_group: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    first_source: tuple[str, ...] = ()
    acquisition_channel: tuple[str, ...] = ()
    min_orders: float | None = None
    max_orders: float | None = None
    min_net: float | None = None
    max_net: float | None = None
    bought: Bought = "any"
    bought_from: date | None = None
    bought_to: date | None = None
    bought_region: str = ""
    bought_channel: str = ""

    def for_log(self) -> dict[str, Any]:
        """The filters for the log of exports; the search text may be personal and is left out."""
        return asdict(self) | {
            "search": bool(self.search),
            "order_customers": len(self.order_customers),
        }


def customers_query(
    filters: CustomerFilters, actor: Actor, *, sort: list[tuple[str, bool]] | None = None
) -> RowsQuery:
    """The list of customers as this person may see it.

    Raises:
        NotAllowed: the person may not see customers at all.
    """
    decide(actor, "customers.view").require()
    where = Conditions()
    for name in FILTERED:
        where.any_of(name, getattr(filters, name))
    where.at_least("order_count", filters.min_orders)
    where.at_most("order_count", filters.max_orders)
    where.at_least("lifetime_net_amount", filters.min_net)
    where.at_most("lifetime_net_amount", filters.max_net)
    _add_bought(where, filters)
    _add_search(where, filters, actor)
    select = ", ".join([*_COLUMNS, f"{email_sql(actor)} as email", f"{phone_sql(actor)} as phone"])
    order = order_by(
        sort or [], allowed=SORTS, default="last_order_at desc nulls last", key="customer_id"
    )
    return RowsQuery(select, "customers", where.sql, tuple(where.params), order)


def _add_bought(where: Conditions, filters: CustomerFilters) -> None:
    """Those who bought in a span: anybody, first-time buyers, or buyers from before."""
    if filters.bought == "any":
        return
    day_after = filters.bought_to + timedelta(days=1) if filters.bought_to else None
    if filters.bought == "new":
        where.at_least("first_order_at", filters.bought_from)
        if day_after:
            where.add("first_order_at < ?", day_after)
        if not (filters.bought_region or filters.bought_channel):
            return
    else:
        where.at_least("last_order_at", filters.bought_from)
    if filters.bought == "returning" and filters.bought_from:
        where.add("first_order_at < ?", filters.bought_from)
    if day_after or filters.bought_region or filters.bought_channel:
        orders = _orders_of(filters)
        where.add(
            f"customer_id in (select customer_id from orders where {orders.sql})", *orders.params
        )


def _orders_of(filters: CustomerFilters) -> Conditions:
    orders = Conditions()
    orders.add("is_first_order" if filters.bought == "new" else "is_purchase")
    orders.at_least("ordered_date", filters.bought_from)
    orders.at_most("ordered_date", filters.bought_to)
    for column in ("region", "channel"):
        value = getattr(filters, f"bought_{column}")
        if value:
            orders.add(f"coalesce({column}, 'unknown') = ?", value)
    return orders


def customers_of_order(warehouse: Warehouse, text: str) -> tuple[str, ...]:
    """Whose order carries this number; empty when the text does not look like one."""
    number = text.strip().lstrip("#")
    if not re.search(r"\d", number) or "@" in number or len(number) > 40:
        return ()
    by_number = "order_number in (?, '#' || ?)", [number, number]
    by_id = "source_order_id = ?", [number]
    for condition, values in (by_number, by_id):
        found = warehouse.frame(
            f"select distinct customer_id from orders where {condition} "
            "and customer_id is not null order by customer_id limit 50",
            values,
        )
        if found.height:
            return tuple(found["customer_id"].to_list())
    return ()


def _add_search(where: Conditions, filters: CustomerFilters, actor: Actor) -> None:
    """Name, e-mail, end of a phone number, or order number: told apart by their look.

    Without the right to see contact details only a whole address or number finds somebody, so that
    nobody can guess a masked one letter by letter.
    """
    term, order_customers = filters.search.strip().lower(), filters.order_customers
    if not term:
        return
    open_contact = sees_contact(actor)
    if "@" in term:
        where.add("contains(email, ?)" if open_contact else "email = ?", term)
        return
    either, values = ["contains(lower(full_name), ?)"], [term]
    words = term.split()
    if len(words) > 1:
        either = [" and ".join("contains(lower(full_name), ?)" for _ in words)]
        values = words
    digits = re.sub(r"[\s().+-]", "", term)
    if digits.isdigit() and len(digits) >= 4:
        either.append("suffix(phone, ?)" if open_contact else "phone = '+' || ?")
        values.append(digits)
    if order_customers:
        either.append(f"customer_id in ({', '.join('?' for _ in order_customers)})")
        values.extend(order_customers)
    where.add(" or ".join(f"({part})" for part in either), *values)


def filter_values(warehouse: Warehouse) -> dict[str, list[str]]:
    """The values each filter can take, the commonest first."""
    parts = [
        f"select '{name}' as field, {name} as value, count(*) as n from customers "
        f"where {name} is not null group by {name}"
        for name in FILTERED
    ]
    rows = warehouse.frame(f"{' union all '.join(parts)} order by field, n desc, value")
    values: dict[str, list[str]] = {name: [] for name in FILTERED}
    for row in rows.iter_rows(named=True):
        if len(values[row["field"]]) < 200:
            values[row["field"]].append(row["value"])
    return values
