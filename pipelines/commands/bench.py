"""`kith bench`: measure landing, builds, publishing and pages beside bare DuckDB."""

import importlib
import sys
from typing import Annotated

import typer

from pipelines.commands.options import DEFAULT_HOME, HomeOption
from pipelines.failures import PermanentFailure
from pipelines.home import PROJECT_ROOT, open_home


def bench(
    customers: Annotated[
        int, typer.Option("--customers", min=1000, help="Size of the made workspace.")
    ] = 100_000,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Measure every step on made data, each beside its floor in bare DuckDB. Prints one table.

    The made data lives in HOME/bench; the workspace in HOME is not touched.

    Example: ./kith bench --customers 100000
    """
    if str(PROJECT_ROOT) not in sys.path:  # benchmarks stay in the checkout, they are not installed
        sys.path.append(str(PROJECT_ROOT))
    try:
        runner = importlib.import_module("benchmarks.run")
    except ModuleNotFoundError as error:
        raise PermanentFailure(
            "The benchmarks are not part of this installation: run `./kith bench` in a checkout."
        ) from error
    runner.run(home=open_home(home).home / "bench", customers=customers)
