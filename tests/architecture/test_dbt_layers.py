"""Rules of the dbt project, checked over its manifest and its SQL."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dbt.cli.main import dbtRunner

PROJECT = Path(__file__).parents[2] / "dbt_project"

_LAYERS = {"staging": ("stg_", "base_"), "intermediate": ("int_",)}
_KEY_TESTS = {"unique", "unique_combination", "unique_in_newest"}
_MOST_INPUTS = 6
# one event can be a step of two funnels and be sent twice: its rows are facts without a key
_WITHOUT_KEY = {"int_funnel_events"}
# read by Python (identity), not by another model
_READ_FROM_OUTSIDE = {"int_contacts__unioned"}

Node = dict[str, Any]


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The manifest `dbt parse` makes, in a directory of its own."""
    directory = tmp_path_factory.mktemp("manifest")
    outcome = dbtRunner().invoke(
        [
            *("parse", "--quiet", "--no-partial-parse"),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
            *("--target-path", str(directory), "--log-path", str(directory / "logs")),
        ]
    )
    assert outcome.success, outcome.exception
    return json.loads((directory / "manifest.json").read_text())


@pytest.fixture(scope="module")
def models(manifest: dict[str, Any]) -> dict[str, Node]:
    """Our models by unique id."""
    return {
        key: node
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["package_name"] == "kith"
    }


def _layer(node: Node) -> str:
    return node["fqn"][1]


def _inputs(node: Node) -> list[str]:
    return sorted(set(node["depends_on"]["nodes"]))


def test_folder_says_prefix(models: dict[str, Node]) -> None:
    prefixes = tuple(prefix for names in _LAYERS.values() for prefix in names)
    wrong = [
        node["original_file_path"]
        for node in models.values()
        if (
            not node["name"].startswith(_LAYERS[_layer(node)])
            if _layer(node) in _LAYERS
            else _layer(node) != "marts" or node["name"].startswith(prefixes)
        )
    ]
    assert wrong == []


def test_staging_reads_one_source_and_no_model(models: dict[str, Node]) -> None:
    wrong = {
        node["name"]: _inputs(node)
        for node in models.values()
        if _layer(node) == "staging" and [key.split(".")[0] for key in _inputs(node)] != ["source"]
    }
    assert wrong == {}


def test_only_staging_reads_sources(models: dict[str, Node]) -> None:
    wrong = {
        node["name"]: [key for key in _inputs(node) if key.startswith("source.")]
        for node in models.values()
        if _layer(node) != "staging" and any(k.startswith("source.") for k in _inputs(node))
    }
    assert wrong == {}


def test_intermediate_stands_below_marts(models: dict[str, Node]) -> None:
    """Entity marts (customers, orders ..., scores of one) are built on further; reports are not."""
    reports, of_one_customer = {"analytics", "operations"}, {"rfm"}
    wrong = [
        (node["name"], models[key]["name"])
        for node in models.values()
        if _layer(node) == "intermediate"
        for key in _inputs(node)
        if key in models
        and _layer(models[key]) == "marts"
        and models[key]["fqn"][2] in reports
        and models[key]["name"] not in of_one_customer
    ]
    assert wrong == []


def test_no_relation_is_written_out_by_hand(models: dict[str, Node]) -> None:
    by_hand = re.compile(
        r"\b(from|join)\s+(landing|staging|intermediate|marts|identity|ops|raw_\w+)\.",
        re.IGNORECASE,
    )
    wrong = [node["name"] for node in models.values() if by_hand.search(node["raw_code"])]
    assert wrong == []


def test_every_model_has_a_tested_key(manifest: dict[str, Any], models: dict[str, Node]) -> None:
    tested = {
        node["attached_node"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        and (node.get("test_metadata") or {}).get("name") in _KEY_TESTS
    }
    # staging keeps every version of a row; landing itself sees to it that no row is there twice
    wrong = [
        node["name"]
        for key, node in models.items()
        if key not in tested and node["fqn"][2] != "landing" and node["name"] not in _WITHOUT_KEY
    ]
    assert wrong == []


def test_every_model_says_what_one_row_is(models: dict[str, Node]) -> None:
    wrong = [
        node["name"]
        for node in models.values()
        if not node["description"].startswith("One row per ")
    ]
    assert wrong == []


def test_every_mart_column_is_described_and_typed(models: dict[str, Node]) -> None:
    wrong = [
        f"{node['name']}.{column['name']}"
        for node in models.values()
        if _layer(node) == "marts"
        for column in node["columns"].values()
        if not column["description"].strip() or not column["data_type"]
    ]
    assert wrong == []


def test_marts_have_a_contract(models: dict[str, Node]) -> None:
    wrong = [
        node["name"]
        for node in models.values()
        if _layer(node) == "marts" and not node["config"]["contract"]["enforced"]
    ]
    assert wrong == []


def test_no_model_reads_more_than_six(models: dict[str, Node]) -> None:
    wrong = {
        node["name"]: len(_inputs(node))
        for node in models.values()
        if len(_inputs(node)) > _MOST_INPUTS and not node["name"].startswith("int_calendar__")
    }
    assert wrong == {}


def test_every_model_and_source_is_used(manifest: dict[str, Any], models: dict[str, Node]) -> None:
    used = {key for node in models.values() for key in _inputs(node)}
    used |= {k for e in manifest["exposures"].values() for k in e["depends_on"]["nodes"]}
    idle = [
        node["name"]
        for key, node in models.items()
        if key not in used and _layer(node) != "marts" and node["name"] not in _READ_FROM_OUTSIDE
    ]
    idle += [node["name"] for key, node in manifest["sources"].items() if key not in used]
    assert idle == []


def test_every_source_says_how_fresh_it_must_be(manifest: dict[str, Any]) -> None:
    """Identity is ours, made in the same run: it alone may be without."""
    wrong = [
        node["unique_id"]
        for node in manifest["sources"].values()
        if not (node["freshness"] and node["freshness"]["warn_after"]["count"])
        and node["source_name"] != "identity"
    ]
    assert wrong == []


def _calls(sql: str, function: str) -> Iterator[tuple[int, int]]:
    for found in re.finditer(rf"(?<![\w.]){function}\s*\(", sql, re.IGNORECASE):
        depth, end = 1, found.end()
        while depth and end < len(sql):
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        yield found.start(), end


def _uncast_sums(sql: str) -> list[str]:
    """Calls of sum() outside any cast(): DuckDB keeps them 38 digits wide, 55 times slower."""
    plain = re.sub(r"--[^\n]*|\{#.*?#\}", "", sql, flags=re.DOTALL)
    casts = list(_calls(plain, "cast"))
    return [
        plain[start:end]
        for start, end in _calls(plain, "sum")
        if not any(first < start and end <= last for first, last in casts)
    ]


def test_sums_are_cast() -> None:
    wrong = {
        path.name: sums
        for path in sorted(PROJECT.glob("models/**/*.sql"))
        if (sums := _uncast_sums(path.read_text()))
    }
    assert wrong == {}


def test_the_lint_for_sums_sees_what_it_should() -> None:
    assert _uncast_sums("select sum(x) from t") == ["sum(x)"]
    assert _uncast_sums("select sum(a) over (partition by b) from t") == ["sum(a)"]
    assert _uncast_sums("select cast(coalesce(sum(x), 0) as bigint), money_total(x) from t") == []
    assert _uncast_sums("-- a sum(x)\nselect cast(a as int) + sum(b)") == ["sum(b)"]


def test_every_number_on_a_screen_is_written_down(models: dict[str, Node]) -> None:
    """docs/metrics.md has a heading for every mart that screens take numbers from."""
    page = (PROJECT.parent / "docs" / "metrics.md").read_text()
    headings = " ".join(line for line in page.splitlines() if line.startswith("#"))
    areas = {"analytics", "operations"}
    missing = [
        node["name"]
        for node in models.values()
        if _layer(node) == "marts"
        and node["fqn"][2] in areas
        and f"`{node['name']}`" not in headings
    ]
    assert missing == []
