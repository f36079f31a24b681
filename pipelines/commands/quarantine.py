"""`kith source quarantine`: rows that broke their contract."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from pipelines.commands.options import DEFAULT_HOME, HomeOption
from pipelines.home import find_home, writing

app = typer.Typer(
    help="Rows that broke their contract: list, replay, dismiss.", no_args_is_help=True
)


@app.command(name="list")
def list_rows(
    source: Annotated[str | None, typer.Option("--source", help="Only this source.")] = None,
    status: Annotated[
        str, typer.Option("--status", help="open, replayed, dismissed or all.")
    ] = "open",
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many rows.")] = 50,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """List rows in quarantine: id, place, reason and the original text.

    Example: ./kith source quarantine list --source shopify
    """
    from pipelines.landing.quarantine import list_quarantine
    from pipelines.landing.views import ensure_landing
    from pipelines.resources.warehouse import Warehouse

    settings = find_home(home)
    wanted = None if status == "all" else status
    with (
        writing(settings, doing="a look into quarantine", wait_seconds=600, on_wait=typer.echo),
        Warehouse(settings).connect() as connection,
    ):
        ensure_landing(connection)
        entries = list_quarantine(connection, source=source, status=wanted, limit=limit)
    if not entries:
        typer.echo("Nothing is in quarantine.")
    for entry in entries:
        place = f"{entry.source} {entry.file}:{entry.line_number or '?'} -> {entry.target}"
        typer.echo(f"{entry.quarantine_id:>8}  {place}  {entry.reason}\n          {entry.raw_text}")


@app.command()
def replay(
    source: Annotated[str, typer.Argument(help="The source whose file or map was mended.")],
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Read again the files that have rows in quarantine; what is right now lands.

    Example: ./kith source quarantine replay shopify
    """
    from pipelines.landing.load import land_source
    from pipelines.landing.mapping import load_map
    from pipelines.landing.quarantine import files_with_open_rows
    from pipelines.landing.registry import get_source
    from pipelines.landing.views import ensure_landing
    from pipelines.resources.warehouse import Warehouse
    from pipelines.run_state import forget_run

    settings = find_home(home)
    entry = get_source(settings.home, source)
    with (
        writing(settings, doing=f"a replay of {source}", wait_seconds=600, on_wait=typer.echo),
        Warehouse(settings).connect() as connection,
    ):
        ensure_landing(connection)
        batches = land_source(
            connection,
            load_map(entry.map),
            entry.path,
            run_id="replay",
            now=datetime.now(UTC),
            reread=files_with_open_rows(connection, source),
        )
    forget_run(settings)
    replayed = sum(batch.replayed for batch in batches)
    landed = sum(batch.rows_landed for batch in batches)
    typer.echo(
        f"{replayed:,} rows left quarantine, {landed:,} rows landed. `./kith run` publishes them."
    )


@app.command()
def dismiss(
    quarantine_ids: Annotated[list[int], typer.Argument(help="Ids, as `list` shows them.")],
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Settle rows that nobody will mend; they stay listed as dismissed.

    Example: ./kith source quarantine dismiss 12 13
    """
    from pipelines.landing.quarantine import dismiss as settle
    from pipelines.landing.views import ensure_landing
    from pipelines.resources.warehouse import Warehouse
    from pipelines.run_state import forget_run

    settings = find_home(home)
    with (
        writing(settings, doing="a dismissal", wait_seconds=600, on_wait=typer.echo),
        Warehouse(settings).connect() as connection,
    ):
        ensure_landing(connection)
        settled = settle(connection, quarantine_ids, now=datetime.now(UTC))
    forget_run(settings)
    typer.echo(f"{settled} rows dismissed.")
