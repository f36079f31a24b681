"""All dbt models as assets; their tests arrive as asset checks."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, dbt_assets
from packaging.version import Version

from pipelines.failures import PermanentFailure
from pipelines.home import DBT_PROJECT
from pipelines.manifest import dbt_executable, read_manifest, target_path
from pipelines.resources.records import RunLog
from pipelines.resources.warehouse import POOL, Warehouse, dbt_environment
from pipelines.run_options import FULL_REFRESH_TAG, RETRIES
from pipelines.translators import CONTACTS, KithTranslator, dbt_key
from records.runs import CheckResult
from records.settings import Settings


def build_dbt_assets(settings: Settings, manifest: Path) -> dg.AssetsDefinition:
    """The whole dbt project; Dagster cuts it where a Python asset stands in the middle."""

    @dbt_assets(
        manifest=manifest,
        dagster_dbt_translator=KithTranslator(),
        name="dbt",
        pool=POOL,
        retry_policy=RETRIES,
    )
    def dbt(
        context: dg.AssetExecutionContext,
        run_log: dg.ResourceParam[RunLog],
        warehouse: dg.ResourceParam[Warehouse],
    ) -> Iterator[Any]:
        part = _part(context)
        with run_log.step(part, _TITLES[part]) as step, dbt_environment(settings):
            done, failed = 0, []
            checks: list[CheckResult] = []
            invocation = _resource().cli(
                _arguments(context),
                context=context,
                raise_on_error=False,
                target_path=target_path(settings),
            )
            for event in invocation.stream():
                if isinstance(event, dg.AssetCheckResult | dg.AssetCheckEvaluation):
                    checks.append(_as_record(event))
                    failed += [c for c in checks[-1:] if not c.passed and c.severity == "error"]
                else:
                    done += 1
                    step.advance(f"{done} models, {_name(event)}")
                yield event
            run_log.checked(checks)
            _raise_on_failure(invocation, failed)
            step.rows = _count_rows(warehouse, manifest, context.selected_asset_keys)
            step.note = f"{done} models, {len(checks)} tests"

    return dbt


_TITLES = {"build contacts": "Build staging and contacts", "build marts": "Build the marts"}


def _part(context: dg.AssetExecutionContext) -> str:
    """The part before identity builds contacts, the part after it marts."""
    return "build contacts" if CONTACTS in context.selected_asset_keys else "build marts"


class _Dbt(DbtCliResource):
    """dbt as a program only.

    Its adapter costs seconds to import, and would look into the warehouse while dbt has it open,
    which DuckDB does not allow.
    """

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> None:  # type: ignore[override]
        del args

    @cached_property
    def _cli_version(self) -> Version:
        """The version as installed; `dbt --version` takes seconds and asks the network."""
        return Version(version("dbt-core"))


@cache
def _resource() -> DbtCliResource:
    """One for both parts of a run."""
    return _Dbt(
        project_dir=str(DBT_PROJECT),
        profiles_dir=str(DBT_PROJECT),
        dbt_executable=dbt_executable(),
    )


def _arguments(context: dg.AssetExecutionContext) -> list[str]:
    # unit tests prove logic, not data: `kith test` runs them, a run does not
    arguments = ["build", "--exclude-resource-type", "unit_test"]
    if context.run.tags.get(FULL_REFRESH_TAG) == "true":
        arguments.append("--full-refresh")
    return arguments


def _name(event: Any) -> str:
    key = getattr(event, "asset_key", None)
    return key.path[-1] if key else str(getattr(event, "output_name", "")).split("__", 1)[-1]


def _as_record(event: dg.AssetCheckResult | dg.AssetCheckEvaluation) -> CheckResult:
    metadata = {name: value.value for name, value in (event.metadata or {}).items()}
    failed = metadata.get("dagster_dbt/failed_row_count")
    key = event.asset_key
    return CheckResult(
        name=event.check_name or "test",
        asset="/".join(key.path) if key else "",
        severity="error" if event.severity == dg.AssetCheckSeverity.ERROR else "warn",
        passed=bool(event.passed),
        failed_count=failed if isinstance(failed, int) else 0,
        description=event.description or "A dbt test.",
    )


def _raise_on_failure(invocation: Any, failed: list[CheckResult]) -> None:
    if failed:
        first = failed[0]
        more = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
        raise PermanentFailure(
            f"dbt test {first.name} failed on {first.asset} "
            f"({first.failed_count} rows){more}; the version served before stays."
        )
    if not invocation.is_successful():
        raise PermanentFailure(
            f"dbt did not finish: {_told(str(invocation.get_error()))}. "
            "The version served before stays."
        )


def _told(text: str) -> str:
    """What dbt says of its first error: the model and the engine's words."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        if " Error in " in line:
            return " ".join(lines[number : number + 2])
    return lines[-1] if lines else "no reason was given, see logs/run.log in the home"


def _count_rows(warehouse: Warehouse, manifest: Path, keys: AbstractSet[dg.AssetKey]) -> int:
    tables = [
        f"{node['schema']}.{node['alias']}"
        for node in read_manifest(manifest)["nodes"].values()
        if node["resource_type"] == "model"
        and node["config"]["materialized"] in {"table", "incremental"}
        and dbt_key(node) in keys
    ]
    if not tables:
        return 0
    counts = " union all ".join(f"select count(*) as n from {table}" for table in tables)
    with warehouse.connect(read_only=True) as connection:
        row = connection.execute(f"select sum(n)::bigint from ({counts})").fetchone()
    return int(row[0]) if row else 0
