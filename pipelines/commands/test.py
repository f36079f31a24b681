"""`kith test`: every check there is."""

import os
import time
from typing import Annotated

import typer

from pipelines.checkup import (
    Verdict,
    install_browser,
    run_checks,
    style_checks,
    test_checks,
)
from pipelines.commands.options import DEFAULT_HOME, HomeOption


def run_every_check(
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Only checks whose name contains this; may be repeated."),
    ] = None,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Run style, types, SQL, architecture, unit, dbt, app and browser tests; one table at the end.

    The tests make homes of their own: the one named by --home is not touched.

    Example: ./kith test --only ruff --only "pytest unit"
    """
    del home
    began = time.monotonic()
    checks = [*style_checks(), *test_checks([])]
    if only:
        checks = [check for check in checks if any(word in check.name for word in only)]
    without_browser = None
    wants_browser = any(check.name == "pytest browser" for check in checks)
    if wants_browser and install_browser(say=typer.echo) is None:
        without_browser = _browser_missing()
        checks = [check for check in checks if check.name != "pytest browser"]

    def tell(verdict: Verdict) -> None:
        typer.echo(f"{verdict.state:8} {verdict.name:22} {verdict.seconds:>6.0f} s")
        if verdict.state == "FAILED":
            typer.echo(verdict.output)

    verdicts = run_checks(checks, on_end=tell)
    if without_browser is not None:
        verdicts.append(without_browser)
    _print_table(verdicts, time.monotonic() - began)
    bad = [verdict for verdict in verdicts if verdict.state == "FAILED"]
    style_failures = sum(not verdict.failed for verdict in bad)
    passed = sum(v.passed + (v.state == "ok" and not v.passed) for v in verdicts)
    failed = sum(verdict.failed for verdict in verdicts) + style_failures
    typer.echo(f"{passed} passed, {failed} failed")
    if bad:
        raise typer.Exit(1)


def _browser_missing() -> Verdict:
    how = "no chromium: install it (Debian: apt install chromium) and run this again"
    typer.echo(f"Browser tests: {how}.")
    in_ci = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
    return Verdict("pytest browser", "FAILED" if in_ci else "skipped", 0, output=how)


def _print_table(verdicts: list[Verdict], seconds: float) -> None:
    typer.echo("")
    _print_row("check", "result", ["passed", "failed", "skipped"], "seconds")
    for verdict in verdicts:
        counts = [str(n or "") for n in (verdict.passed, verdict.failed, verdict.skipped)]
        _print_row(verdict.name, verdict.state, counts, f"{verdict.seconds:.0f}")
    _print_row("all", "", ["", "", ""], f"{seconds:.0f}")


def _print_row(name: str, result: str, counts: list[str], seconds: str) -> None:
    numbers = " ".join(f"{count:>7}" for count in counts)
    typer.echo(f"{name:22} {result:8} {numbers} {seconds:>8}")
