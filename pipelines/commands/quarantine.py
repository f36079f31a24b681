"""`kith source quarantine`: rows that broke their contract."""

import typer

app = typer.Typer(help="Rows that broke their contract: list, replay, dismiss.")
