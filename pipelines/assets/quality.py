"""Great Expectations as asset checks: what arrived, and what people will read.

A failed check of severity error blocks the asset it stands on, so nothing downstream of it (in the
end: publishing) runs, and the version served before stays.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import dagster as dg
import duckdb

from expectations.rules import Outcome, Suite
from expectations.suites.arrivals import FieldFacts, arrival_suite
from expectations.suites.marts import MART_SUITES
from pipelines.failures import GateClosed
from pipelines.landing.targets import load_targets
from pipelines.manifest import mart_names, read_manifest
from pipelines.resources.records import RunLog
from pipelines.resources.warehouse import POOL, Warehouse
from pipelines.serving import connect_current, current_version
from records.runs import CheckResult
from records.settings import Settings


def build_arrival_checks() -> dg.AssetChecksDefinition:
    """Checks on the rows landed since the served version."""

    @dg.multi_asset_check(name="arrivals", specs=_specs(_arrival_suites({})), pool=POOL)
    def arrivals(
        run_log: dg.ResourceParam[RunLog], warehouse: dg.ResourceParam[Warehouse]
    ) -> Iterator[dg.AssetCheckResult]:
        with run_log.step("check arrivals", "Check what arrived") as step:
            since = _published_batch(run_log.settings)
            with warehouse.connect(read_only=True) as connection:
                fresh = _targets_after(connection, since)
            suites = _arrival_suites(dict.fromkeys(fresh, since))
            judged = [suite for suite in suites if suite.asset.split("/")[1] in fresh]
            step.rows = sum(fresh.values())
            outcomes = _judge(run_log, judged)
            step.note = _note(outcomes)
            seen = {(outcome.asset, outcome.rule.name) for outcome in outcomes}
            idle = [
                Outcome(asset=suite.asset, rule=rule, passed=True)
                for suite in suites
                for rule in suite.rules
                if (suite.asset, rule.name) not in seen
            ]
            yield from map(_as_check, outcomes)
            yield from (_as_check(outcome, note="nothing new arrived") for outcome in idle)
            _close_gate(outcomes)

    return arrivals


def build_mart_checks(manifest: Path) -> dg.AssetChecksDefinition:
    """Checks on marts, before they are published."""
    known = {f"marts/{name}" for name in mart_names(read_manifest(manifest))}
    suites = [suite for suite in MART_SUITES if suite.asset in known]

    @dg.multi_asset_check(name="mart_checks", specs=_specs(suites), pool=POOL)
    def mart_checks(run_log: dg.ResourceParam[RunLog]) -> Iterator[dg.AssetCheckResult]:
        with run_log.step("check marts", "Check the marts") as step:
            outcomes = _judge(run_log, suites, on_suite=step.advance)
            step.note = _note(outcomes)
            yield from map(_as_check, outcomes)
            _close_gate(outcomes)

    return mart_checks


def _specs(suites: Sequence[Suite]) -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(
            rule.name,
            asset=dg.AssetKey(suite.asset.split("/")),
            description=rule.description,
            blocking=rule.severity == "error",
        )
        for suite in suites
        for rule in suite.rules
    ]


def _arrival_suites(since: dict[str, int | None]) -> list[Suite]:
    suites = []
    for name, target in load_targets().items():
        fields = {
            field_name: FieldFacts(
                required=field.required, one_of=field.one_of, min=field.min, max=field.max
            )
            for field_name, field in target.fields.items()
        }
        suites.append(arrival_suite(name, fields, after_batch=since.get(name)))
    return suites


def _published_batch(settings: Settings) -> int | None:
    """The newest batch in the served version; what came later has not been judged for good."""
    if current_version(settings) is None:
        return None
    connection = connect_current(settings)
    try:
        row = connection.execute("select max(batch_id) from batches").fetchone()
    except duckdb.CatalogException:
        return None
    finally:
        connection.close()
    return row[0] if row else None


def _targets_after(connection: duckdb.DuckDBPyConnection, since: int | None) -> dict[str, int]:
    """Targets with rows landed after a batch, and how many."""
    rows = connection.execute(
        "select target, cast(sum(rows_landed) as bigint) from ops.batches"
        " where batch_id > ? and rows_landed > 0 group by target order by target",
        [since or 0],
    ).fetchall()
    return dict(rows)


def _judge(
    run_log: RunLog,
    suites: Sequence[Suite],
    *,
    on_suite: Callable[[str], None] = lambda _asset: None,
) -> list[Outcome]:
    if not suites:
        return []
    from expectations.runner import validate

    outcomes = validate(run_log.settings.warehouse_path, suites, on_suite=on_suite)
    run_log.checked(_as_record(outcome) for outcome in outcomes)
    return outcomes


def _as_record(outcome: Outcome) -> CheckResult:
    rule = outcome.rule
    return CheckResult(
        name=rule.name,
        asset=outcome.asset,
        severity=rule.severity,
        passed=outcome.passed,
        failed_count=outcome.failed_count,
        sample=outcome.sample,
        description=f"{rule.description} {outcome.problem}".strip(),
    )


def _as_check(outcome: Outcome, *, note: str = "") -> dg.AssetCheckResult:
    is_error = outcome.rule.severity == "error"
    return dg.AssetCheckResult(
        check_name=outcome.rule.name,
        asset_key=dg.AssetKey(outcome.asset.split("/")),
        passed=outcome.passed,
        severity=dg.AssetCheckSeverity.ERROR if is_error else dg.AssetCheckSeverity.WARN,
        description=outcome.problem or note or None,
        metadata={
            "failed_count": outcome.failed_count,
            "sample": dg.MetadataValue.json(outcome.sample),
        },
    )


def _note(outcomes: Sequence[Outcome]) -> str:
    failed = [outcome for outcome in outcomes if not outcome.passed]
    warned = sum(outcome.rule.severity == "warn" for outcome in failed)
    return f"{len(outcomes)} checks, {len(failed) - warned} failed, {warned} warnings"


def _close_gate(outcomes: Sequence[Outcome]) -> None:
    """Raise when a check of severity error failed; the sentence names the first."""
    bad = [o for o in outcomes if not o.passed and o.rule.severity == "error"]
    if bad:
        first = bad[0]
        more = f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""
        raise GateClosed(
            f"Check {first.rule.name} failed on {first.asset} "
            f"for {first.failed_count:,} rows{more}: "
            f"{first.rule.description} {first.problem + ' ' if first.problem else ''}"
            "Nothing was published, the version served before stays."
        )
