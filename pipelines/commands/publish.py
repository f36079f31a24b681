"""`kith publish`: put what is built in front of readers, or go back."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from pipelines.commands.options import DEFAULT_HOME, HomeOption
from pipelines.failures import PermanentFailure
from pipelines.home import find_home, open_home
from pipelines.publish import roll_back
from pipelines.serving import current_version, list_versions


def publish(
    rollback: Annotated[
        bool, typer.Option("--rollback", help="Serve the version before the current one.")
    ] = False,
    to: Annotated[
        str | None, typer.Option("--to", help="With --rollback: the version to serve.")
    ] = None,
    versions: Annotated[
        bool, typer.Option("--versions", help="Only list the versions that are kept.")
    ] = False,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Check and publish what the warehouse holds now; or serve an earlier version.

    Example: ./kith publish --rollback
    """
    if to is not None and not rollback:
        raise PermanentFailure("--to needs --rollback: `./kith publish --rollback --to VERSION`.")
    if versions:
        settings = find_home(home)
        current = current_version(settings)
        for version in list_versions(settings):
            typer.echo(f"{version}{'  current' if version == current else ''}")
    elif rollback:
        from records.database import ensure_records

        settings = find_home(home)
        ensure_records(settings)
        version = roll_back(settings, to=to, now=datetime.now(UTC))
        typer.echo(f"Version {version} is served now.")
    else:
        from pipelines.pipeline import run_job

        run_job(open_home(home), job="publish")
