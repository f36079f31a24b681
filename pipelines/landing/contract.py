"""One select that reads, types and judges the rows of a file for a target."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.landing import sql
from pipelines.landing.findings import Finding
from pipelines.landing.targets import Target, TargetField

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
