"""What the data team looks at: freshness, landed files, quarantine, reconciliation, columns.

Runs and checks are kept in records, not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.queries.parameters import bound
from app.queries.rows import Conditions, RowsQuery

if TYPE_CHECKING:
    import polars as pl

    from app.data.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Rejected:
    """Which quarantined rows are wanted; None means any."""

    source: str | None = None
    target: str | None = None
    reason: str | None = None
    status: str | None = "open"

    def wanted(self) -> dict[str, str]:
        """The columns of `quarantine` that are asked for, with their values."""
        asked = {
            "source": self.source,
            "target": self.target,
            "reason": self.reason,
            "status": self.status,
        }
        return {column: value for column, value in asked.items() if value is not None}


def publication(warehouse: Warehouse) -> dict[str, object]:
    """The version being served and when it was published; empty when the file does not say."""
    rows = warehouse.frame("select * from publication limit 1").to_dicts()
    return rows[0] if rows else {}


def freshness(warehouse: Warehouse) -> pl.DataFrame:
    """One row per source and target, stale ones first."""
    return warehouse.frame(
        """
        select source, target, row_count, file_count, last_loaded_at, last_event_at,
            max_age_hours, is_stale
        from data_freshness
        order by is_stale desc, source, target
        """
    )


def batches() -> RowsQuery:
    """Landed files, newest first; rows in = landed + known + quarantined + unselected."""
    return RowsQuery(
        select="""batch_id, source, target, file, rows_in, rows_landed, rows_known,
            rows_quarantined, rows_unselected, file_bytes, started_at, finished_at""",
        source="batches",
        where="true",
        params=(),
        order="batch_id desc",
    )


def rejection_reasons(warehouse: Warehouse) -> pl.DataFrame:
    """One row per source, target, reason and status: how many rows, first and last time."""
    return warehouse.frame(
        """
        select
            source,
            target,
            reason,
            status,
            cast(count(*) as bigint) as row_count,
            min(quarantined_at) as first_seen_at,
            max(quarantined_at) as last_seen_at
        from quarantine
        group by source, target, reason, status
        order by row_count desc, source, target, reason, status
        """
    )


def rejected_rows(rejected: Rejected, *, with_text: bool) -> RowsQuery:
    """Quarantined rows, newest first. `with_text` adds the original line: it may name people,
    so callers pass it only for those who may see quarantined text."""
    conditions = Conditions()
    for column, value in rejected.wanted().items():
        conditions.add(f"{column} = ?", value)
    return RowsQuery(
        select=f"""quarantine_id, source, target, file, line_number, reason,
            {"raw_text," if with_text else ""} status, quarantined_at, resolved_at""",
        source="quarantine",
        where=conditions.sql,
        params=tuple(conditions.params),
        order="quarantined_at desc, quarantine_id desc",
    )


def reconciliation_by_source(warehouse: Warehouse) -> pl.DataFrame:
    """One row per source and target: totals on both sides and how many days are off."""
    return warehouse.frame(
        """
        select
            source,
            target,
            cast(sum(source_row_count) as bigint) as source_row_count,
            cast(sum(mart_row_count) as bigint) as mart_row_count,
            cast(sum(difference_count) as bigint) as difference_count,
            cast(sum(source_amount) as decimal(18, 2)) as source_amount,
            cast(sum(mart_amount) as decimal(18, 2)) as mart_amount,
            cast(sum(difference_amount) as decimal(18, 2)) as difference_amount,
            cast(count(*) as bigint) as day_count,
            cast(count(*) filter (where not is_reconciled) as bigint) as day_off_count
        from reconciliation
        group by source, target
        order by day_off_count desc, source, target
        """
    )


def reconciliation_days(*, source: str | None = None, only_off: bool = True) -> RowsQuery:
    """One row per source, target and day; by default only the days that do not agree."""
    conditions = Conditions()
    if source is not None:
        conditions.add("source = ?", source)
    if only_off:
        conditions.add("not is_reconciled")
    return RowsQuery(
        select="""event_date, source, target, source_row_count, mart_row_count, difference_count,
            source_amount, mart_amount, difference_amount, is_reconciled""",
        source="reconciliation",
        where=conditions.sql,
        params=tuple(conditions.params),
        order="event_date desc nulls last, source, target",
    )


def columns(warehouse: Warehouse, *, only_changed: bool = True) -> pl.DataFrame:
    """One row per source column; by default those that are new, missing, unmapped or retyped."""
    return warehouse.frame(
        *bound(
            """
        select source, file_pattern, column_name, column_type, status, first_seen_at, last_seen_at
        from source_columns
        where not $only_changed or status <> 'mapped'
        order by
            case status
                when 'missing' then 1 when 'type_changed' then 2 when 'new' then 3
                when 'unmapped' then 4 else 5
            end,
            source,
            file_pattern,
            column_name
        """,
            {"only_changed": only_changed},
        )
    )
