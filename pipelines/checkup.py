"""Every check of `kith test`: what is run, how it is judged, and the table at the end."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pipelines.home import DBT_PROJECT, PROJECT_ROOT

PACKAGES = ("pipelines", "models_ml", "app", "expectations", "records", "seeds")
PYTHON_PLACES = (*PACKAGES, "tests", "benchmarks")
# Suites that need more than Python get a row of their own; all other tests are the unit row.
SUITES = {
    "architecture": "tests/architecture",
    "dbt": "tests/dbt",
    "app": "tests/app",
    "pipeline": "tests/pipelines",
    "browser": "tests/e2e",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the table."""

    name: str
    command: list[str]
    counts_tests: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a check ended."""

    name: str
    state: str
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    output: str = ""


def tool(name: str) -> str:
    """A program of this environment."""
    return str(Path(sys.executable).with_name(name))


def style_checks() -> list[Check]:
    """Checks that read the source and run nothing."""
    places = [place for place in PYTHON_PLACES if (PROJECT_ROOT / place).is_dir()]
    return [
        Check("ruff", [tool("ruff"), "check", *places]),
        Check("ruff format", [tool("ruff"), "format", "--check", *places]),
        Check("imports", [tool("lint-imports")]),
        Check("pyright", [tool("pyright")]),
        Check("dbt parse", [tool("dbt"), "parse", "--project-dir", ".", "--profiles-dir", "."]),
        Check("sqlfluff", [tool("sqlfluff"), "lint", "dbt_project/models", "dbt_project/tests"]),
    ]


def test_checks(arguments: Sequence[str]) -> list[Check]:
    """One run of pytest a suite, two workers each; the browser alone."""
    ignored = [f"--ignore={path}" for path in SUITES.values()]
    checks = [Check("pytest unit", _pytest("tests", *ignored, *arguments), counts_tests=True)]
    for name, path in SUITES.items():
        if (PROJECT_ROOT / path).is_dir():
            command = _pytest(path, *arguments)
            checks.append(Check(f"pytest {name}", command, counts_tests=True))
    return checks


def _pytest(place: str, *arguments: str) -> list[str]:
    workers = "0" if place == SUITES["browser"] else "2"
    return [sys.executable, "-m", "pytest", place, "-n", workers, "--dist", "loadfile", *arguments]


def run_checks(checks: Sequence[Check], *, on_end: Callable[[Verdict], None]) -> list[Verdict]:
    """Style beside tests, so that two cores are both busy; each kind one after the other."""
    quiet = [check for check in checks if not check.counts_tests]
    tests = [check for check in checks if check.counts_tests]
    with tempfile.TemporaryDirectory(prefix="kith-test-") as scratch:

        def run_all(group: Sequence[Check]) -> list[Verdict]:
            verdicts = []
            for check in group:
                verdict = _run(check, Path(scratch))
                on_end(verdict)
                verdicts.append(verdict)
            return verdicts

        with ThreadPoolExecutor(max_workers=2) as pool:
            return [verdict for part in pool.map(run_all, [quiet, tests]) for verdict in part]


def _run(check: Check, scratch: Path) -> Verdict:
    began = time.monotonic()
    report = scratch / f"{check.name.replace(' ', '-')}.xml"
    command = [*check.command, f"--junitxml={report}"] if check.counts_tests else check.command
    done = subprocess.run(
        command,
        cwd=DBT_PROJECT if check.name == "dbt parse" else PROJECT_ROOT,
        env=_environment(scratch / check.name.replace(" ", "-")),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    seconds = time.monotonic() - began
    output = done.stdout
    if not check.counts_tests:
        state = "ok" if done.returncode == 0 else "FAILED"
        return Verdict(check.name, state, seconds, output=output)
    passed, failed, skipped = _counts(report)
    if done.returncode == 5:  # pytest found no tests
        return Verdict(check.name, "no tests", seconds)
    state = "ok" if done.returncode == 0 else "FAILED"
    failed = max(failed, int(done.returncode != 0))
    return Verdict(check.name, state, seconds, passed, failed, skipped, output)


def _environment(scratch: Path) -> dict[str, str]:
    scratch.mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        "DBT_TARGET_PATH": str(scratch / "target"),
        "DBT_LOG_PATH": str(scratch / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "KITH_WAREHOUSE": str(scratch / "warehouse.duckdb"),
        "GX_ANALYTICS_ENABLED": "false",
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def _counts(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests of one run of pytest."""
    try:
        root = ET.parse(report).getroot()  # noqa: S314 - written by our own pytest
    except (OSError, ET.ParseError):
        return 0, 0, 0
    suites = list(root.iter("testsuite"))
    total = sum(int(suite.get("tests", 0)) for suite in suites)
    failed = sum(int(suite.get("failures", 0)) + int(suite.get("errors", 0)) for suite in suites)
    skipped = sum(int(suite.get("skipped", 0)) for suite in suites)
    return total - failed - skipped, failed, skipped


def find_browser() -> str | None:
    """Debian's Chromium, or one like it."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    return None


def install_browser(*, say: Callable[[str], None]) -> str | None:
    """Install Chromium with apt where this is Debian and we may; returns where it is, if it is."""
    found = find_browser()
    if found or not shutil.which("apt-get") or os.geteuid() != 0:
        return found
    say("Installing Debian's chromium for the browser tests")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-qy", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            ["apt-get", *arguments], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode and arguments[0] == "install":
            lines = done.stderr.strip().splitlines()
            say(f"apt-get could not install it: {lines[-1] if lines else 'no reason given'}")
    return find_browser()
