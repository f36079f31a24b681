"""What an expectation is before Great Expectations is imported: plain data.

The library costs seconds to import. Suites are therefore data, so that Dagster can list every
check at start without it; `expectations.runner` turns them into its objects when they run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warn"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One expectation: the name of its class in Great Expectations, and its arguments.

    `sampled` is off where the values that fail would be personal data.
    """

    name: str
    expectation: str
    arguments: Mapping[str, Any]
    severity: Severity
    description: str
    sampled: bool = True


@dataclass(frozen=True, slots=True)
class Suite:
    """Rules about the rows of one query; `asset` is the path of the table in the warehouse."""

    asset: str
    query: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one rule."""

    asset: str
    rule: Rule
    passed: bool
    failed_count: int = 0
    sample: list[Any] = field(default_factory=list)
    problem: str = ""


def not_null(column: str, *, severity: Severity = "error", mostly: float | None = None) -> Rule:
    """Every row has a value; with `mostly`, that share of them."""
    share = "Every row has" if mostly is None else f"At least {mostly:.0%} of the rows have"
    arguments: dict[str, Any] = {"column": column}
    if mostly is not None:
        arguments["mostly"] = mostly
    return Rule(
        f"{column}_is_there",
        "ExpectColumnValuesToNotBeNull",
        arguments,
        severity,
        f"{share} {column}.",
        sampled=False,
    )


def unique(column: str) -> Rule:
    """No value occurs twice."""
    return Rule(
        f"{column}_is_unique",
        "ExpectColumnValuesToBeUnique",
        {"column": column},
        "error",
        f"No {column} occurs twice.",
    )


def one_of(column: str, values: tuple[str, ...], *, severity: Severity = "error") -> Rule:
    """Only known words; empty is allowed."""
    return Rule(
        f"{column}_is_known",
        "ExpectColumnValuesToBeInSet",
        {"column": column, "value_set": list(values)},
        severity,
        f"{column} is one of {', '.join(values)}.",
    )


def between(
    column: str,
    low: float | None,
    high: float | None = None,
    *,
    severity: Severity = "error",
) -> Rule:
    """Values lie within bounds, both inclusive; empty is allowed."""
    upper = "" if high is None else f" and at most {high:g}"
    lower = "" if low is None else f" at least {low:g}"
    return Rule(
        f"{column}_is_in_range",
        "ExpectColumnValuesToBeBetween",
        {"column": column, "min_value": low, "max_value": high},
        severity,
        f"{column} is{lower}{upper}.",
    )


def has_rows(*, severity: Severity = "error") -> Rule:
    """There is at least one row."""
    return Rule(
        "has_rows",
        "ExpectTableRowCountToBeBetween",
        {"min_value": 1},
        severity,
        "There is at least one row.",
    )


def no_rows(name: str, query: str, description: str, *, severity: Severity = "error") -> Rule:
    """A query over `{batch}` finds nothing; it selects ids and numbers, never personal data."""
    return Rule(
        name,
        "UnexpectedRowsExpectation",
        {"unexpected_rows_query": query},
        severity,
        description,
    )
