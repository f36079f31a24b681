"""`kith up`: serve the app and Dagster's UI."""

import time
from enum import StrEnum
from typing import Annotated

import typer

from pipelines.commands.options import DEFAULT_HOME, HomeOption
from pipelines.home import open_home
from records.settings import Settings

PortOption = Annotated[int, typer.Option("--port", help="Port of the app on 127.0.0.1.")]
DagsterPortOption = Annotated[
    int, typer.Option("--dagster-port", help="Port of Dagster's UI on 127.0.0.1.")
]


class Only(StrEnum):
    """One of the two."""

    APP = "app"
    DAGSTER = "dagster"


def up(
    port: PortOption = 8501,
    dagster_port: DagsterPortOption = 3000,
    only: Annotated[Only | None, typer.Option("--only", help="Start only this one.")] = None,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; 0.0.0.0 behind a proxy.")
    ] = "127.0.0.1",
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Serve the app and Dagster's UI on this machine until Ctrl-C.

    Example: ./kith up --port 8600
    """
    require_ports(port, dagster_port, only=only)
    serve(open_home(home), port=port, dagster_port=dagster_port, only=only, host=host)


def require_ports(port: int, dagster_port: int, *, only: Only | None = None) -> None:
    """Refuse early when a port is taken."""
    from pipelines.services import require_port

    if only is not Only.DAGSTER:
        require_port(port, "--port")
    if only is not Only.APP:
        require_port(dagster_port, "--dagster-port")


def serve(
    settings: Settings,
    *,
    port: int,
    dagster_port: int,
    only: Only | None = None,
    host: str = "127.0.0.1",
    logins: str = "",
) -> None:
    """Start both, say where they are as soon as each answers, stay until Ctrl-C."""
    from pipelines.services import (
        app_service,
        dagster_service,
        running,
        wait_until_answering,
        watch,
    )
    from records.database import ensure_records

    ensure_records(settings)
    began = time.monotonic()
    services = []
    if only is not Only.DAGSTER:
        services.append(app_service(settings, port=port, host=host))
    if only is not Only.APP:
        services.append(dagster_service(settings, port=dagster_port, host=host))
    try:
        with running(services):
            for service in services:
                wait_until_answering(service)
                seconds = time.monotonic() - began
                typer.echo(f"{service.name:8} {service.address}   ({seconds:.0f} s)")
            if logins:
                typer.echo(logins)
            typer.echo("Ctrl-C stops both." if only is None else "Ctrl-C stops it.")
            watch(services)
    except KeyboardInterrupt:
        typer.echo("\nStopped.")
