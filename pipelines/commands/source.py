"""`kith source`: folders of files and their maps."""

import typer

app = typer.Typer(help="Sources: list, check, add, remove; rows in quarantine.")
