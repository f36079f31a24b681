"""`kith demo`: from nothing to a page, in one command."""

from enum import StrEnum
from typing import Annotated

import typer

from pipelines.commands.options import DEFAULT_HOME, HomeOption
from pipelines.commands.up import DagsterPortOption, PortOption, require_ports, serve
from pipelines.home import open_home
from records.settings import Settings


class Data(StrEnum):
    """What a demo is made of."""

    SAMPLE = "sample"
    COMPLETEJOURNEY = "completejourney"
    CDNOW = "cdnow"


def demo(
    data: Annotated[
        Data, typer.Option("--data", help="The sample company, or one of two real data sets.")
    ] = Data.SAMPLE,
    customers: Annotated[
        int, typer.Option("--customers", min=10, help="Size of the sample company.")
    ] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="Another sample company.")] = 7,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Build and publish, start nothing.")
    ] = False,
    port: PortOption = 8501,
    dagster_port: DagsterPortOption = 3000,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Make the data, run the whole pipeline once, publish, and serve the app and Dagster's UI.

    A second time, only what changed is done again; with nothing changed it serves at once.

    Example: ./kith demo --data completejourney --home .kith-grocery
    """
    from pipelines.demo import Choice

    if not no_serve:
        require_ports(port, dagster_port)
    settings = open_home(home)
    sized = data is Data.SAMPLE
    choice = Choice(data.value, customers if sized else 0, seed if sized else 0)
    _build(settings, choice)
    from pipelines.demo_users import ensure_demo_users

    logins = ensure_demo_users(settings)
    text = f"Sign in with one of these (also in {settings.demo_logins_path}):\n{logins}"
    if no_serve:
        typer.echo(text)
    else:
        serve(settings, port=port, dagster_port=dagster_port, logins=text)


def _build(settings: Settings, choice: object) -> None:
    from pipelines import demo as steps

    if not isinstance(choice, steps.Choice):
        raise TypeError(type(choice).__name__)
    steps.require_same_choice(settings, choice)
    steps.note_choice(settings, choice)
    directory = steps.make_inputs(settings, choice, say=typer.echo)
    steps.register_sources(settings, choice, directory)
    from pipelines.pipeline import run_when_due

    run_when_due(settings)
