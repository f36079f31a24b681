"""`kith doctor`: what is installed, where state lives, what is stale."""

import platform
import shutil
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import typer

from pipelines.commands.options import DEFAULT_HOME, HomeOption
from pipelines.home import PROJECT_ROOT
from pipelines.serving import connect_current, current_version, list_versions
from records.settings import Settings, load_settings

_TOOLS = ("duckdb", "dagster", "dbt-core", "dbt-duckdb", "streamlit", "great-expectations")


def doctor(home: HomeOption = DEFAULT_HOME) -> None:
    """Say what is installed, where state lives, what is served and what is stale. Changes nothing.

    Ends with code 1 when something needs a hand.

    Example: ./kith doctor
    """
    settings = load_settings(home)
    problems: list[str] = []
    typer.echo("Installed")
    _line("python", platform.python_version())
    for name in _TOOLS:
        _line(name, _version(name) or _note(problems, f"{name} is not installed"))
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    _line("chromium", browser or "not here (only `./kith test` needs it)")
    typer.echo("State")
    _line("checkout", str(PROJECT_ROOT))
    _line("home", str(settings.home))
    if not settings.home.is_dir():
        problems.append("there is no home yet: `./kith demo` makes one")
    else:
        _describe_home(settings, problems)
    free = shutil.disk_usage(settings.home if settings.home.is_dir() else PROJECT_ROOT).free
    _line("disk free", f"{free / 1024**3:.1f} GB")
    if free < 2 * 1024**3:
        problems.append(f"only {free / 1024**3:.1f} GB of disk are free")
    typer.echo("Needs a hand" if problems else "Nothing needs a hand.")
    for problem in problems:
        typer.echo(f"  - {problem}")
    if problems:
        raise typer.Exit(1)


def _describe_home(settings: Settings, problems: list[str]) -> None:
    for name, path in (
        ("warehouse", settings.warehouse_path),
        ("records", settings.records_path),
        ("served versions", settings.serving_dir),
        ("made inputs", settings.data_dir),
    ):
        _line(name, f"{path}  {_size(path)}")
    current = current_version(settings)
    if current is None:
        problems.append("nothing is published: `./kith run` builds and publishes")
        return
    _line("serves", f"{current} (of {len(list_versions(settings))} kept)")
    _describe_served(settings, problems)
    if settings.records_path.exists():
        _describe_runs(settings, problems)


def _describe_served(settings: Settings, problems: list[str]) -> None:
    import duckdb

    connection = connect_current(settings)
    try:
        row = connection.execute("select published_at, as_of_date from publication").fetchone()
        if row:
            age = datetime.now(UTC).replace(tzinfo=None) - row[0]
            _line("published", f"{row[0]:%Y-%m-%d %H:%M} UTC ({age.days} d ago), as of {row[1]}")
        stale = connection.execute(
            "select source, target, last_loaded_at from data_freshness where is_stale"
        ).fetchall()
    except duckdb.Error as error:
        problems.append(f"the served version cannot be read ({error})")
        return
    finally:
        connection.close()
    for source, target, loaded_at in stale:
        problems.append(f"{source} delivered no {target} since {loaded_at:%Y-%m-%d %H:%M}")


def _describe_runs(settings: Settings, problems: list[str]) -> None:
    from records.database import ensure_records
    from records.runs import latest_checks, latest_runs

    ensure_records(settings)
    runs = latest_runs(settings, limit=1)
    if not runs:
        return
    run = runs[0]
    _line("last run", f"{run.kind} {run.status}, started {run.started_at:%Y-%m-%d %H:%M} UTC")
    if run.status == "failed":
        problems.append(f"the last run failed: {run.message}")
    problems.extend(
        f"check {check.name} on {check.asset}: {check.failed_count} rows"
        for check in latest_checks(settings, run_id=run.run_id)
        if not check.passed and check.severity == "error"
    )


def _line(name: str, value: str) -> None:
    typer.echo(f"  {name:20} {value}")


def _note(problems: list[str], problem: str) -> str:
    problems.append(problem)
    return "missing"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _size(path: Path) -> str:
    if not path.exists():
        return "not there yet"
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return f"{sum(file.stat().st_size for file in files) / 1024**2:.1f} MB"
