"""`kith run`: the pipeline once."""

from typing import Annotated

import typer

from pipelines.commands.options import DEFAULT_HOME, HomeOption
from pipelines.home import open_home


def run(
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Build every table from the landed rows again.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Run even when no file, map or code changed.")
    ] = False,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Land what is new, build, check and publish, once. With nothing changed it says so and stops.

    Example: ./kith run
    """
    from pipelines.pipeline import run_when_due

    run_when_due(open_home(home), full_refresh=full_refresh, force=force)
