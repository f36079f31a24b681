"""Connected components in SQL: the smallest label walks along the ties until nothing moves."""

import duckdb


def find_components(connection: duckdb.DuckDBPyConnection) -> int:
    """Makes temp table components(record_key, anchor_key) from ties and affected_records.

    The anchor is the member with the smallest (first_batch_id, record_key), so an id given from it
    never depends on the order of rows and survives every later arrival. Records without a shared
    tie are left out.

    Returns:
        How many rounds it took.
    """
    connection.execute("""
        create or replace temp table tokens as
        select kind, token, row_number() over () as token_id
        from ties group by kind, token having count(*) > 1
    """)
    # numbers in the order of anchors: the smallest label of a component is its anchor
    connection.execute("""
        create or replace temp table nodes as
        select
            record_key,
            row_number() over (order by first_batch_id asc, record_key asc) as node
        from affected_records
        where record_key in (
            select ties.record_key from ties
            inner join tokens on ties.kind = tokens.kind and ties.token = tokens.token
        )
    """)
    connection.execute("""
        create or replace temp table edges as
        select nodes.node, tokens.token_id
        from ties
        inner join tokens on ties.kind = tokens.kind and ties.token = tokens.token
        inner join nodes on ties.record_key = nodes.record_key
    """)
    connection.execute(
        "create or replace temp table labels as select node, node as label from nodes"
    )
    rounds = 0
    while True:
        rounds += 1
        if not _spread(connection):
            break
    connection.execute("""
        create or replace temp table components as
        select members.record_key, anchors.record_key as anchor_key
        from labels
        inner join nodes as members on labels.node = members.node
        inner join nodes as anchors on labels.label = anchors.node
    """)
    return rounds


def _spread(connection: duckdb.DuckDBPyConnection) -> bool:
    """One round; the second join follows the label of the label, so that long chains halve."""
    connection.execute("""
        create or replace temp table labels_next as
        with heard as (
            select edges.token_id, min(labels.label) as label
            from edges inner join labels on edges.node = labels.node
            group by edges.token_id
        ),
        taken as (
            select edges.node, min(heard.label) as label
            from edges inner join heard on edges.token_id = heard.token_id
            group by edges.node
        )
        select taken.node, least(taken.label, labels.label) as label
        from taken inner join labels on taken.label = labels.node
    """)
    moved = connection.execute("""
        select count(*) from labels_next
        inner join labels on labels_next.node = labels.node
        where labels_next.label < labels.label
    """).fetchone()
    connection.execute("drop table labels")
    connection.execute("alter table labels_next rename to labels")
    return bool(moved and moved[0])
