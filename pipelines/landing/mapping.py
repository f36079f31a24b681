"""Maps: which column of which file feeds which field (docs/sources.md describes the keys)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipelines.failures import PermanentFailure
from pipelines.landing.mapping_faults import check_map, raise_faults, validation_faults
from pipelines.landing.targets import load_targets

FileFormat = Literal[
    "csv", "tsv", "jsonl", "ndjson", "json", "parquet", "xlsx", "fixed", "whitespace"
]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _as_field(value: Any) -> Any:
    return {"column": value} if isinstance(value, str | list) else value


Words = Annotated[list[str], BeforeValidator(_as_list)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class FieldMap(_Strict):
    """Where the value of one field comes from and how it is read."""

    column: Words = Field(default_factory=list)
    value: str | float | bool | None = None
    sql: str | None = None
    type: str | None = None
    format: Words = Field(default_factory=list)
    timezone: str | None = None
    decimal: Literal[".", ","] | None = None
    divide_by: float | None = None
    remove_prefix: str | None = None
    remove_suffix: str | None = None
    values: dict[str | bool | int, str | bool | float | None] = Field(default_factory=dict)
    nulls: Words = Field(default_factory=list)
    default: str | float | bool | None = None


class TargetMap(_Strict):
    """One target fed from a file."""

    target: str
    fields: dict[str, Annotated[FieldMap, BeforeValidator(_as_field)]]
    where: str | None = None
    explode: str | None = None


class FixedColumn(_Strict):
    """A column of a fixed-width file; `start` counts from 1."""

    name: str
    start: int = Field(ge=1)
    width: int = Field(ge=1)


class FileMap(_Strict):
    """How the files of one pattern are read and what they feed."""

    pattern: Words
    targets: list[TargetMap] = Field(min_length=1)
    format: FileFormat | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quote: str = '"'
    escape: str | None = None
    comment: str | None = None
    header: bool = True
    columns: list[str | FixedColumn] = Field(default_factory=list)
    short_lines: Literal["quarantine", "pad"] = "quarantine"
    decimal: Literal[".", ","] = "."
    skip_rows: int = Field(default=0, ge=0)
    sheet: str | None = None
    range: str | None = None
    records: str | None = None
    nulls: Words = Field(default_factory=list)
    ignore: Words = Field(default_factory=list)
    timezone: str | None = None
    currency: str | None = None
    country: str | None = None


class Guard(_Strict):
    """How much a file may shrink before its load is stopped."""

    max_shrink: float = Field(default=0.5, ge=0, le=1)


class SourceMap(_Strict):
    """The whole map of one source."""

    source: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)
    description: str = ""
    timezone: str = "UTC"
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    guard: Guard | None = None
    ignore_files: Words = Field(default_factory=list)
    files: list[FileMap] = Field(min_length=1)

    def definition(self, file_map: FileMap, target_map: TargetMap) -> str:
        """Everything that decides how a row is read, as JSON; what `map_hash` is made of."""
        options = file_map.model_dump(exclude={"targets", "pattern"}, mode="json")
        return json.dumps(
            {
                "defaults": [self.timezone, self.currency, self.country],
                "file": options,
                "target": target_map.model_dump(mode="json"),
                "contract": load_targets()[target_map.target].fingerprint(),
            },
            sort_keys=True,
            ensure_ascii=False,
        )


def map_hash(definition: str) -> str:
    """Short, stable name of a definition."""
    return hashlib.sha256(definition.encode()).hexdigest()[:32]


def load_map(path: Path | str) -> SourceMap:
    """Read and check a map file; all faults are raised at once, as sentences."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PermanentFailure(
            f"The map {path} cannot be read ({error.strerror})", todo="Check the path."
        ) from error
    except UnicodeDecodeError as error:
        raise PermanentFailure(
            f"The map {path} is not UTF-8 text", todo="Save it as UTF-8."
        ) from error
    return parse_map(text, name=path.name)


def parse_map(text: str, *, name: str = "map.yaml") -> SourceMap:
    """Check the text of a map; `name` is what messages call it."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise PermanentFailure(
            f"{name} is not valid YAML: {' '.join(str(error).split())}",
            todo="Mend the place it names.",
        ) from error
    if not isinstance(content, dict):
        raise PermanentFailure(
            f"{name} is not a map: it must be a mapping with the keys source and files",
            todo="docs/sources.md shows a whole map.",
        )
    try:
        parsed = SourceMap.model_validate(content)
    except ValidationError as error:
        raise_faults(name, validation_faults(error, content))
        raise  # not reached; raise_faults always raises here
    raise_faults(name, check_map(parsed))
    return parsed
