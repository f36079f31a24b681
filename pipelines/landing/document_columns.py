"""Paths into JSON documents as text columns, and what the paths leave over."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from pipelines.landing import sql
from pipelines.landing.mapping import FileMap, TargetMap
from pipelines.landing.readers import Reading


@dataclass(frozen=True)
class DocumentColumns:
    """A relation with one text column a path, and `__extra`, `__fault`, `__raw`."""

    relation: str
    columns: dict[str, str]


def columns_of_documents(
    reading: Reading, target_map: TargetMap, file_map: FileMap, *, with_faults: bool
) -> DocumentColumns:
    """Turn the paths a target uses into columns; each document is parsed once for all of them."""
    names = _paths_used(target_map, reading)
    listed, of_document, of_element = _select_list(names, target_map, reading)
    source = reading.relation
    if not with_faults:
        source = f"select * from ({source}) where __fault is null"
    inner = f"select *, {_extracted('__doc', of_document)} as __d from ({source})"
    raw, document = "__raw", "__doc"
    if target_map.explode:
        inner = _exploded(inner, target_map.explode, of_element)
        raw, document = _element_as_raw(target_map.explode), "cast(__element as varchar)"
    patch = _mapped_parts(names, file_map, target_map)
    extra = (
        f"case when json_type({document}) = 'OBJECT' then json_merge_patch({document}, "
        f"{sql.text(json.dumps(patch, ensure_ascii=False))}) end"
    )
    chosen = ", ".join([*listed, f"{raw} as __raw", "__fault", f"{extra} as __extra"])
    relation = f"select {chosen} from ({inner})"
    left = f"nullif({_without_shells('cast(__extra as varchar)', _shells(patch))}, '{{}}')"
    return DocumentColumns(
        f"select * replace ({left} as __extra) from ({relation})", dict.fromkeys(names, "VARCHAR")
    )


def _select_list(
    names: list[str], target_map: TargetMap, reading: Reading
) -> tuple[list[str], list[str], list[str]]:
    listed: list[str] = []
    of_document: list[str] = []
    of_element: list[str] = []
    for column in names:
        inside = bool(target_map.explode) and not column.startswith("^")
        bare = column.lstrip("^").lstrip(".")
        if inside:
            bare = bare.removeprefix(f"{target_map.explode}.")
        keys = [bare] if bare in reading.columns and not inside else bare.split(".")
        paths, holder = (of_element, "__e") if inside else (of_document, "__d")
        paths.append(sql.json_path([key for key in keys if key]))
        listed.append(f"nullif({holder}[{len(paths)}], '') as {sql.name(column)}")
    return listed, of_document, of_element


def _extracted(document: str, paths: list[str]) -> str:
    return f"json_extract_string({document}, [{', '.join(paths) or sql.text('$')}])"


def _exploded(inner: str, explode: str, paths: list[str]) -> str:
    """One row an element of the list; a malformed document stays one row."""
    whole = sql.json_path([*explode.split("."), "[*]"])
    elements = f"case when __fault is null then json_extract(__doc, {whole}) else [null] end"
    unnested = f"select *, unnest({elements}) as __element from ({inner})"
    return f"select *, {_extracted('__element', paths)} as __e from ({unnested})"


def _element_as_raw(explode: str) -> str:
    parent = sql.text(json.dumps({explode.split(".", maxsplit=1)[0]: None}))
    return (
        "case when __fault is null then cast(json_object("
        f"{sql.text(explode)}, __element, '^', json_merge_patch(__doc, {parent})) as varchar) "
        "else __raw end"
    )


def _shells(patch: dict[str, Any], depth: int = 0) -> dict[int, set[str]]:
    """Names of objects that may be empty once their mapped parts are gone, by depth."""
    found: dict[int, set[str]] = {}
    for key, below in patch.items():
        if below is not None:
            found.setdefault(depth, set()).add(key)
            for level, names in _shells(below, depth + 1).items():
                found.setdefault(level, set()).update(names)
    return found


def _without_shells(document: str, shells: dict[int, set[str]]) -> str:
    """SQL that drops objects of which nothing is left, the innermost first.

    Inside a JSON string every quote is escaped, so `"name":{}` cannot be part of one.
    """
    for depth in sorted(shells, reverse=True):
        listed = "|".join(re.escape(json.dumps(key, ensure_ascii=False)) for key in shells[depth])
        empty = f"(?:{listed}):\\{{\\}}"
        document = f"regexp_replace({document}, {sql.text(empty + ',')}, '', 'g')"
        document = f"regexp_replace({document}, {sql.text(',?' + empty)}, '', 'g')"
    return document


def _mapped_parts(names: list[str], file_map: FileMap, target_map: TargetMap) -> dict[str, Any]:
    """A merge patch that takes every mapped or ignored part out of a document."""
    if target_map.explode:
        used = [n.removeprefix(f"{target_map.explode}.") for n in names if not n.startswith("^")]
    else:
        used = names + [path for other in file_map.targets for path in _parent_paths(other)]
    patch: dict[str, Any] = {}
    for path in [*used, *file_map.ignore]:
        if "[" in path:  # one element of a list: the list stays whole
            continue
        node = patch
        *above, last = path.split(".")
        for key in above:
            below = node.setdefault(key, {})
            if not isinstance(below, dict):
                break
            node = below
        else:
            node[last] = None
    return patch


def _parent_paths(target_map: TargetMap) -> list[str]:
    """Paths of the document itself that a target takes."""
    columns = [column for field in target_map.fields.values() for column in field.column]
    if not target_map.explode:
        return columns
    parents = [c.lstrip("^").lstrip(".") for c in columns if c.startswith("^")]
    return [*parents, target_map.explode]


def _paths_used(target_map: TargetMap, reading: Reading) -> list[str]:
    """Paths of the fields, and those that the SQL of the map mentions."""
    names = [column for field in target_map.fields.values() for column in field.column]
    for snippet in [target_map.where, *(field.sql for field in target_map.fields.values())]:
        if snippet:
            names.extend(re.findall(r'"((?:[^"]|"")+)"', snippet))
            bare = {word.casefold() for word in re.findall(r"[A-Za-z_]\w*", snippet)}
            names.extend(key for key in reading.columns if key.casefold() in bare)
    return list(dict.fromkeys(names))


def top_keys(file_map: FileMap) -> set[str]:
    """Top-level keys of the documents that feed something, folded."""
    paths = [path for target_map in file_map.targets for path in _parent_paths(target_map)]
    return {path.split(".")[0].split("[")[0].casefold() for path in paths}
