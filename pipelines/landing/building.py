"""Put the select of a target over a file together, from the map and what the file holds."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from pipelines.failures import PermanentFailure, sentence_of
from pipelines.landing import sql
from pipelines.landing.casting import Reads, as_text, cast_value
from pipelines.landing.contract import Column, Contract
from pipelines.landing.dates import detect_formats
from pipelines.landing.document_columns import columns_of_documents
from pipelines.landing.findings import Finding
from pipelines.landing.mapping import FieldMap, FileMap, SourceMap, TargetMap
from pipelines.landing.readers import Reading, describe
from pipelines.landing.resolving import Resolver, unmapped_columns
from pipelines.landing.targets import Target, TargetField, load_targets


@dataclass(frozen=True)
class Scope:
    """The defaults that apply to a file."""

    source_map: SourceMap
    file_map: FileMap

    def constants(self) -> dict[str, str | None]:
        """What empty currency and country fields become."""
        return {
            "currency_code": self.file_map.currency or self.source_map.currency,
            "country_code": self.file_map.country or self.source_map.country,
        }


@dataclass(frozen=True)
class Field:
    """A field of the map with the SQL of its input."""

    name: str
    spec: FieldMap
    rules: TargetField
    expression: str
    kind: str


def build_contract(
    connection: duckdb.DuckDBPyConnection,
    source_map: SourceMap,
    file_map: FileMap,
    target_map: TargetMap,
    reading: Reading,
    *,
    with_faults: bool,
) -> Contract:
    """Put the select together; faults of the map against this file are raised as one sentence."""
    target = load_targets()[target_map.target]
    source, columns, extra = reading.relation, reading.columns, ""
    recorded = reading.scan(record_rejects=with_faults)
    if reading.documents:
        documents = columns_of_documents(reading, target_map, file_map, with_faults=with_faults)
        source = recorded = documents.relation
        columns, extra = documents.columns, "__extra"
    resolver = Resolver(columns, reading, exploded=bool(target_map.explode))
    findings: list[Finding] = []
    given = {
        name: resolver.given(name, spec, target.fields[name], file_map.nulls, findings)
        for name, spec in target_map.fields.items()
        if spec.sql is None
    }
    snippets = {
        name: f"({_filled(spec.sql, given)})"
        for name, spec in target_map.fields.items()
        if spec.sql is not None
    }
    types = _snippet_types(connection, source, snippets, target_map)
    given |= {name: (snippet, types[name]) for name, snippet in snippets.items()}
    formats = detect_formats(connection, source, target_map, given, findings)
    scope = Scope(source_map, file_map)
    built = [
        _column(scope, Field(name, spec, target.fields[name], *given[name]), formats.get(name))
        for name, spec in target_map.fields.items()
    ]
    built += _defaults(scope, target, target_map)
    if not reading.documents:
        extra = _extra(resolver, file_map)
    return Contract(
        target=target, source=source, recorded=recorded, where=target_map.where, columns=built,
        extra=extra or "null", has_fault=reading.has_fault,
        raw="__raw" if reading.documents else reading.raw, findings=findings,
    )  # fmt: skip


def _column(scope: Scope, field: Field, formats: tuple[str, ...] | None) -> Column:
    spec, rules, expression, kind = field.spec, field.rules, field.expression, field.kind
    reads = Reads(
        timezone=spec.timezone or scope.file_map.timezone or scope.source_map.timezone,
        decimal=spec.decimal or scope.file_map.decimal,
        formats=formats or ("iso",),
        divide_by=spec.divide_by,
    )
    held = sql.name("__" + field.name)
    if rules.type == "text" and kind != "VARCHAR":
        expression, kind = as_text(expression, kind), "VARCHAR"
    value = cast_value(held, kind, rules, reads)
    default = spec.default if spec.default is not None else scope.constants().get(field.name)
    if default is not None:
        fallback = f"try_cast({sql.literal(default)} as {rules.sql_type})"
        blank = f"coalesce(trim(cast({held} as varchar)), '') = ''"
        value = f"case when {blank} then {fallback} else {value} end"
    origin = f" (column {', '.join(spec.column)})" if spec.column else " (sql)" if spec.sql else ""
    fails = rules.type != "text"
    return Column(field.name, rules, expression, kind, value, origin, cast_can_fail=fails)


def _defaults(scope: Scope, target: Target, target_map: TargetMap) -> list[Column]:
    """Currency and country of the source, where the map has no column for them."""
    return [
        Column(
            name, target.fields[name], sql.literal(value), "VARCHAR", sql.name("__" + name), "",
            cast_can_fail=False,
        )
        for name, value in scope.constants().items()
        if value and name in target.fields and name not in target_map.fields
    ]  # fmt: skip


def _extra(resolver: Resolver, file_map: FileMap) -> str:
    """SQL of the columns no target of the file takes, as JSON; nothing when there are none."""
    left = unmapped_columns(list(resolver.columns), file_map)
    if not left:
        return ""
    packed = ", ".join(f"{sql.name(column)} := {sql.name(column)}" for column in left)
    empty = " and ".join(f"{sql.name(column)} is null" for column in left)
    return f"case when not ({empty}) then to_json(struct_pack({packed})) end"


def _filled(snippet: str, given: dict[str, tuple[str, str]]) -> str:
    """A snippet with each `{field}` replaced by the input of that field."""
    for name, (expression, _) in given.items():
        snippet = snippet.replace("{" + name + "}", f"({expression})")
    return snippet


def _snippet_types(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    snippets: dict[str, str],
    target_map: TargetMap,
) -> dict[str, str]:
    """Types of the `sql` fields; a snippet that does not bind is a fault of the map."""
    found: dict[str, str] = {}
    tried = snippets | ({"where": target_map.where} if target_map.where else {})
    for name, snippet in tried.items():
        try:
            kinds = describe(connection, f"select ({snippet}) as value from ({source}) as source")
        except duckdb.Error as error:
            raise PermanentFailure(
                f'{target_map.target}: the SQL of "{name}" does not fit the file '
                f"({sentence_of(error)})",
                todo="Mend it in the map.",
            ) from error
        found[name] = kinds["value"]
    return found
