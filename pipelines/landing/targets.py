"""The contract of landed data: targets.yaml as objects."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

FieldType = Literal[
    "text", "integer", "number", "money", "price", "timestamp", "date", "boolean", "json"
]
SQL_TYPES: dict[str, str] = {
    "text": "varchar",
    "integer": "bigint",
    "number": "double",
    "money": "decimal(18,2)",
    "price": "decimal(18,4)",
    "timestamp": "timestamp",
    "date": "date",
    "boolean": "boolean",
    "json": "json",
}
META_COLUMNS: dict[str, str] = {
    "_extra": "json",
    "_source": "varchar",
    "_batch_id": "bigint",
    "_row_hash": "ubigint",
    "_loaded_at": "timestamp",
}


class TargetField(BaseModel):
    """One column of a target and the rules its values obey."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: FieldType
    required: bool = False
    one_of: tuple[str, ...] | None = None
    min: float | None = None
    max: float | None = None
    description: str = ""

    @property
    def sql_type(self) -> str:
        """The DuckDB type of the column."""
        return SQL_TYPES[self.type]


class Target(BaseModel):
    """One kind of thing that can be landed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    description: str
    key: tuple[str, ...] = ()
    fields: dict[str, TargetField]

    def columns(self) -> dict[str, str]:
        """Column name to DuckDB type, in table order, with the landing columns at the end."""
        return {name: field.sql_type for name, field in self.fields.items()} | META_COLUMNS

    def required_fields(self) -> list[str]:
        """Names of the fields no row may leave empty."""
        return [name for name, field in self.fields.items() if field.required]

    def fingerprint(self) -> str:
        """Change when a type or rule changes, but not when a description does."""
        rules = {n: f.model_dump(exclude={"description"}) for n, f in self.fields.items()}
        return hashlib.sha256(json.dumps(rules, sort_keys=True).encode()).hexdigest()


@cache
def load_targets() -> dict[str, Target]:
    """Read targets.yaml that ships with the package."""
    text = Path(__file__).with_name("targets.yaml").read_text(encoding="utf-8")
    return {name: Target(name=name, **entry) for name, entry in yaml.safe_load(text).items()}
