"""`kith query` reads what is published and nothing else."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines import cli
from pipelines.publish import publish
from records.settings import Settings
from tests.pipelines.serving_home import MARTS, make_home


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = make_home(tmp_path_factory.mktemp("served") / "home")
    publish(settings, expected=MARTS, run_id="r1", now=datetime(2026, 1, 5, tzinfo=UTC))
    return settings


def kith(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["kith", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_csv_is_a_header_and_rows_and_nothing_else(
    served: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sql = "select customer_id, lifetime_net_amount, null as gap, true as yes from customers"

    code = kith(monkeypatch, "query", sql, "--format", "csv", "--home", str(served.home))

    said = capsys.readouterr()
    assert code == 0
    assert said.err == ""
    assert said.out == (
        "customer_id,lifetime_net_amount,gap,yes\nc2,20.00,,true\nc1,10.00,,true\nc0,0.00,,true\n"
    )


def test_json_is_a_list_of_records(
    served: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sql = "select count(*) as n, sum(net_amount) as net from orders"

    kith(monkeypatch, "query", sql, "--format", "json", "--home", str(served.home))

    assert json.loads(capsys.readouterr().out) == [{"n": 3, "net": 30.0}]


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        pytest.param("copy customers to 'x.csv'", "Only select", id="copy"),
        pytest.param("select 1; select 2", "Give one select statement, not 2", id="two"),
        pytest.param("", "Give one select statement, not 0", id="none"),
        pytest.param("drop table customers", "Only select", id="drop"),
        pytest.param("attach 'x.db'", "Only select", id="attach"),
        pytest.param("set enable_external_access = true", "Only select", id="set"),
        pytest.param("select * from read_csv('/etc/passwd')", "file system", id="file"),
        pytest.param("select * from '/etc/passwd'", "The query failed", id="file as table"),
        pytest.param("select nope from customers", "nope", id="column"),
        pytest.param("selct", "The query failed", id="syntax"),
        pytest.param(
            "with gone as (select 1) delete from customers", "Only select", id="delete below with"
        ),
    ],
)
def test_anything_but_one_question_is_refused_in_one_sentence(
    served: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sql: str,
    sentence: str,
) -> None:
    code = kith(monkeypatch, "query", sql, "--home", str(served.home))

    said = capsys.readouterr()
    assert code == 1
    assert said.out == ""
    assert said.err.startswith("kith: ")
    assert sentence in said.err
    assert said.err.count("\n") == 1


def test_home_without_a_version_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kith(monkeypatch, "query", "select 1", "--home", str(tmp_path)) == 1
    assert "Nothing is published" in capsys.readouterr().err
    assert kith(monkeypatch, "query", "select 1", "--home", str(tmp_path / "none")) == 1
    assert "There is no home" in capsys.readouterr().err
