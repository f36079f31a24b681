"""Which column of a file the map means, and which columns nobody asked for."""

from __future__ import annotations

import re

from pipelines.failures import nearest
from pipelines.landing import sql
from pipelines.landing.casting import as_text, prepared_text
from pipelines.landing.findings import Finding, Severity
from pipelines.landing.mapping import FieldMap, FileMap
from pipelines.landing.readers import Reading
from pipelines.landing.targets import TargetField


class Resolver:
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
        top = wanted.split(".", maxsplit=1)[0].split("[", maxsplit=1)[0]
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


def unmapped_columns(columns: list[str], file_map: FileMap) -> list[str]:
    """Columns that feed nothing and are not listed under `ignore`."""
    used = {name.strip().casefold() for name in file_map.ignore}
    for target in file_map.targets:
        for spec in target.fields.values():
            used |= {name.strip().casefold() for name in spec.column}
        for snippet in [target.where, *(spec.sql for spec in target.fields.values())]:
            if snippet:
                used |= {word.casefold() for word in re.findall(r"\w+", snippet)}
                used |= {word.casefold() for word in re.findall(r'"([^"]+)"', snippet)}
    return [column for column in columns if column.strip().casefold() not in used]
