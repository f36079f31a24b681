"""From what a file says to the type of a field: SQL that gives null instead of failing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipelines.landing import sql
from pipelines.landing.mapping import FieldMap
from pipelines.landing.targets import TargetField

TRUE_WORDS = [
    "true",
    "t",
    "yes",
    "y",
    "1",
    "1.0",
    "on",
    "x",
    "是",
    "对",
    "真",
    "有",
    "已",
    "sim",
    "oui",
    "ja",
    "si",
    "sí",
]
FALSE_WORDS = [
    "false",
    "f",
    "no",
    "n",
    "0",
    "0.0",
    "off",
    "否",
    "错",
    "假",
    "无",
    "未",
    "não",
    "non",
    "nein",
]
NUMBERS = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
)
CURRENCY = r"(?:[A-Z]{3}|[A-Z]{1,3}\$|[$€£¥￥₩₹₽₫฿₺]|kr\.?|zł|元|人民币)"
DIGITS = r"([0-9][0-9., '’_\x{00a0}\x{202f}]*|[.,][0-9]+)"
MONEY = rf"^([-+]?)\s*{CURRENCY}?\s*([-+]?)\s*{DIGITS}\s*(-?)\s*{CURRENCY}?$"
WITH_POINT = r"^[-+]?(?:[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}|[0-9]*)(?:\.[0-9]*)?$"
WITH_COMMA = r"^[-+]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]*)(?:,[0-9]*)?$"
# a time that names its zone; the plain form `2024-01-02 10:00:00` is told by its length
PLAIN_TIME = "(strlen({0}) = 19 and {0}[17] = ':')"
NAMES_ZONE = "regexp_matches({0}, '[T ].*[-+A-SU-Za-z]')"
EPOCHS = {
    "epoch_seconds": 1_000_000, "epoch_ms": 1_000, "epoch_us": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Reads:
    """What the map says about texts in a file: zone, decimal mark, date formats found."""

    timezone: str = "UTC"
    decimal: str = "."
    formats: tuple[str, ...] = ("iso",)
    divide_by: float | None = None


def is_number(kind: str) -> bool:
    """True for DuckDB's integer, decimal and floating types."""
    return kind in NUMBERS or kind.startswith("DECIMAL") or kind in {"DOUBLE", "FLOAT"}


def as_text(column: str, kind: str) -> str:
    """Any column as text; a whole number in a floating column loses its `.0`, NaN is null."""
    if kind == "VARCHAR":
        return column
    if kind in {"DOUBLE", "FLOAT"}:
        whole = f"{column} = floor({column}) and abs({column}) < 9007199254740992"
        return (
            f"case when isnan({column}) then null when {whole} "
            f"then cast(cast({column} as bigint) as varchar) else cast({column} as varchar) end"
        )
    if kind.startswith(("STRUCT", "MAP")) or kind.endswith("]"):
        return f"cast(to_json({column}) as varchar)"
    return f"cast({column} as varchar)"


def prepared_text(column: str, spec: FieldMap, nulls: list[str]) -> str:
    """Take off prefix and suffix, turn the words for nothing into null, translate values."""
    result = column
    if empty := [*nulls, *spec.nulls]:
        result = f"case when trim({result}) in ({sql.words(empty)}) then null else {result} end"
    if spec.remove_prefix:
        size = len(spec.remove_prefix)
        starts = f"prefix({result}, {sql.text(spec.remove_prefix)})"
        result = f"case when {starts} then substr({result}, {size + 1}) else {result} end"
    if spec.remove_suffix:
        size = len(spec.remove_suffix)
        ends = f"suffix({result}, {sql.text(spec.remove_suffix)})"
        result = f"case when {ends} then left({result}, -{size}) else {result} end"
    if spec.values:
        branches = " ".join(
            f"when {_key(word)} then {sql.literal(meaning)}"
            for word, meaning in spec.values.items()
        )
        result = f"case trim({result}) {branches} else {result} end"
    return result


def _key(word: Any) -> str:
    return sql.text(str(word).lower() if isinstance(word, bool) else str(word))


def cast_value(value: str, kind: str, field: TargetField, reads: Reads) -> str:
    """SQL of the typed value, null when it cannot be read."""
    if field.type == "text":
        return value
    caster = {
        "integer": _integer, "number": _number, "money": _decimal, "price": _decimal,
        "timestamp": _timestamp, "date": _date, "boolean": _boolean, "json": _json,
    }[field.type]  # fmt: skip
    return caster(value, kind, field, reads)


def _integer(value: str, kind: str, field: TargetField, reads: Reads) -> str:
    if kind in NUMBERS:
        return f"try_cast({value} as bigint)"
    number = _number(value, kind, field, reads)
    return f"case when {number} = floor({number}) then try_cast({number} as bigint) end"


def _number(value: str, kind: str, _field: TargetField, reads: Reads) -> str:
    number = (
        f"try_cast({value} as double)" if is_number(kind) else _from_text(value, "double", reads)
    )
    return f"{number} / {reads.divide_by}" if reads.divide_by else number


def _decimal(value: str, kind: str, field: TargetField, reads: Reads) -> str:
    if reads.divide_by:
        number = value if is_number(kind) else _from_text(value, "decimal(30,6)", reads)
        return (
            f"try_cast(try_cast({number} as decimal(30,6)) / {reads.divide_by} as {field.sql_type})"
        )
    if is_number(kind):
        return f"try_cast({value} as {field.sql_type})"
    return _from_text(value, field.sql_type, reads)


def _from_text(value: str, sql_type: str, reads: Reads) -> str:
    """A number as people write it: plain first, then thousands marks, currency, parentheses.

    No part is used twice: DuckDB would work a repeated part out for every row, also for those
    that the plain cast has read already.
    """
    signed = f"regexp_replace(trim({value}), '^\\((.*)\\)$', '-\\1')"
    bare = f"regexp_replace({signed}, {sql.text(MONEY)}, '\\1\\2\\4\\3')"
    close = f"regexp_replace({bare}, '[ ''’_\\x{{00a0}}\\x{{202f}}]', '', 'g')"
    if reads.decimal == ",":
        number = f"replace(regexp_extract({close}, {sql.text(WITH_COMMA)}), '.', '')"
        return f"try_cast(replace({number}, ',', '.') as {sql_type})"
    number = f"replace(regexp_extract({close}, {sql.text(WITH_POINT)}), ',', '')"
    return f"coalesce(try_cast({value} as {sql_type}), try_cast({number} as {sql_type}))"


def _boolean(value: str, kind: str, _field: TargetField, _reads: Reads) -> str:
    if kind == "BOOLEAN":
        return value
    word = f"lower(trim({as_text(value, kind)}))"
    return (
        f"case when {word} in ({sql.words(TRUE_WORDS)}) then true "
        f"when {word} in ({sql.words(FALSE_WORDS)}) then false end"
    )


def _json(value: str, kind: str, _field: TargetField, _reads: Reads) -> str:
    return f"try_cast({as_text(value, kind)} as json)"


def _date(value: str, kind: str, _field: TargetField, reads: Reads) -> str:
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return f"cast({value} as date)"
    local = Reads(formats=reads.formats)
    return f"cast({_moment(value, kind, local, keep_local=True)} as date)"


def _timestamp(value: str, kind: str, _field: TargetField, reads: Reads) -> str:
    return _moment(value, kind, reads, keep_local=False)


def _moment(value: str, kind: str, reads: Reads, *, keep_local: bool) -> str:
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"timezone('UTC', {value})"
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return local_to_utc(f"cast({value} as timestamp)", reads.timezone)
    if is_number(kind):
        value = as_text(value, kind)
    parts = [_by_format(value, form, reads, keep_local=keep_local) for form in reads.formats]
    return parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"


def _by_format(value: str, form: str, reads: Reads, *, keep_local: bool) -> str:
    if form == "iso":
        plain = local_to_utc(f"try_cast({value} as timestamp)", reads.timezone)
        if keep_local:
            return plain
        zoned = f"timezone('UTC', try_cast({value} as timestamptz))"
        local = f"{PLAIN_TIME} or not {NAMES_ZONE}".format(value)
        return f"case when {local} then {plain} else {zoned} end"
    if form in EPOCHS:
        return (
            f"make_timestamp(cast(try_cast({value} as decimal(24,6)) * {EPOCHS[form]} as bigint))"
        )
    if form == "excel":
        days = f"try_cast({value} as double)"
        moment = f"(timestamp '1899-12-30' + to_seconds(round({days} * 86400)))"
        return local_to_utc(moment, reads.timezone)
    parsed = f"try_strptime(trim({value}), {sql.text(form)})"
    if "%z" in form or "%Z" in form:
        return f"timezone('UTC', {parsed})"
    return local_to_utc(parsed, reads.timezone)


def local_to_utc(moment: str, zone: str) -> str:
    """A clock time of a zone as UTC; a time that the clock skips moves forward with it."""
    if zone == "UTC":
        return moment
    return f"timezone('UTC', timezone({sql.text(zone)}, {moment}))"
