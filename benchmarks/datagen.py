"""Sized inputs for the benchmark, made by DuckDB: the same numbers give the same rows.

Two folders come out: `base` (two years of history) and `delta` (one per cent more orders with
their lines and events, most of them from the last days and a few late ones; its files have names
of their own, so that they can be put beside the base files). Nothing here looks
like a real person: names are numbered and e-mail addresses end in example.com.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

ORDERS_PER_CUSTOMER = 5
LINES_PER_ORDER = 2.4
EVENTS_PER_CUSTOMER = 20
DAYS = 730
FIRST_DAY = "2024-01-01"


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows of each kind a number of customers means."""

    customers: int

    @property
    def orders(self) -> int:
        """Orders in the base folder."""
        return self.customers * ORDERS_PER_CUSTOMER

    @property
    def events(self) -> int:
        """Web events in the base folder."""
        return self.customers * EVENTS_PER_CUSTOMER


MAP = """\
source: bench
timezone: UTC
currency: USD
country: US
files:
  - pattern: "customers*.parquet"
    targets:
      - target: customers
        fields: {customer_id: customer_id, email: email, phone: phone, first_name: first_name,
                 last_name: last_name, region: region, city: city, created_at: created_at}
  - pattern: "products*.parquet"
    targets:
      - target: products
        fields: {product_id: product_id, product_name: product_name, category: category,
                 unit_price: unit_price}
  - pattern: "orders*.parquet"
    targets:
      - target: orders
        fields: {order_id: order_id, customer_id: customer_id, ordered_at: ordered_at,
                 status: status, gross_amount: gross_amount, discount_amount: discount_amount,
                 channel: channel, region: region, total_amount: total_amount}
  - pattern: "order_lines*.csv"
    targets:
      - target: order_lines
        fields: {order_id: order_id, line_id: line_id, product_id: product_id, quantity: quantity,
                 unit_price: unit_price, discount_amount: discount_amount}
  - pattern: "web_events*.parquet"
    targets:
      - target: web_events
        fields: {message_id: message_id, event_type: event_type, event_name: event_name,
                 anonymous_id: anonymous_id, user_id: user_id, occurred_at: occurred_at,
                 page_path: page_path, utm_source: utm_source, utm_medium: utm_medium,
                 product_id: product_id, device: device, region: region}
"""

# a uniform number in [0, 1) of a row number and a stream number, the same on every machine
UNIFORM = "create macro u(i, k) as (hash(i * 7919 + k * 104729) % 1000003) / 1000003.0"


def make_inputs(directory: Path, size: Size) -> Path:
    """Write base and delta folders and the map below `directory`; a finished folder is left alone.

    Returns the path of the map.
    """
    map_path = directory / "bench.yaml"
    done = directory / f"done-{size.customers}"
    if done.exists():
        return map_path
    for folder in ("base", "delta"):
        (directory / folder).mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set preserve_insertion_order = false")
        connection.execute("set memory_limit = '4GB'")
        connection.execute(f"set temp_directory = '{directory / 'tmp'}'")
        connection.execute(UNIFORM)
        _write_people_and_products(connection, directory, size)
        _write_orders(connection, directory / "base", 0, size.orders, size)
        _write_events(connection, directory / "base", 0, size.events, size)
        _write_orders(connection, directory / "delta", size.orders, size.orders // 100, size)
        _write_events(connection, directory / "delta", size.events, size.events // 100, size)
    map_path.write_text(MAP)
    done.touch()
    return map_path


def _write_people_and_products(
    connection: duckdb.DuckDBPyConnection, directory: Path, size: Size
) -> None:
    for folder, first, count in (
        ("base", 0, size.customers),
        ("delta", size.customers, size.customers // 1000),
    ):
        connection.execute(
            f"""
            copy (
                select
                    'u' || i as customer_id,
                    'buyer' || i || '@example.com' as email,
                    case when u(i, 1) < 0.6
                        then '+1' || cast(2015550000 + i as varchar) end as phone,
                    'Name' || (i % 5003) as first_name,
                    'Family' || (i % 7001) as last_name,
                    'Region ' || cast(floor(u(i, 2) * 12) as integer) as region,
                    'City ' || cast(floor(u(i, 3) * 90) as integer) as city,
                    timestamp '{FIRST_DAY}' + to_seconds(cast(u(i, 4) * {DAYS} * 86400 as bigint))
                        as created_at
                from range({first}, {first + count}) as t(i)
            ) to '{directory}/{folder}/customers_{folder}.parquet' (format parquet)
            """
        )
    connection.execute(
        f"""
        copy (
            select
                'p' || i as product_id, 'Product ' || i as product_name,
                'Category ' || (i % 12) as category,
                cast(2 + u(i, 5) * 80 as decimal(18, 2)) as unit_price
            from range(2000) as t(i)
        ) to '{directory}/base/products_base.parquet' (format parquet)
        """
    )


def _write_orders(
    connection: duckdb.DuckDBPyConnection, folder: Path, first: int, count: int, size: Size
) -> None:
    """Orders and lines from number `first`; of the delta 98 % fall in the last three days."""
    recent = "u(i, 6) < 0.98" if first else "false"
    connection.execute(
        f"""
        create or replace temp table new_orders as
        select
            i,
            'o' || i as order_id,
            -- squaring makes a long tail: few customers buy often, many once
            'u' || cast(floor(power(u(i, 7), 2) * {size.customers}) as bigint) as customer_id,
            timestamp '{FIRST_DAY}' + to_seconds(cast(
                case when {recent} then ({DAYS} + u(i, 8) * 3) else u(i, 8) * {DAYS} end * 86400
                as bigint)) as ordered_at,
            case when u(i, 9) < 0.03 then 'cancelled' else 'paid' end as status,
            ['web', 'app', 'store', 'marketplace']
                [1 + cast(floor(u(i, 10) * 4) as integer)] as channel,
            'Region ' || cast(floor(u(i, 2) * 12) as integer) as region,
            1 + cast(floor(u(i, 11) * 3.8) as integer) as line_count
        from range({first}, {first + count}) as t(i)
        """
    )
    connection.execute(
        """
        create or replace temp table new_lines as
        select
            order_id, i * 10 + n as line_id,
            'p' || cast(floor(power(u(i * 10 + n, 12), 2) * 2000) as bigint) as product_id,
            1 + cast(floor(u(i * 10 + n, 13) * 3) as integer) as quantity,
            cast(2 + u(i * 10 + n, 14) * 80 as decimal(18, 2)) as unit_price,
            cast(case when u(i * 10 + n, 15) < 0.2 then 1.50 else 0 end as decimal(18, 2))
                as discount_amount
        from new_orders, range(line_count) as r(n)
        """
    )
    connection.execute(f"copy new_lines to '{folder}/order_lines_{folder.name}.csv' (header)")
    connection.execute(
        f"""
        copy (
            select
                new_orders.order_id, customer_id, ordered_at, status, channel, region,
                cast(sum(quantity * unit_price) as decimal(18, 2)) as gross_amount,
                cast(sum(discount_amount) as decimal(18, 2)) as discount_amount,
                cast(sum(quantity * unit_price - discount_amount) as decimal(18, 2)) as total_amount
            from new_orders
            inner join new_lines on new_orders.order_id = new_lines.order_id
            group by all
        ) to '{folder}/orders_{folder.name}.parquet' (format parquet)
        """
    )


def _write_events(
    connection: duckdb.DuckDBPyConnection, folder: Path, first: int, count: int, size: Size
) -> None:
    """Web events: five pages to a visit; half of the visitors sign in and so become customers."""
    recent = "u(i // 5, 21) < 0.98" if first else "false"
    connection.execute(
        f"""
        copy (
            select
                'm' || i as message_id,
                case when i % 5 = 0 then 'page' else 'track' end as event_type,
                [null, 'Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed']
                    [1 + case when u(i // 5, 22) > (i % 5) * 0.22 then i % 5 else 1 end]
                    as event_name,
                'a' || visitor as anonymous_id,
                case when visitor % 2 = 0 then 'u' || visitor end as user_id,
                timestamp '{FIRST_DAY}' + to_seconds(cast(
                    case when {recent} then ({DAYS} + u(i // 5, 23) * 3)
                    else u(i // 5, 23) * {DAYS} end * 86400 as bigint) + (i % 5) * 40)
                    as occurred_at,
                '/p/' || (i % 2000) as page_path,
                ['google', 'newsletter', 'facebook', null]
                    [1 + cast(floor(u(i // 5, 24) * 4) as integer)] as utm_source,
                ['cpc', 'email', 'paid_social', null]
                    [1 + cast(floor(u(i // 5, 24) * 4) as integer)] as utm_medium,
                'p' || (i % 2000) as product_id,
                case when u(i // 5, 25) < 0.6 then 'mobile' else 'desktop' end as device,
                'Region ' || cast(floor(u(i // 5, 26) * 12) as integer) as region
            from (
                select i, cast(floor(u(i // 5, 20) * {size.customers}) as bigint) as visitor
                from range({first}, {first + count}) as t(i)
            ) as numbered
        ) to '{folder}/web_events_{folder.name}.parquet' (format parquet)
        """
    )
