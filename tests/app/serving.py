"""Makes small serving files for tests: the tables of the contract, and rows put in by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

VERSION = "20260301T020000000000"

TABLES: dict[str, str] = {
    "publication": """version text, published_at timestamp, as_of_date date,
        reporting_currency text, workspace_timezone text, run_id text""",
    "customers": """customer_id text, full_name text, first_name text, last_name text, email text,
        phone text, gender text, birth_date date, company_name text, account_id text,
        job_title text, city text, region text, country_code text, language text,
        customer_status text, lifecycle_stage text, tier text, tags text, rfm_group text,
        r_score integer, f_score integer, m_score integer, acquisition_channel text,
        acquisition_campaign_id text, first_source text, source_count integer,
        identifier_count integer, order_count bigint, lifetime_gross_amount decimal(18,2),
        lifetime_discount_amount decimal(18,2), lifetime_refund_amount decimal(18,2),
        lifetime_net_amount decimal(18,2), average_order_amount decimal(18,2),
        average_days_between_orders double, first_order_at timestamp, last_order_at timestamp,
        days_since_last_order integer, ticket_count bigint, open_ticket_count bigint,
        session_count bigint, form_submission_count bigint, has_email_consent boolean,
        has_sms_consent boolean, last_activity_at timestamp, created_at timestamp""",
    "customer_identifiers": """customer_id text, identifier_type text, identifier_value text,
        source text, record_key text, rule text, first_seen_at timestamp, last_seen_at timestamp""",
    "customer_values": """customer_id text, field_name text, field_value text, source text,
        record_key text, observed_at timestamp, is_winner boolean, batch_id bigint""",
    "orders": """order_id text, source text, source_order_id text, order_number text,
        order_type text, customer_id text, status text, channel text, campaign_id text,
        coupon_code text, store_id text, city text, region text, country_code text,
        currency_code text, exchange_rate double, original_total_amount decimal(18,2),
        gross_amount decimal(18,2), discount_amount decimal(18,2), refund_amount decimal(18,2),
        net_amount decimal(18,2), tax_amount decimal(18,2), shipping_amount decimal(18,2),
        total_amount decimal(18,2), line_count bigint, item_quantity double,
        customer_order_number bigint, is_purchase boolean, is_first_order boolean,
        ordered_date date, ordered_at timestamp, cancelled_at timestamp""",
    "order_lines": """order_line_id text, order_id text, customer_id text, product_id text,
        product_name text, category text, quantity double, unit_price decimal(18,4),
        gross_amount decimal(18,2), discount_amount decimal(18,2), net_amount decimal(18,2),
        order_type text, is_purchase boolean, ordered_at timestamp""",
    "products": """product_id text, source text, source_product_id text, product_name text,
        category text, subcategory text, brand text, unit_price decimal(18,4),
        unit_cost decimal(18,4), is_active boolean, order_count bigint, customer_count bigint,
        quantity_sold double, net_amount decimal(18,2), first_sold_at timestamp,
        last_sold_at timestamp""",
    "activities": """activity_id text, customer_id text, activity_type text, channel text,
        direction text, title text, detail text, amount decimal(18,2), currency_code text,
        source text, record_id text, occurred_at timestamp""",
    "tickets": """ticket_id text, customer_id text, subject text, ticket_type text, priority text,
        status text, channel text, group_name text, assignee_name text, satisfaction text,
        comment_count bigint, first_reply_minutes double, resolution_minutes double,
        is_open boolean, created_at timestamp, first_replied_at timestamp, solved_at timestamp""",
    "web_sessions": """session_id text, customer_id text, anonymous_id text, started_at timestamp,
        ended_at timestamp, duration_seconds bigint, page_count bigint, event_count bigint,
        product_view_count bigint, cart_count bigint, checkout_count bigint, order_count bigint,
        revenue_amount decimal(18,2), landing_page text, referrer text, utm_source text,
        utm_medium text, utm_campaign text, channel text, device text, country_code text,
        region text, is_converted boolean""",
    "revenue_by_day": """revenue_date date, channel text, region text, source text,
        order_count bigint, customer_count bigint, new_customer_count bigint,
        returning_customer_count bigint, gross_amount decimal(18,2),
        discount_amount decimal(18,2), refund_amount decimal(18,2), net_amount decimal(18,2)""",
    "daily_totals": """metric_date date, order_count bigint, active_customer_count bigint,
        new_customer_count bigint, returning_customer_count bigint, net_amount decimal(18,2),
        gross_amount decimal(18,2), refund_amount decimal(18,2)""",
    "retention_by_cohort": """cohort_month date, months_since integer, cohort_size bigint,
        customers bigint, orders bigint, net_amount decimal(18,2), retention_rate double,
        is_complete boolean""",
    "retention_by_cohort_week": """cohort_week date, weeks_since integer, cohort_size bigint,
        customers bigint, orders bigint, net_amount decimal(18,2), retention_rate double,
        is_complete boolean""",
    "rfm": """customer_id text, recency_days integer, frequency bigint,
        monetary_amount decimal(18,2), r_score integer, f_score integer, m_score integer,
        rfm_code text, rfm_group text, previous_rfm_group text, as_of_date date""",
    "rfm_by_month": """month date, rfm_group text, customer_count bigint,
        net_amount decimal(18,2)""",
    "rfm_movements": """month date, from_group text, to_group text, customer_count bigint,
        net_amount decimal(18,2)""",
    "funnels": """funnel_name text, dimension text, dimension_value text, step_number integer,
        step_name text, entered_count bigint, step_rate double, overall_rate double,
        dropped_count bigint, median_seconds_from_previous double, window_days integer, unit text,
        order_mode text, period_start date, period_end date""",
    "funnel_participants": """funnel_name text, participant_id text, customer_id text,
        reached_step integer, entered_at timestamp, region text, channel text, device text""",
    "campaigns": """campaign_id text, campaign_name text, campaign_type text, channel text,
        status text, starts_at timestamp, ends_at timestamp, budget_amount decimal(18,2),
        spend_amount decimal(18,2), impressions bigint, clicks bigint, exposed_count bigint,
        held_out_count bigint, responded_count bigint, response_rate double,
        response_amount decimal(18,2)""",
    "campaign_responses": """campaign_response_id text, campaign_id text, customer_id text,
        member_event text, coupon_code text, order_id text, response_amount decimal(18,2),
        occurred_at timestamp""",
    "channel_performance": """channel text, month date, session_count bigint,
        new_customer_count bigint, order_count bigint, net_amount decimal(18,2),
        spend_amount decimal(18,2), impressions bigint, clicks bigint, cost_per_click double,
        cost_per_acquisition double, return_on_ad_spend double, conversion_rate double""",
    "data_freshness": """source text, target text, last_loaded_at timestamp,
        last_event_at timestamp, row_count bigint, file_count bigint, max_age_hours integer,
        is_stale boolean""",
    "reconciliation": """source text, target text, event_date date, source_row_count bigint,
        mart_row_count bigint, source_amount decimal(18,2), mart_amount decimal(18,2),
        difference_count bigint, difference_amount decimal(18,2), is_reconciled boolean""",
    "batches": """batch_id bigint, source text, target text, file text, file_hash text,
        file_bytes bigint, rows_in bigint, rows_landed bigint, rows_known bigint,
        rows_quarantined bigint, rows_unselected bigint, started_at timestamp,
        finished_at timestamp, run_id text""",
    "quarantine": """quarantine_id bigint, batch_id bigint, source text, target text, file text,
        line_number bigint, reason text, raw_text text, quarantined_at timestamp, status text,
        resolved_at timestamp""",
    "source_columns": """source text, file_pattern text, column_name text, column_type text,
        first_seen_at timestamp, last_seen_at timestamp, status text""",
}


def make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Every table of the serving contract, empty."""
    for name, columns in TABLES.items():
        connection.execute(f"create table {name} ({columns})")


def insert(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Rows by column name; what is not named is null."""
    for row in rows:
        names, marks = ", ".join(row), ", ".join("?" for _ in row)
        connection.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))


def publish_facts(connection: duckdb.DuckDBPyConnection, *, version: str = VERSION) -> None:
    """The row of facts about the version."""
    connection.execute(
        "insert into publication values (?, '2026-03-01 02:00:00', '2026-02-28', 'EUR', "
        "'Europe/Berlin', 'run-1')",
        [version],
    )


def point_to(serving_dir: Path, version: str) -> None:
    """Make a version the current one."""
    (serving_dir / "CURRENT").write_text(version, encoding="utf-8")
