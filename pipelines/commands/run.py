"""`kith run`: the pipeline once."""

from typing import Annotated

import typer

from pipelines.commands.options import DEFAULT_HOME, HomeOption
from pipelines.home import open_home


def run(
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Build every table from the landed rows again.")
    ] = False,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Land what is new, build, check and publish, once. What has not changed costs nothing.

    Example: ./kith run
    """
    from pipelines.pipeline import run_job

    seconds = run_job(open_home(home), job="refresh_warehouse", full_refresh=full_refresh)
    typer.echo(f"Published after {seconds:.0f} s.")
