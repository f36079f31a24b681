"""What arrives: rows landed since the version that is served now, judged per target.

Landing has already put rows that break their contract into quarantine, so the rules of severity
error here say that landing kept its word. The warnings say what a contract cannot: that a delivery
looks unlike a delivery.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from expectations.rules import Rule, Suite, between, no_rows, not_null, one_of

# The time at which the thing itself happened, where a target has one.
_EVENT_TIMES = {
    "orders": "ordered_at",
    "order_lines": "ordered_at",
    "refunds": "refunded_at",
    "checkouts": "started_at",
    "form_submissions": "submitted_at",
    "tickets": "created_at",
    "ticket_events": "occurred_at",
    "web_events": "occurred_at",
    "customers": "created_at",
}
# Columns without which a delivery is worth little, and the share that has to be filled.
_MOSTLY = {
    "orders": {"customer_id": 0.5},
    "order_lines": {"product_id": 0.9},
    "web_events": {"anonymous_id": 0.5},
}


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """What the contract of a target says of one field."""

    required: bool = False
    one_of: tuple[str, ...] | None = None
    min: float | None = None
    max: float | None = None


def arrival_suite(
    target: str, fields: Mapping[str, FieldFacts], *, after_batch: int | None = None
) -> Suite:
    """The suite of one target over the rows of batches later than `after_batch`."""
    query = f"select * from landing.{target}"
    if after_batch is not None:
        query += f" where _batch_id > {int(after_batch)}"
    return Suite(f"landing/{target}", query, tuple(_rules(target, fields)))


def _rules(target: str, fields: Mapping[str, FieldFacts]) -> list[Rule]:
    rules = [not_null("_row_hash"), not_null("_batch_id")]
    for name, facts in fields.items():
        if facts.required:
            rules.append(not_null(name))
        if facts.one_of:
            rules.append(one_of(name, facts.one_of))
        if facts.min is not None or facts.max is not None:
            rules.append(between(name, facts.min, facts.max))
    for name, share in _MOSTLY.get(target, {}).items():
        if name in fields and not fields[name].required:
            rules.append(not_null(name, severity="warn", mostly=share))
    event_time = _EVENT_TIMES.get(target)
    if event_time in fields:
        rules.append(
            no_rows(
                f"{event_time}_is_not_in_the_future",
                f"select _source, _batch_id, {event_time} from {{batch}} "
                f"where {event_time} > _loaded_at + interval 2 day",
                f"{event_time} is not later than two days after the row was loaded.",
                severity="warn",
            )
        )
    return rules
