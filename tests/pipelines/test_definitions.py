"""What Dagster is told: every key, job, schedule and sensor, and who waits for whom."""

from pathlib import Path

import dagster as dg
import pytest

from pipelines.assembly import build_definitions
from pipelines.home import open_home
from pipelines.landing.registry import save_sources, shipped_sources
from pipelines.translators import IDENTITY_TABLES, PUBLISHED, raw_key


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    settings = open_home(tmp_path_factory.mktemp("definitions"))
    save_sources(settings.home, shipped_sources("cdnow"))
    return build_definitions(settings)


def paths(definitions: dg.Definitions) -> set[str]:
    graph = definitions.resolve_asset_graph()
    return {"/".join(key.path) for key in graph.get_all_asset_keys()}


def test_keys_are_paths_in_the_warehouse(definitions: dg.Definitions) -> None:
    found = paths(definitions)

    assert {"raw_cdnow/order_lines", "landing/orders", "published/warehouse"} <= found
    assert {"staging/stg_landing__orders", "intermediate/int_contacts__unioned"} <= found
    assert {"marts/customers", "marts/orders", "marts/rfm", "marts/retention_by_cohort"} <= found
    assert {f"identity/{table}" for table in IDENTITY_TABLES} <= found
    places = {"landing", "ops", "staging", "identity", "intermediate", "marts", "published"}
    assert {path.split("/")[0] for path in found} == places | {"raw_cdnow"}


def test_jobs_schedules_and_sensors_have_their_names(definitions: dg.Definitions) -> None:
    repository = definitions.get_repository_def()

    assert {"refresh_warehouse", "publish"} <= set(repository.job_names)
    assert {schedule.name for schedule in repository.schedule_defs} == {
        "refresh_warehouse_daily",
        "refresh_warehouse_hourly",
    }
    assert {sensor.name for sensor in repository.sensor_defs} == {
        "files_changed",
        "records_changed",
    }


def test_every_asset_has_group_freshness_and_owner_or_is_dbts(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.group_name not in {None, "default"}, key
        assert node.freshness_policy is not None, key


def test_publishing_waits_for_every_mart_and_identity_for_contacts(
    definitions: dg.Definitions,
) -> None:
    graph = definitions.resolve_asset_graph()

    marts = {key for key in graph.get_all_asset_keys() if key.path[0] == "marts"}
    assert graph.get(PUBLISHED).parent_keys == marts
    for table in IDENTITY_TABLES:
        parents = graph.get(dg.AssetKey(["identity", table])).parent_keys
        assert parents == {dg.AssetKey(["intermediate", "int_contacts__unioned"])}


def test_every_step_that_opens_the_warehouse_is_in_the_pool(definitions: dg.Definitions) -> None:
    job = definitions.resolve_job_def("refresh_warehouse")

    pools = {node.name: node.definition.pool for node in job.graph.nodes}  # type: ignore[attr-defined]
    assert set(pools.values()) == {"warehouse_writer"}


def test_dbt_starts_twice_and_no_more(definitions: dg.Definitions) -> None:
    """Each start of dbt costs seconds; only identity stands between the two."""
    job = definitions.resolve_job_def("refresh_warehouse")

    assert sum(node.name.startswith("dbt") for node in job.graph.nodes) == 2


def test_checks_of_severity_error_block(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    checks = {
        (key.asset_key.to_user_string(), key.name): graph.get_check_spec(key)
        for key in graph.asset_check_keys
    }

    assert checks["marts/customers", "customer_id_is_unique"].blocking
    assert not checks["marts/data_freshness", "sources_are_fresh"].blocking
    assert checks["landing/orders", "order_id_is_there"].blocking
    files = [name for key, name in checks if key == "/".join(raw_key("cdnow", "orders").path)]
    assert all(name == "files_can_be_landed" for name in files)


def test_code_location_file_is_where_dagster_looks() -> None:
    root = Path(__file__).resolve().parents[2]

    assert "pipelines.definitions" in (root / "workspace.yaml").read_text()
    assert len((root / "pipelines" / "definitions.py").read_text().splitlines()) <= 60
