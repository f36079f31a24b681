"""One select that reads, types and judges the rows of a file for a target."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from pipelines.failures import PermanentFailure, nearest, sentence_of
from pipelines.landing import sql
from pipelines.landing.casting import Reads, as_text, cast_value, prepared_text
from pipelines.landing.dates import detect_formats
from pipelines.landing.findings import Finding, Severity
from pipelines.landing.mapping import FieldMap, FileMap, SourceMap, TargetMap
from pipelines.landing.readers import Reading, describe
from pipelines.landing.targets import Target, TargetField, load_targets

SHOWN = {
    "integer": "a whole number", "number": "a number", "money": "an amount", "price": "an amount",
    "timestamp": "a time", "date": "a date", "boolean": "a yes or no", "json": "JSON",
}  # fmt: skip


@dataclass
class Column:
    """How one field comes about: its input, its value, and what may be wrong with it."""

    name: str
    field: TargetField
    given: str
    kind: str
    value: str
    origin: str
    cast_can_fail: bool


@dataclass
class Contract:
    """The SQL of one target over one file."""

    target: Target
    source: str
    recorded: str
    where: str | None
    columns: list[Column]
    extra: str
    raw: str
    has_fault: bool
    findings: list[Finding] = field(default_factory=list)

    def typed(self, *, record_rejects: bool = False, raw: bool = False) -> str:
        """Rows typed and judged: the fields, `_extra`, `_bad` (and `__row`)."""
        scan = self.recorded if record_rejects else self.source
        where = f" where coalesce({self.where}, false)" if self.where else ""
        if self.has_fault and self.where:
            where += " or __fault is not null"
        given = [f"{c.given} as {sql.name('__' + c.name)}" for c in self.columns]
        kept = [f"{self.extra} as _extra"]
        if self.has_fault:
            kept.append("__fault")
        if raw:
            kept.append(f"{self.raw} as __row")
        inputs = f"select {', '.join([*given, *kept])} from ({scan}) as source{where}"
        values = [f"{c.value} as {sql.name(c.name)}" for c in self.columns]
        needed = [sql.name("__" + c.name) for c in self.columns if c.cast_can_fail or raw]
        passed = ["_extra", *(["__fault"] if self.has_fault else []), *(["__row"] if raw else [])]
        typed = f"select {', '.join([*values, *needed, *passed])} from ({inputs})"
        return f"select *, {self.bad()} as _bad from ({typed})"

    def fields(self) -> list[str]:
        """Names of the mapped fields."""
        return [column.name for column in self.columns]

    def bad(self) -> str:
        """SQL that is true for a row that breaks the contract.

        A cheap test finds the rows worth a closer look; `case` keeps the dear one off the others.
        """
        cheap = [suspicion for column in self.columns for suspicion in suspicions_of(column)]
        tests = [test for column in self.columns for test, _ in faults_of(column)]
        if self.has_fault:
            cheap.append("__fault is not null")
            tests.append("__fault is not null")
        if not tests:
            return "false"
        return f"case when {' or '.join(cheap)} then {' or '.join(tests)} else false end"

    def reasons(self) -> str:
        """SQL of all reasons of a bad row as one text."""
        parts = [f"case when {t} then {r} end" for c in self.columns for t, r in faults_of(c)]
        if self.has_fault:
            parts = [f"case when __fault is null and {p[10:]}" for p in parts]
            parts.append("__fault")
        return f"array_to_string([{', '.join(parts)}], '; ')"


def suspicions_of(column: Column) -> list[str]:
    """Cheap SQL conditions of which one holds whenever `faults_of` finds something."""
    value, rules = sql.name(column.name), column.field
    found: list[str] = []
    if rules.required or column.cast_can_fail:
        found.append(f"{value} is null")
    if rules.required and rules.type == "text":
        found.append(f"{value} < '!'")  # begins with a blank, or is empty
    if rules.type == "number":
        found.append(f"not isfinite({value})")
    if rules.one_of:
        found.append(f"{value} not in ({sql.words(list(rules.one_of))})")
    for bound, sign in ((rules.min, "<"), (rules.max, ">")):
        if bound is not None:
            found.append(f"{value} {sign} {bound:g}")
    return found


def faults_of(column: Column) -> list[tuple[str, str]]:
    """Pairs (SQL condition, SQL of the reason) of everything a value may break."""
    name, value, given = column.name, sql.name(column.name), sql.name("__" + column.name)
    found: list[tuple[str, str]] = []
    rules = column.field
    unread = f"({value} is null and {given} is not null"
    blank = f" and trim(cast({given} as varchar)) <> '')"
    if column.cast_can_fail:
        shown = f"'\"' || left(cast({given} as varchar), 200) || '\"'"
        reason = (
            f"'{name}: ' || {shown} || {sql.text(f' is not {SHOWN[rules.type]}{column.origin}')}"
        )
        found.append((unread + blank, reason))
    if rules.type == "number":
        found.append((f"not isfinite({value})", sql.text(f"{name}: is not finite{column.origin}")))
    if rules.required:
        empty = f"{value} is null" + (f" or trim({value}) = ''" if rules.type == "text" else "")
        test = f"({empty})"
        if column.cast_can_fail:
            test = f"({value} is null and coalesce(trim(cast({given} as varchar)), '') = '')"
        found.append((test, sql.text(f"{name} is empty{column.origin}")))
    if rules.one_of:
        ending = sql.text(f'" is not one of {", ".join(rules.one_of)}{column.origin}')
        reason = f"'{name}: \"' || {value} || {ending}"
        found.append(
            (f"({value} is not null and {value} not in ({sql.words(list(rules.one_of))}))", reason)
        )
    for bound, sign, word in ((rules.min, "<", "below"), (rules.max, ">", "above")):
        if bound is not None:
            reason = f"'{name}: ' || {value} || {sql.text(f' is {word} {bound:g}')}"
            found.append((f"coalesce({value} {sign} {bound:g}, false)", reason))
    return found


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
        from pipelines.landing.document_columns import columns_of_documents

        documents = columns_of_documents(reading, target_map, file_map, with_faults=with_faults)
        source = recorded = documents.relation
        columns, extra = documents.columns, "__extra"
    resolver = _Resolver(columns, reading, exploded=bool(target_map.explode))
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
    formats = detect_formats(connection, source, target_map, target, given, findings)
    built = []
    for name, spec in target_map.fields.items():
        built.append(
            _column(name, spec, target.fields[name], given[name], formats, source_map, file_map)
        )
    built += _defaults(target, target_map, source_map, file_map)
    if not reading.documents:
        extra = _extra(resolver, file_map)
    return Contract(
        target=target, source=source, recorded=recorded, where=target_map.where, columns=built,
        extra=extra or "null", has_fault=reading.has_fault,
        raw="__raw" if reading.documents else reading.raw, findings=findings,
    )  # fmt: skip


class _Resolver:
    """Find the columns the map names in the file."""

    def __init__(self, columns: dict[str, str], documents: Reading, *, exploded: bool) -> None:
        self.columns = columns
        self.csv = documents.dialect is not None
        self.documents = documents
        self.exploded = exploded
        self.folded = {name.strip().casefold(): name for name in columns}

    def find(self, wanted: str) -> str | None:
        """The file's own spelling of a column, or None."""
        actual = wanted if wanted in self.columns else self.folded.get(wanted.strip().casefold())
        known = self.documents.columns
        if actual is None or not self.documents.documents or not known or self.exploded:
            return actual
        top = wanted.split(".")[0].split("[")[0]
        return actual if wanted in known or top in known else None

    def given(
        self,
        name: str,
        spec: FieldMap,
        rules: TargetField,
        nulls: list[str],
        findings: list[Finding],
    ) -> tuple[str, str]:
        """SQL of the input of a field, and its type."""
        if not spec.column:
            return f"cast({sql.literal(spec.value)} as varchar)", "VARCHAR"
        actual = [found for wanted in spec.column if (found := self.find(wanted))]
        if not actual:
            self._missing(name, spec, rules, findings)
            return "cast(null as varchar)", "VARCHAR"
        kinds = {self.columns[column] for column in actual}
        plain = len(actual) == 1 and not (
            spec.values or spec.remove_prefix or spec.remove_suffix or spec.nulls or nulls
        )
        if plain and rules.type != "text" and kinds != {"VARCHAR"}:
            return sql.name(actual[0]), kinds.pop()
        texts = [self._text(column) for column in actual]
        joined = texts[0] if len(texts) == 1 else f"coalesce({', '.join(texts)})"
        return prepared_text(joined, spec, nulls), "VARCHAR"

    def _text(self, column: str) -> str:
        quoted = sql.name(column)
        shown = as_text(quoted, self.columns[column])
        return shown if self.csv or self.columns[column] != "VARCHAR" else f"nullif({shown}, '')"

    def _missing(
        self, name: str, spec: FieldMap, rules: TargetField, findings: list[Finding]
    ) -> None:
        wanted = spec.column[0]
        known = self.documents.columns
        sentence = (
            f'the column "{wanted}" (for {name}) is not in the file{nearest(wanted, known)} '
            f"(columns: {', '.join(known)})"
        )
        severity: Severity = "error" if rules.required else "warn"
        if self.documents.documents and not rules.required:
            severity = "info"
        findings.append(Finding(severity, "column_missing", sentence, column=wanted))


def _column(
    name: str,
    spec: FieldMap,
    rules: TargetField,
    given: tuple[str, str],
    formats: dict[str, tuple[str, ...]],
    source_map: SourceMap,
    file_map: FileMap,
) -> Column:
    expression, kind = given
    reads = Reads(
        timezone=spec.timezone or file_map.timezone or source_map.timezone,
        decimal=spec.decimal or file_map.decimal,
        formats=formats.get(name, ("iso",)),
        divide_by=spec.divide_by,
    )
    held = sql.name("__" + name)
    if rules.type == "text" and kind != "VARCHAR":
        expression, kind = as_text(expression, kind), "VARCHAR"
    value = cast_value(held, kind, rules, reads)
    default = spec.default
    if default is None and name == "currency_code":
        default = file_map.currency or source_map.currency
    if default is None and name == "country_code":
        default = file_map.country or source_map.country
    if default is not None:
        fallback = f"try_cast({sql.literal(default)} as {rules.sql_type})"
        value = f"case when coalesce(trim(cast({held} as varchar)), '') = '' then {fallback} else {value} end"
    origin = f" (column {', '.join(spec.column)})" if spec.column else " (sql)" if spec.sql else ""
    return Column(name, rules, expression, kind, value, origin, cast_can_fail=rules.type != "text")


def _defaults(
    target: Target, target_map: TargetMap, source_map: SourceMap, file_map: FileMap
) -> list[Column]:
    """Currency and country of the source, where the map has no column for them."""
    constants = {
        "currency_code": file_map.currency or source_map.currency,
        "country_code": file_map.country or source_map.country,
    }
    return [
        Column(
            name,
            target.fields[name],
            sql.literal(value),
            "VARCHAR",
            sql.name("__" + name),
            "",
            cast_can_fail=False,
        )
        for name, value in constants.items()
        if value and name in target.fields and name not in target_map.fields
    ]


def _extra(resolver: _Resolver, file_map: FileMap) -> str:
    """SQL of the columns no target of the file takes, as JSON; nothing when there are none."""
    left = unmapped_columns(list(resolver.columns), file_map)
    if not left:
        return ""
    packed = ", ".join(f"{sql.name(column)} := {sql.name(column)}" for column in left)
    empty = " and ".join(f"{sql.name(column)} is null" for column in left)
    return f"case when not ({empty}) then to_json(struct_pack({packed})) end"


def unmapped_columns(columns: list[str], file_map: FileMap) -> list[str]:
    """Columns that feed nothing and are not listed under `ignore`."""
    import re

    used = {name.strip().casefold() for name in file_map.ignore}
    for target in file_map.targets:
        for spec in target.fields.values():
            used |= {name.strip().casefold() for name in spec.column}
        for snippet in [target.where, *(spec.sql for spec in target.fields.values())]:
            if snippet:
                used |= {word.casefold() for word in re.findall(r"\w+", snippet)}
                used |= {word.casefold() for word in re.findall(r'"([^"]+)"', snippet)}
    return [column for column in columns if column.strip().casefold() not in used]


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
