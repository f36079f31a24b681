"""Everything about one customer; each part is its own small query by id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from app.data.cache import CachedWarehouse
from app.data.warehouse import Warehouse
from app.queries.masking import by_kind_sql, email_sql, phone_sql, text_sql
from records.permissions.rules import Actor, decide

PROFILE_FIELDS = (
    "full_name",
    "first_name",
    "last_name",
    "email",
    "phone",
    "gender",
    "birth_date",
    "company_name",
    "job_title",
    "city",
    "region",
    "country_code",
    "language",
)


def profile(warehouse: Warehouse, customer_id: str, actor: Actor) -> dict[str, Any] | None:
    """The row of a customer as this person may see it, or None."""
    decide(actor, "customers.view").require()
    rows = warehouse.frame(
        f"select * replace ({email_sql(actor)} as email, {phone_sql(actor)} as phone) "
        "from customers where customer_id = ?",
        [customer_id],
    )
    return rows.row(0, named=True) if rows.height else None


def redirect_of(warehouse: CachedWarehouse, customer_id: str) -> str | None:
    """The id that a retired id now stands for, if there is one."""
    if not warehouse.has_table("customer_redirects"):
        return None
    rows = warehouse.frame(
        "select customer_id from customer_redirects where old_customer_id = ? "
        "order by redirected_at desc, customer_id limit 1",
        [customer_id],
    )
    return rows["customer_id"][0] if rows.height else None


def values(warehouse: Warehouse, customer_id: str, actor: Actor) -> pl.DataFrame:
    """Every value known of each profile field, the one that is used first."""
    decide(actor, "customers.view").require()
    shown = by_kind_sql(actor, "field_value", kind="field_name")
    return warehouse.frame(
        f"select field_name, {shown} as field_value, source, "
        f"{text_sql(actor, 'record_key')} as record_key, observed_at, is_winner "
        "from customer_values where customer_id = ? "
        "order by field_name, is_winner desc, observed_at desc nulls last, source, record_key",
        [customer_id],
    )


def identifiers(warehouse: Warehouse, customer_id: str, actor: Actor) -> pl.DataFrame:
    """Everything the person is known by, and why it was put together."""
    decide(actor, "customers.view").require()
    shown = by_kind_sql(actor, "identifier_value", kind="identifier_type")
    return warehouse.frame(
        f"select identifier_type, {shown} as identifier_value, source, "
        f"{text_sql(actor, 'record_key')} as record_key, rule, first_seen_at, last_seen_at "
        "from customer_identifiers where customer_id = ? "
        "order by identifier_type, first_seen_at nulls last, source, record_key",
        [customer_id],
    )


def activity_types(warehouse: Warehouse, customer_id: str) -> dict[str, int]:
    """How many activities of each type there are."""
    rows = warehouse.frame(
        "select activity_type, cast(count(*) as bigint) as n from activities "
        "where customer_id = ? group by activity_type order by n desc, activity_type",
        [customer_id],
    )
    return dict(rows.iter_rows())


def timeline(
    warehouse: Warehouse, customer_id: str, actor: Actor, *, types: Sequence[str], limit: int
) -> pl.DataFrame:
    """What happened, newest first; no types means all."""
    decide(actor, "customers.view").require()
    marks = f"and activity_type in ({', '.join('?' for _ in types)})" if types else ""
    return warehouse.frame(
        f"select activity_id, activity_type, channel, direction, {text_sql(actor, 'title')} "
        f"as title, {text_sql(actor, 'detail')} as detail, amount, currency_code, source, "
        f"record_id, occurred_at from activities where customer_id = ? {marks} "
        f"order by occurred_at desc nulls last, activity_id limit {int(limit)}",
        [customer_id, *types],
    )


def order_lines(warehouse: Warehouse, customer_id: str, order_id: str) -> pl.DataFrame:
    """The lines of one order."""
    return warehouse.frame(
        "select coalesce(product_name, product_id) as product_name, category, quantity, "
        "unit_price, discount_amount, net_amount from order_lines "
        "where customer_id = ? and order_id = ? order by order_line_id",
        [customer_id, order_id],
    )


def tickets(warehouse: Warehouse, customer_id: str, actor: Actor) -> pl.DataFrame:
    """Service tickets, the open ones first."""
    return warehouse.frame(
        f"select ticket_id, {text_sql(actor, 'subject')} as subject, priority, status, channel, "
        "assignee_name, satisfaction, comment_count, first_reply_minutes, created_at, solved_at "
        "from tickets where customer_id = ? "
        "order by is_open desc, created_at desc nulls last, ticket_id",
        [customer_id],
    )


def web_sessions(warehouse: Warehouse, customer_id: str, *, limit: int = 200) -> pl.DataFrame:
    """Visits, newest first."""
    return warehouse.frame(
        "select started_at, channel, device, landing_page, page_count, product_view_count, "
        "cart_count, order_count, revenue_amount, duration_seconds, is_converted "
        f"from web_sessions where customer_id = ? order by started_at desc, session_id "
        f"limit {int(limit)}",
        [customer_id],
    )
