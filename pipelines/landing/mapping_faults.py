"""What can be wrong in a map, as sentences: the place, the known values, the nearest spelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from pydantic import ValidationError

from pipelines.failures import FaultyInput, nearest
from pipelines.landing.targets import Target, load_targets

if TYPE_CHECKING:
    from pipelines.landing.mapping import FieldMap, FileMap, SourceMap, TargetMap

KEYS: dict[str, tuple[str, ...]] = {
    "map": (
        "source", "description", "timezone", "currency", "country", "guard", "ignore_files",
        "files",
    ),
    "guard": ("max_shrink",),
    "file": (
        "pattern", "targets", "format", "encoding", "delimiter", "quote", "escape", "comment",
        "header", "columns", "short_lines", "decimal", "skip_rows", "sheet", "range", "records",
        "nulls", "ignore", "timezone", "currency", "country",
    ),
    "target": ("target", "fields", "where", "explode"),
    "field": (
        "column", "value", "sql", "type", "format", "timezone", "decimal", "divide_by",
        "remove_prefix", "remove_suffix", "values", "nulls", "default",
    ),
    "fixed column": ("name", "start", "width"),
}  # fmt: skip


def raise_faults(name: str, faults: Iterable[str]) -> None:
    """Raise one error for all faults, or return when there is none."""
    found = list(dict.fromkeys(faults))
    if found:
        count = "one fault" if len(found) == 1 else f"{len(found)} faults"
        raise FaultyInput(
            f"{name} has {count}", found, todo="Mend the map; docs/sources.md explains every key."
        )


def validation_faults(error: ValidationError, content: Mapping[str, Any]) -> Iterator[str]:
    """Turn pydantic's complaints into sentences."""
    for fault in error.errors():
        location = fault["loc"]
        place = place_of(location, content)
        key = str(location[-1]) if location else ""
        if fault["type"] == "extra_forbidden":
            known = KEYS[_level(location[:-1])]
            yield (
                f'{place}: "{key}" is not a key here{nearest(key, known)} '
                f"(known: {', '.join(known)})"
            )
        elif fault["type"] == "missing":
            yield f'{place}: the key "{key}" is missing'
        elif fault["type"] == "literal_error":
            known_values = str(fault.get("ctx", {}).get("expected", ""))
            word = str(fault["input"])
            options = [
                part.strip().strip("'") for part in known_values.replace(" or ", ",").split(",")
            ]
            yield f'{place}: "{word}" is not known{nearest(word, options)} (known: {known_values})'
        else:
            value = fault["input"]
            shown = f" (it is {value!r})" if isinstance(value, str | int | float | bool) else ""
            yield f"{place}: {fault['msg'][0].lower()}{fault['msg'][1:]}{shown}"


def place_of(location: tuple[int | str, ...], content: Any) -> str:
    """Name a place in the map the way its author would: by pattern and target, not by index."""
    parts: list[str] = []
    node = content
    for step in location:
        if isinstance(step, str) and step in {"FixedColumn", "str", "constrained-str"}:
            continue
        node = _child(node, step)
        if isinstance(step, int):
            label = node.get("pattern") or node.get("target") if isinstance(node, dict) else None
            parts[-1:] = [f"{parts[-1] if parts else ''}[{label if label else step + 1}]"]
        else:
            parts.append(str(step))
    return ".".join(parts) or "the map"


def _child(node: Any, step: int | str) -> Any:
    if isinstance(node, dict):
        return node.get(step)
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return None


def _level(location: tuple[int | str, ...]) -> str:
    names = [step for step in location if isinstance(step, str)]
    if "fields" in names:
        return "field"
    if "targets" in names:
        return "target"
    if "columns" in names:
        return "fixed column"
    return "guard" if "guard" in names else "file" if "files" in names else "map"


def check_map(source_map: SourceMap) -> Iterator[str]:
    """Faults that only the contract can tell: unknown targets, fields, zones."""
    yield from _zone("timezone", source_map.timezone)
    for file_map in source_map.files:
        place = f"files[{', '.join(file_map.pattern)}]"
        yield from _check_file(place, file_map)
        for target_map in file_map.targets:
            yield from _check_target(f"{place}.targets[{target_map.target}]", target_map)


def _check_file(place: str, file_map: FileMap) -> Iterator[str]:
    if not file_map.pattern:
        yield f"{place}: pattern is empty"
    if file_map.timezone:
        yield from _zone(f"{place}.timezone", file_map.timezone)
    if (
        not file_map.header
        and not file_map.columns
        and file_map.format not in {"json", "jsonl", "ndjson", "parquet"}
    ):
        yield f"{place}: header is false, so the key columns must name the columns"
    fixed = [column for column in file_map.columns if not isinstance(column, str)]
    if file_map.format == "fixed" and len(fixed) != len(file_map.columns or [""]):
        yield f"{place}: format fixed needs columns as a list of {{name, start, width}}"
    if file_map.format != "fixed" and fixed:
        yield f"{place}: columns with start and width belong to format fixed"


def _check_target(place: str, target_map: TargetMap) -> Iterator[str]:
    targets = load_targets()
    target = targets.get(target_map.target)
    if target is None:
        yield (
            f'{place}: "{target_map.target}" is not a target{nearest(target_map.target, targets)} '
            f"(known: {', '.join(targets)})"
        )
        return
    for required in target.required_fields():
        if required not in target_map.fields:
            yield f'{place}.fields: the required field "{required}" is not mapped'
    for name, field in target_map.fields.items():
        if name not in target.fields:
            yield (
                f'{place}.fields: "{name}" is not a field of {target.name}'
                f"{nearest(name, target.fields)} (known: {', '.join(target.fields)})"
            )
        else:
            yield from _check_field(f"{place}.fields.{name}", name, field, target)


def _check_field(place: str, name: str, field: FieldMap, target: Target) -> Iterator[str]:
    origins = [key for key in ("column", "value", "sql") if key in field.model_fields_set]
    if len(origins) != 1:
        said = " and ".join(origins) if origins else "none of them"
        yield f"{place}: give exactly one of column, value, sql (it has {said})"
    kind = target.fields[name].type
    if field.type is not None and field.type != kind:
        yield f'{place}: type is "{field.type}", but the contract says {kind}'
    if field.timezone:
        yield from _zone(f"{place}.timezone", field.timezone)
    if field.format and kind not in {"timestamp", "date"}:
        yield f"{place}: format is for timestamps and dates; {name} is {kind}"
    if field.divide_by == 0:
        yield f"{place}: divide_by is 0"
    allowed = target.fields[name].one_of
    if allowed and isinstance(field.value, str) and field.value not in allowed:
        hint = nearest(field.value, allowed)
        yield f'{place}: "{field.value}" is not allowed{hint} (known: {", ".join(allowed)})'


def _zone(place: str, zone: str) -> Iterator[str]:
    zones = available_timezones()
    if zone not in zones:
        hint = nearest(zone, zones)
        yield f'{place}: "{zone}" is not a time zone{hint} (names look like Europe/London or UTC)'
