"""RFM frames with the words and shares their charts and tables need."""

from __future__ import annotations

import polars as pl

from app import formats
from app.components.vocabulary import RFM_GROUPS, word
from app.queries.rfm import GROUPS

_RANK = {group: place for place, group in enumerate(GROUPS)}


def grid_frame(cells: pl.DataFrame, *, measure: str, currency: str) -> pl.DataFrame:
    """All 25 cells, also the empty ones, with texts and their share along the ramp."""
    column = "customers" if measure == "customers" else "net_amount"
    known = {(row["r_score"], row["score"]): row for row in cells.iter_rows(named=True)}
    ceiling = max([1.0, *[float(row[column] or 0) for row in known.values()]])
    records = []
    for r_score in range(1, 6):
        for score in range(1, 6):
            row = known.get((r_score, score), {})
            records.append(
                {
                    "r_score": r_score,
                    "score": score,
                    "share": max(0.0, float(row.get(column) or 0)) / ceiling,
                    "people": formats.integer(row.get("customers", 0)),
                    "money": _short_money(row.get("net_amount"), currency),
                    "money_exact": formats.money(row.get("net_amount"), currency),
                    "group": word(row.get("commonest_group"), RFM_GROUPS),
                }
            )
    return pl.DataFrame(records)


def _short_money(value: float | None, currency: str) -> str:
    """Money in a cell as narrow as a phone's: no cents, no currency while it is short."""
    if value is None:
        return ""
    return (
        formats.integer(value) if abs(value) < 100_000 else formats.compact_money(value, currency)
    )


def groups_frame(groups: pl.DataFrame) -> pl.DataFrame:
    """The groups from the best to the worst, named."""
    return groups.with_columns(
        pl.Series("name", [word(code, RFM_GROUPS) for code in groups["rfm_group"]], pl.String),
        pl.col("rfm_group").replace_strict(_RANK, default=99, return_dtype=pl.Int32).alias("rank"),
    ).sort("rank")


def direction(from_group: str, to_group: str) -> str:
    """Up, down, same, or new for those who had not bought before."""
    if from_group == "none":
        return "new"
    before, after = _RANK.get(from_group, 99), _RANK.get(to_group, 99)
    if before == after:
        return "same"
    return "up" if after < before else "down"


def movement_frame(moves: pl.DataFrame) -> tuple[pl.DataFrame, list[str], list[str]]:
    """Moves with names and strength, and the names of rows and columns, best first."""
    strongest = max([1.0, *[float(count) for count in moves["customer_count"].to_list()]])
    records = [
        {
            "from_group": row["from_group"],
            "to_group": row["to_group"],
            "from_name": word(row["from_group"], RFM_GROUPS),
            "to_name": word(row["to_group"], RFM_GROUPS),
            "direction": direction(row["from_group"], row["to_group"]),
            "share": (row["customer_count"] / strongest) ** 0.5,
            "label": formats.integer(row["customer_count"]),
            "customer_count": row["customer_count"],
        }
        for row in moves.iter_rows(named=True)
    ]
    names = [word(group, RFM_GROUPS) for group in GROUPS]
    return pl.DataFrame(records), [*names, word("none", RFM_GROUPS)], names
