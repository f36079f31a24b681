"""Links records to customers and tells who changed; only touched components are computed."""

from dataclasses import dataclass

import duckdb

from models_ml.identity.components import find_components
from models_ml.identity.tables import ensure_identity
from models_ml.identity.values import collect_values, tie_records


@dataclass(frozen=True, slots=True)
class LinkReport:
    """What a run did, in counts."""

    records_seen: int
    links_changed: int
    customers_changed: int
    customers_retired: int

    def __str__(self) -> str:
        return (
            f"{self.records_seen} records looked at, {self.links_changed} links made or changed, "
            f"{self.customers_changed} customers changed, {self.customers_retired} retired"
        )


def link_customers(
    connection: duckdb.DuckDBPyConnection, *, as_of_batch: int, full: bool
) -> LinkReport:
    """Brings identity.customer_links up to date with int_contacts__unioned, in one transaction.

    Args:
        connection: the warehouse, open for writing.
        as_of_batch: newest landed batch; marks the links that are made or changed now.
        full: look at every record instead of those that changed since the last run. The result
            is the same; needed after the rules changed, and then followed by a full refresh of dbt.
    """
    ensure_identity(connection)
    connection.begin()
    try:
        report = _link(connection, as_of_batch, full=full)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return report


def _link(connection: duckdb.DuckDBPyConnection, as_of_batch: int, *, full: bool) -> LinkReport:
    _find_changed_records(connection, full=full)
    if _count(connection, "changed_records") == 0 and not full:
        return LinkReport(0, 0, 0, 0)
    collect_values(connection)
    _find_affected_records(connection, full=full)
    _keep_values(connection, full=full)
    tie_records(connection)
    find_components(connection)
    _propose_links(connection, as_of_batch)
    changed, customers = _apply_links(connection, as_of_batch, full=full)
    retired = _redirect(connection)
    connection.execute("delete from identity.link_state")
    connection.execute("""
        insert into identity.link_state
        select coalesce(max(last_batch_id), -1) from intermediate.int_contacts__unioned
    """)
    return LinkReport(_count(connection, "affected_records"), changed, customers, retired)


def _find_changed_records(connection: duckdb.DuckDBPyConnection, *, full: bool) -> None:
    known_until = (
        "-2"
        if full
        else "(select coalesce(max(linked_until_batch_id), -2) from identity.link_state)"
    )
    connection.execute(f"""
        create or replace temp table changed_records as
        select record_key from intermediate.int_contacts__unioned
        where last_batch_id > {known_until}
    """)


def _find_affected_records(connection: duckdb.DuckDBPyConnection, *, full: bool) -> None:
    """All records whose customer may change, in whole components: what is outside stays as it is.

    Those are the changed ones, whoever shares a value they have now or had before, and the
    fellows of all these.
    """
    contacts = "select record_key, first_batch_id from intermediate.int_contacts__unioned"
    if full:
        connection.execute(f"create or replace temp table affected_records as {contacts}")
        return
    connection.execute(f"""
        create or replace temp table affected_records as
        with affected_values as (
            select kind, link_value from new_values
            union
            select kind, link_value from identity.link_values
            where record_key in (select record_key from changed_records)
        ),
        sharers as (
            select record_key from changed_records
            union
            select record_key from identity.link_values
            where (kind, link_value) in (select (kind, link_value) from affected_values)
        ),
        fellows as (
            select record_key from identity.customer_links
            where customer_id in (
                select customer_id from identity.customer_links
                where record_key in (select record_key from sharers)
            )
            union
            select record_key from sharers
        )
        {contacts} where record_key in (select record_key from fellows)
    """)


def _keep_values(connection: duckdb.DuckDBPyConnection, *, full: bool) -> None:
    where = "" if full else "where record_key in (select record_key from changed_records)"
    connection.execute(f"delete from identity.link_values {where}")
    connection.execute("insert into identity.link_values select * from new_values")


def _propose_links(connection: duckdb.DuckDBPyConnection, as_of_batch: int) -> None:
    connection.execute(f"""
        create or replace temp table proposed_links as
        with rules as (
            select
                ties.record_key,
                -- the surest tie the record shares with another
                case min(case ties.kind when 'person' then 1 when 'email' then 2 else 3 end)
                    when 1 then 'person' when 2 then 'email' else 'phone' end as rule
            from ties
            inner join tokens on ties.kind = tokens.kind and ties.token = tokens.token
            group by ties.record_key
        ),
        placed as (
            select
                records.record_key,
                'c' || substr(md5(coalesce(components.anchor_key, records.record_key)), 1, 15)
                    as customer_id,
                coalesce(rules.rule, 'alone') as rule,
                records.first_batch_id
            from affected_records as records
            left join components on records.record_key = components.record_key
            left join rules on records.record_key = rules.record_key
        )
        select
            placed.*,
            case when known.customer_id = placed.customer_id then known.linked_batch_id
                else {int(as_of_batch)} end as linked_batch_id,
            known.customer_id as old_customer_id,
            known.customer_id is distinct from placed.customer_id as is_moved,
            known.customer_id is distinct from placed.customer_id
                or known.rule is distinct from placed.rule as is_changed
        from placed
        left join identity.customer_links as known on placed.record_key = known.record_key
    """)


def _apply_links(
    connection: duckdb.DuckDBPyConnection, as_of_batch: int, *, full: bool
) -> tuple[int, int]:
    """Writes the links that differ and whom that changed; a brand-new customer is no change."""
    gone = (
        """union
        select customer_id from identity.customer_links
        where record_key not in (select record_key from affected_records)"""
        if full
        else ""
    )
    connection.execute(f"""
        create or replace temp table changed_customers as
        select customer_id
        from (
            select old_customer_id as customer_id from proposed_links
            where is_changed and old_customer_id is not null
            union
            select customer_id from proposed_links where is_changed
            {gone}
        ) as named
        where customer_id in (select customer_id from identity.customer_links)
            or customer_id in (select old_customer_id from identity.customer_redirects)
    """)
    # their new homes count too, even when the id is new: what stood under the old one moves there
    connection.execute("""
        insert into changed_customers
        select distinct customer_id from proposed_links
        where is_moved and old_customer_id is not null
            and customer_id not in (select customer_id from changed_customers)
    """)
    if full:
        connection.execute("""
            delete from identity.customer_links
            where record_key not in (select record_key from affected_records)
        """)
    connection.execute("""
        delete from identity.customer_links
        where record_key in (select record_key from proposed_links where is_changed)
    """)
    connection.execute("""
        insert into identity.customer_links
        select record_key, customer_id, rule, first_batch_id, linked_batch_id
        from proposed_links where is_changed
    """)
    connection.execute("""
        delete from identity.customer_changes
        where customer_id in (select customer_id from changed_customers)
    """)
    connection.execute(f"""
        insert into identity.customer_changes
        select customer_id, {int(as_of_batch)} from changed_customers
    """)
    moved = connection.execute("select count(*) from proposed_links where is_moved").fetchone()
    return (moved[0] if moved else 0), _count(connection, "changed_customers")


def _redirect(connection: duckdb.DuckDBPyConnection) -> int:
    """Points retired ids to whoever holds their first record; chains stay one step long."""
    connection.execute("""
        create or replace temp table retired as
        select
            proposed.old_customer_id,
            min_by(proposed.customer_id, row(proposed.first_batch_id, proposed.record_key))
                as customer_id,
            (
                select max(contacts.last_loaded_at)
                from intermediate.int_contacts__unioned as contacts
                where contacts.record_key in (select record_key from changed_records)
            ) as redirected_at
        from proposed_links as proposed
        where
            proposed.is_moved
            and proposed.old_customer_id is not null
            and proposed.old_customer_id not in (select customer_id from identity.customer_links)
        group by proposed.old_customer_id
    """)
    connection.execute("""
        update identity.customer_redirects as redirects
        set customer_id = retired.customer_id
        from retired where redirects.customer_id = retired.old_customer_id
    """)
    connection.execute("""
        delete from identity.customer_redirects
        where
            old_customer_id in (select customer_id from identity.customer_links)
            or old_customer_id in (select old_customer_id from retired)
    """)
    connection.execute("""
        insert into identity.customer_redirects
        select old_customer_id, customer_id, redirected_at from retired
    """)
    return _count(connection, "retired")


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()
    return row[0] if row else 0
