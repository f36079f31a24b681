"""Run suites with Great Expectations on a DuckDB file: quiet, offline, nothing written to disk."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.duckdb_dialect import keep_one_connection
from expectations.rules import Outcome, Rule, Suite

if TYPE_CHECKING:
    from great_expectations.datasource.fluent.sql_datasource import SQLDatasource

SAMPLE_ROWS = 5


def validate(
    database: Path,
    suites: Sequence[Suite],
    *,
    on_suite: Callable[[str], None] = lambda _asset: None,
) -> list[Outcome]:
    """Judge each suite on the database, opened read-only; one outcome a rule, in order.

    A rule that cannot be evaluated (a missing column, say) has failed, and its problem says why.
    """
    outcomes: list[Outcome] = []
    with _datasource(database) as datasource:
        for suite in suites:
            on_suite(suite.asset)
            outcomes += _judge(datasource, suite)
    return outcomes


def warm_up() -> None:
    """Import the library, which costs seconds, where there is time for it."""
    _import()


def _import() -> Any:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("TQDM_DISABLE", "1")
    import great_expectations

    return great_expectations


@contextmanager
def _datasource(database: Path) -> Iterator["SQLDatasource"]:
    gx = _import()
    keep_one_connection()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    datasource = context.data_sources.add_sql(
        "warehouse",
        connection_string=f"duckdb:///{database}",
        create_temp_table=False,
        kwargs={"connect_args": {"read_only": True}},
    )
    try:
        yield datasource
    finally:
        # the kept connection would hold the file against the next writer
        engine = datasource.get_execution_engine()
        engine.close()
        datasource.get_engine().dispose()


def _judge(datasource: "SQLDatasource", suite: Suite) -> list[Outcome]:
    gx = _import()
    asset = datasource.add_query_asset(suite.asset.replace("/", "_"), query=suite.query)
    batch = asset.add_batch_definition_whole_table("all").get_batch()
    outcomes = []
    for rule in suite.rules:
        expectation = getattr(gx.expectations, rule.expectation)(**rule.arguments)
        # only the complete format of a query shows rows; it holds at most 200 of them
        detail = "COMPLETE" if rule.expectation == "UnexpectedRowsExpectation" else "BASIC"
        result = batch.validate(
            expectation,
            result_format={"result_format": detail, "partial_unexpected_count": SAMPLE_ROWS},
        )
        outcomes.append(_outcome(suite.asset, rule, result))
    return outcomes


def _outcome(asset: str, rule: Rule, result: Any) -> Outcome:
    problem = _problem(result.exception_info)
    found = result.result or {}
    failed = found.get("unexpected_count")
    if failed is None:
        observed = found.get("observed_value")
        is_query = rule.expectation == "UnexpectedRowsExpectation"
        failed = observed if is_query and isinstance(observed, int) else int(not result.success)
    sample = found.get("partial_unexpected_list") or []
    details = found.get("details") or {}
    sample = details.get("unexpected_rows") or sample
    return Outcome(
        asset=asset,
        rule=rule,
        passed=bool(result.success),
        failed_count=0 if result.success else int(failed),
        sample=[_plain(row) for row in sample[:SAMPLE_ROWS]] if rule.sampled else [],
        problem=problem,
    )


def _problem(info: Any) -> str:
    """The message of the exception inside a result, or an empty text."""
    if not isinstance(info, dict):
        return ""
    parts = [info] if "raised_exception" in info else list(info.values())
    messages = [part.get("exception_message") for part in parts if isinstance(part, dict)]
    text = next((str(message) for message in messages if message), "")
    return text.splitlines()[0][:300] if text else ""


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(cell) for key, cell in value.items()}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)
