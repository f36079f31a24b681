"""Every command has a heading in docs/commands.md, an example there and one in its help."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperCommand, TyperGroup

from pipelines.cli import app

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "commands.md").read_text()


def commands(group: TyperCommand | TyperGroup, path: str) -> Iterator[tuple[str, TyperCommand]]:
    if isinstance(group, TyperGroup):
        for name, command in group.commands.items():
            yield from commands(command, f"{path} {name}")
    else:
        yield path, group


ALL = list(commands(typer.main.get_command(app), "kith"))


@pytest.mark.parametrize(("path", "command"), [pytest.param(p, c, id=p) for p, c in ALL])
def test_command_is_documented(path: str, command: TyperCommand) -> None:
    assert f"\n## {path}\n" in DOCS
    section = DOCS.split(f"\n## {path}\n")[1].split("\n## ")[0]
    assert f"./{path}" in section
    assert "Example: ./kith" in (command.help or "")
    assert any("--home" in parameter.opts for parameter in command.params)


def test_documented_commands_exist() -> None:
    headings = {line[3:] for line in DOCS.splitlines() if line.startswith("## kith ")}

    assert headings == {path for path, _ in ALL}
