"""Great Expectations on DuckDB finds what plain SQL finds, and lets go of the file."""

from pathlib import Path

import duckdb
import pytest

from expectations.duckdb_dialect import keep_one_connection
from expectations.rules import Outcome, Suite, between, has_rows, no_rows, not_null, one_of, unique
from expectations.runner import validate

RULES = (
    not_null("email"),
    unique("id"),
    unique("email"),
    between("amount", 0, 99),
    one_of("kind", ("even",)),
    has_rows(),
    no_rows("no_large", "select id, amount from {batch} where amount > 99", "No large amounts."),
    not_null("missing_column"),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gx") / "warehouse.duckdb"
    connection = duckdb.connect(str(path))
    connection.execute(
        "create schema marts; create table marts.things as select i as id,"
        " case when i % 10 <> 0 then 'a' || (i // 2) end as email,"
        " cast(i as decimal(18, 2)) as amount,"
        " case when i % 2 = 0 then 'even' else 'odd' end as kind from range(103) as r(i);"
        " create table marts.nothing as select * from marts.things where false"
    )
    connection.close()
    return path


@pytest.fixture(scope="module")
def outcomes(database: Path) -> dict[str, Outcome]:
    suites = [
        Suite("marts/things", "select * from marts.things", RULES),
        Suite("marts/nothing", "select * from marts.nothing", (has_rows(), not_null("email"))),
    ]
    return {
        f"{outcome.asset} {outcome.rule.name}": outcome for outcome in validate(database, suites)
    }


def test_counts_are_those_of_plain_sql(outcomes: dict[str, Outcome]) -> None:
    found = {name: (o.passed, o.failed_count) for name, o in outcomes.items()}

    assert found["marts/things email_is_there"] == (False, 11)
    assert found["marts/things id_is_unique"] == (True, 0)
    assert found["marts/things email_is_unique"] == (False, 80)
    assert found["marts/things amount_is_in_range"] == (False, 3)
    assert found["marts/things kind_is_known"] == (False, 51)
    assert found["marts/things has_rows"] == (True, 0)
    assert found["marts/things no_large"] == (False, 3)
    assert found["marts/nothing has_rows"] == (False, 1)
    assert found["marts/nothing email_is_there"] == (True, 0)


def test_samples_show_values_but_not_of_null_checks(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["marts/things email_is_there"].sample == []
    assert outcomes["marts/things no_large"].sample[0].keys() == {"id", "amount"}


def test_rule_that_cannot_be_judged_has_failed_and_says_why(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["marts/things missing_column_is_there"]

    assert not outcome.passed
    assert "missing_column" in outcome.problem


def test_file_is_free_for_the_next_writer(database: Path, outcomes: dict[str, Outcome]) -> None:
    assert outcomes
    connection = duckdb.connect(str(database))
    connection.execute("create or replace table marts.written as select 1")
    connection.close()


def test_the_private_name_we_lean_on_is_still_there() -> None:
    from great_expectations.execution_engine import sqlalchemy_execution_engine as engine

    keep_one_connection()
    keep_one_connection()

    kept = [str(getattr(d, "value", d)) for d in engine._PERSISTED_CONNECTION_DIALECTS]
    assert kept.count("duckdb") == 1
    assert "sqlite" in kept
