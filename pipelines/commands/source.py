"""`kith source`: folders of files and their maps."""

from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.options import DEFAULT_HOME, HomeOption
from pipelines.home import find_home, open_home

app = typer.Typer(
    help="Sources: list, check, add, remove; rows in quarantine.", no_args_is_help=True
)
add_app = typer.Typer(help="Add a source.", no_args_is_help=True)
app.add_typer(add_app, name="add")


@app.command(name="list")
def list_all(home: HomeOption = DEFAULT_HOME) -> None:
    """List the registered sources: name, folder, map.

    Example: ./kith source list
    """
    from pipelines.landing.registry import list_sources

    sources = list_sources(find_home(home).home)
    if not sources:
        typer.echo("No source is registered: `./kith source add files DIR --map MAP` adds one.")
    for source in sources:
        typer.echo(f"{source.name:20} {source.path}  (map: {source.map})")


@add_app.command()
def files(
    directory: Annotated[Path, typer.Argument(help="The folder; all below it is looked at.")],
    map_file: Annotated[
        Path, typer.Option("--map", help="The map: which column feeds which field.")
    ],
    name: Annotated[
        str | None, typer.Option("--name", help="Has to be the `source` of the map.")
    ] = None,
    max_age_hours: Annotated[
        int | None,
        typer.Option("--max-age-hours", min=1, help="Older deliveries count as stale."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of a source of that name.")
    ] = False,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Register a folder of files with its map. Nothing is read until `check` or `run`.

    Example: ./kith source add files ./exports --map exports.yaml
    """
    from pipelines.landing.registry import add_source

    source = add_source(
        open_home(home).home,
        directory,
        map_file,
        name=name,
        max_age_hours=max_age_hours,
        replace=replace,
    )
    typer.echo(f"Added {source.name}. See what would land: ./kith source check {source.name}")


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="The source.")], home: HomeOption = DEFAULT_HOME
) -> None:
    """Forget a source. What it landed stays.

    Example: ./kith source remove exports
    """
    from pipelines.landing.registry import remove_source

    source = remove_source(find_home(home).home, name)
    typer.echo(f"{source.name} is no longer read; the rows it brought stay.")


@app.command()
def check(
    name: Annotated[
        str | None, typer.Argument(help="The source; without one, all of them.")
    ] = None,
    directory: Annotated[
        Path | None, typer.Option("--files", help="Check this folder instead (with --map).")
    ] = None,
    map_file: Annotated[
        Path | None, typer.Option("--map", help="Check this map before it is registered.")
    ] = None,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Read sources as a run would and say what would land; changes nothing.

    Ends with code 1 when a file cannot be read.

    Example: ./kith source check --files ./exports --map exports.yaml
    """
    from pipelines.landing.registry import RegisteredSource, get_source, list_sources
    from pipelines.source_check import check_one

    if map_file is not None and directory is not None:
        from pipelines.landing.mapping import load_map

        chosen = [
            RegisteredSource(name=load_map(map_file).source, path=str(directory), map=str(map_file))
        ]
    else:
        root = find_home(home).home
        chosen = [get_source(root, name)] if name else list_sources(root)
    if not chosen:
        typer.echo("No source is registered: `./kith source add files DIR --map MAP` adds one.")
    failed = [source.name for source in chosen if not check_one(source, say=typer.echo)]
    if failed:
        raise typer.Exit(1)
