"""Bound parameters by name: the warehouse takes them by position."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_NAMED = re.compile(r"\$([a-z]\w*)")


def bound(sql: str, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """The SQL with $1, $2 in place of $name, and the values in that order.

    A name may be used many times. A name without a value is a fault of the query.
    """
    order: list[str] = []

    def number(found: re.Match[str]) -> str:
        name = found.group(1)
        if name not in order:
            order.append(name)
        return f"${order.index(name) + 1}"

    numbered = _NAMED.sub(number, sql)
    missing = [name for name in order if name not in values]
    if missing:
        message = f"The query asks for {', '.join(missing)}, which is not given."
        raise KeyError(message)
    return numbered, [values[name] for name in order]
