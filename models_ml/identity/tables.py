"""The tables of schema `identity`: what they hold, and how they come to exist."""

import duckdb

_TABLES = {
    # which customer a record belongs to; everything else here serves this table
    "customer_links": """
        record_key varchar, customer_id varchar, rule varchar,
        first_batch_id bigint, linked_batch_id bigint
    """,
    "customer_redirects": """
        old_customer_id varchar, customer_id varchar, redirected_at timestamp
    """,
    "customer_changes": "customer_id varchar, changed_batch_id bigint",
    "phone_numbers": "phone varchar, country_code varchar, phone_e164 varchar",
    # what each record was linked by the last time: a changed value frees those it tied together
    "link_values": """
        record_key varchar, kind varchar, link_value varchar, first_name varchar
    """,
    "link_state": "linked_until_batch_id bigint",
}


def ensure_identity(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes schema `identity` and its tables, empty, where they are missing."""
    connection.execute("create schema if not exists identity")
    for name, columns in _TABLES.items():
        connection.execute(f"create table if not exists identity.{name} ({columns})")
