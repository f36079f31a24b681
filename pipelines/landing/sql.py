"""Quoting: the only place where names and texts become SQL."""

from __future__ import annotations

import json
from typing import Any


def name(identifier: str) -> str:
    """Quote an identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str) -> str:
    """Quote a text literal."""
    return "'" + value.replace("'", "''") + "'"


def literal(value: Any) -> str:
    """A constant of a map as a text literal."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "'true'" if value else "'false'"
    return text(str(value))


def words(values: list[str]) -> str:
    """A list of text literals for `in (...)`."""
    return ", ".join(text(value) for value in values)


def json_path(keys: list[str]) -> str:
    """A JSON path literal: each key quoted, `[n]` kept as an index."""
    path = "$"
    for key in keys:
        bare, bracket, index = key.partition("[")
        path += (f".{json.dumps(bare, ensure_ascii=False)}" if bare else "") + bracket + index
    return text(path)
