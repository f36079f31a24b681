"""A small company, coherent to the cent: five people, ten orders, one cancellation, one refund.

As of 28 February 2026. Ana buys often, Bo once and long ago, 陈伟 came new in February, Dee is a
prospect, Eve cancelled her only order. One till order belongs to nobody.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb

from tests.app.serving import insert

Row = dict[str, Any]

CUSTOMERS: list[Row] = [
    {
        "customer_id": "c_ana",
        "full_name": "Ana Ruiz",
        "first_name": "Ana",
        "last_name": "Ruiz",
        "email": "ana@example.com",
        "phone": "+34600111222",
        "city": "Madrid",
        "region": "South",
        "country_code": "ES",
        "customer_status": "active",
        "lifecycle_stage": "customer",
        "tier": "vip",
        "tags": "vip,early",
        "rfm_group": "champions",
        "first_source": "shop",
        "acquisition_channel": "email",
        "source_count": 2,
        "identifier_count": 4,
        "open_ticket_count": 1,
        "ticket_count": 1,
        "session_count": 1,
        "has_email_consent": True,
    },
    {
        "customer_id": "c_bo",
        "full_name": "Bo Lind",
        "email": "bo@example.org",
        "phone": "+46701234567",
        "city": "Malmö",
        "region": "North",
        "country_code": "SE",
        "customer_status": "dormant",
        "lifecycle_stage": "customer",
        "tier": "standard",
        "rfm_group": "hibernating",
        "first_source": "till",
        "acquisition_channel": "store",
        "source_count": 1,
        "identifier_count": 2,
    },
    {
        "customer_id": "c_chen",
        "full_name": "陈伟",
        "email": "chen@example.cn",
        "phone": "+8613800138000",
        "city": "上海",
        "region": "East",
        "country_code": "CN",
        "customer_status": "new",
        "lifecycle_stage": "customer",
        "tier": "silver",
        "rfm_group": "new",
        "first_source": "shop",
        "acquisition_channel": "paid_search",
        "source_count": 1,
        "identifier_count": 2,
    },
    {
        "customer_id": "c_dee",
        "full_name": "=Dee()",
        "email": "dee@example.com",
        "region": "North",
        "country_code": "SE",
        "customer_status": "prospect",
        "lifecycle_stage": "lead",
        "tier": "none",
        "first_source": "forms",
        "acquisition_channel": "organic",
        "source_count": 1,
        "identifier_count": 1,
    },
    {
        "customer_id": "c_eve",
        "full_name": "Eve Martin",
        "email": "eve@example.com",
        "region": "South",
        "country_code": "ES",
        "customer_status": "prospect",
        "lifecycle_stage": "lead",
        "tier": "none",
        "first_source": "shop",
        "acquisition_channel": "direct",
        "source_count": 1,
        "identifier_count": 1,
    },
]

# Columns: id, customer, type, status, channel, region, day, gross, discount, refund.
_ORDERS = [
    ("1001", "c_ana", "sale", "completed", "web", "South", "2025-03-10", 100, 0, 0),
    ("1002", "c_ana", "sale", "completed", "web", "South", "2025-12-05", 80, 8, 0),
    ("1003", "c_ana", "sale", "partially_refunded", "web", "South", "2026-01-15", 120, 0, 20),
    ("1004", "c_ana", "sale", "completed", "web", "South", "2026-02-20", 200, 0, 0),
    ("1005", "c_bo", "sale", "completed", "store", "North", "2025-06-01", 40, 0, 0),
    ("1006", "c_chen", "sale", "completed", "web", "East", "2026-02-14", 60, 0, 0),
    ("1007", "c_chen", "sale", "completed", "web", "East", "2026-02-25", 50, 5, 0),
    ("1008", "c_eve", "sale", "cancelled", "web", "South", "2026-02-01", 70, 0, 0),
    ("1009", None, "sale", "completed", "store", "North", "2026-02-10", 30, 0, 0),
    ("1010", "c_ana", "cancellation", "completed", "web", "South", "2026-02-22", -15, 0, 0),
]


def orders() -> list[Row]:
    """The orders with everything that follows from the ten facts above."""
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for key, customer, kind, status, channel, region, day, gross, discount, refund in _ORDERS:
        cancelled = status == "cancelled"
        purchase = kind == "sale" and not cancelled
        number = None
        if customer and purchase:
            number = seen[customer] = seen.get(customer, 0) + 1
        net = Decimal(0) if cancelled else Decimal(gross - discount - refund)
        source = "till" if channel == "store" else "shop"
        rows.append(
            {
                "order_id": f"{source}:{key}",
                "source": source,
                "source_order_id": key,
                "order_number": f"#{key}",
                "order_type": kind,
                "customer_id": customer,
                "status": status,
                "channel": channel,
                "region": region,
                "currency_code": "EUR",
                "gross_amount": gross,
                "discount_amount": discount,
                "refund_amount": refund,
                "net_amount": net,
                "total_amount": net,
                "line_count": 1,
                "item_quantity": 1,
                "customer_order_number": number,
                "is_purchase": purchase,
                "is_first_order": number == 1,
                "ordered_date": date.fromisoformat(day),
                "ordered_at": datetime.fromisoformat(f"{day} 12:00:00"),
                "cancelled_at": datetime.fromisoformat(f"{day} 13:00:00") if cancelled else None,
            }
        )
    return sorted(rows, key=lambda row: (row["customer_id"] or "~", row["ordered_at"]))


_PRODUCTS = [("p1", "Blue mug", "Kitchen"), ("p2", "=SUM(A1)", "Office"), ("p3", "茶壶", "Kitchen")]

_FROM_ORDERS = """
insert into revenue_by_day
select ordered_date, channel, region, source, count(*) filter (is_purchase),
    count(distinct customer_id) filter (is_purchase), count(*) filter (is_first_order),
    count(distinct customer_id) filter (is_purchase and not is_first_order),
    sum(gross_amount), sum(discount_amount), sum(refund_amount), sum(net_amount)
from orders group by all;
insert into daily_totals
select ordered_date, count(*) filter (is_purchase),
    count(distinct customer_id) filter (is_purchase), count(*) filter (is_first_order),
    count(distinct customer_id) filter (is_purchase and not is_first_order),
    sum(net_amount), sum(gross_amount), sum(refund_amount)
from orders group by all order by 1;
insert into activities
select 'order:' || order_id, customer_id, 'order', channel, 'inbound', 'Order ' || order_number,
    'sent to ana@example.com', net_amount, 'EUR', source, order_id, ordered_at
from orders where customer_id is not null order by customer_id, ordered_at desc;
update customers set
    order_count = t.orders, lifetime_net_amount = t.net, first_order_at = t.first_at,
    last_order_at = t.last_at, average_order_amount = t.net / nullif(t.orders, 0),
    days_since_last_order = datediff('day', t.last_at::date, date '2026-02-28')
from (
    select customer_id, count(*) filter (is_purchase) as orders, sum(net_amount) as net,
        min(ordered_at) filter (is_purchase) as first_at,
        max(ordered_at) filter (is_purchase) as last_at
    from orders group by 1
) as t where t.customer_id = customers.customer_id;
update customers set order_count = 0, lifetime_net_amount = 0 where order_count is null;
update products set order_count = t.n, customer_count = t.c, net_amount = t.net, quantity_sold = t.n
from (
    select product_id, count(distinct order_id) as n, count(distinct customer_id) as c,
        sum(net_amount) as net from order_lines where is_purchase group by 1
) as t where t.product_id = products.product_id;
"""


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the small company into the tables of a serving file."""
    insert(connection, "customers", CUSTOMERS)
    placed = orders()
    insert(connection, "orders", placed)
    insert(
        connection,
        "products",
        [
            {
                "product_id": f"shop:{key}",
                "source": "shop",
                "source_product_id": key,
                "product_name": name,
                "category": category,
                "is_active": True,
            }
            for key, name, category in _PRODUCTS
        ],
    )
    insert(connection, "order_lines", [_line(order, n) for n, order in enumerate(placed)])
    insert(connection, "customer_identifiers", _IDENTIFIERS)
    insert(connection, "customer_values", _VALUES)
    insert(connection, "tickets", _TICKETS)
    insert(connection, "web_sessions", _SESSIONS)
    connection.execute(_FROM_ORDERS)


def _line(order: Row, number: int) -> Row:
    key, name, category = _PRODUCTS[number % 3]
    return {
        "order_line_id": f"{order['order_id']}:1",
        "order_id": order["order_id"],
        "customer_id": order["customer_id"],
        "product_id": f"shop:{key}",
        "product_name": name,
        "category": category,
        "quantity": 1,
        "unit_price": order["gross_amount"],
        "gross_amount": order["gross_amount"],
        "discount_amount": order["discount_amount"],
        "net_amount": order["net_amount"],
        "order_type": order["order_type"],
        "is_purchase": order["is_purchase"],
        "ordered_at": order["ordered_at"],
    }


_SEEN = datetime.fromisoformat("2026-01-01 00:00:00")
_IDENTIFIERS: list[Row] = [
    {
        "customer_id": "c_ana",
        "identifier_type": kind,
        "identifier_value": value,
        "source": source,
        "record_key": record,
        "rule": rule,
        "first_seen_at": _SEEN,
        "last_seen_at": _SEEN,
    }
    for kind, value, source, record, rule in [
        ("email", "ana@example.com", "shop", "shop:77", "first record"),
        ("phone", "+34600111222", "shop", "shop:77", "first record"),
        ("source_id", "77", "shop", "shop:77", "first record"),
        ("email", "ana@example.com", "forms", "forms:email:ana@example.com", "same e-mail"),
    ]
]
_VALUES: list[Row] = [
    {
        "customer_id": "c_ana",
        "field_name": field,
        "field_value": value,
        "source": source,
        "record_key": record,
        "observed_at": _SEEN,
        "is_winner": winner,
        "batch_id": 1,
    }
    for field, value, source, record, winner in [
        ("email", "ana@example.com", "shop", "shop:77", True),
        ("city", "Madrid", "shop", "shop:77", True),
        ("city", "Madird", "forms", "forms:email:ana@example.com", False),
        ("full_name", "Ana Ruiz", "shop", "shop:77", True),
    ]
]
_TICKETS: list[Row] = [
    {
        "ticket_id": "desk:1",
        "customer_id": "c_ana",
        "subject": "Where is my parcel?",
        "priority": "high",
        "status": "open",
        "channel": "email",
        "comment_count": 2,
        "is_open": True,
        "created_at": datetime.fromisoformat("2026-02-23 09:00:00"),
    }
]
_SESSIONS: list[Row] = [
    {
        "session_id": "s1",
        "customer_id": "c_ana",
        "anonymous_id": "a1",
        "started_at": datetime.fromisoformat("2026-02-20 11:30:00"),
        "ended_at": datetime.fromisoformat("2026-02-20 12:01:00"),
        "duration_seconds": 1860,
        "page_count": 9,
        "event_count": 14,
        "product_view_count": 4,
        "cart_count": 1,
        "checkout_count": 1,
        "order_count": 1,
        "revenue_amount": 200,
        "landing_page": "/mugs",
        "channel": "email",
        "device": "mobile",
        "is_converted": True,
    }
]
