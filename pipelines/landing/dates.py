"""Which format the times of a column have; day and month are never guessed silently."""

from __future__ import annotations

import re
from collections.abc import Iterable

import duckdb

from pipelines.failures import PermanentFailure
from pipelines.landing.findings import Finding
from pipelines.landing.mapping import TargetMap
from pipelines.landing.targets import load_targets

SAMPLE_ROWS = 10_000
CLOCK = (
    r"(?P<clock>[T ]\d{1,2}:\d{2}(?P<seconds>:\d{2}(?P<fraction>[.,]\d+)?)?"
    r"(?P<half>\s?[AaPp][Mm])?)?"
)
ISO = re.compile(
    r"^\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?"
    r"\s*(Z|UTC|GMT|[-+]\d{2}(:?\d{2})?)?)?\s*$"
)
NUMERIC = re.compile(
    rf"^(?P<a>\d{{1,2}})(?P<mark>[/.-])(?P<b>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}|\d{{2}}){CLOCK}$"
)
NAMED = (
    (re.compile(rf"^\d{{1,2}}[ -](?P<month>[A-Za-z]{{3,9}})[ -]\d{{4}}{CLOCK}$"), "%d{s}{m}{s}%Y"),
    (re.compile(rf"^(?P<month>[A-Za-z]{{3,9}}) \d{{1,2}}, \d{{4}}{CLOCK}$"), "{m} %d, %Y"),
    (re.compile(rf"^\d{{4}}年\d{{1,2}}月\d{{1,2}}日{CLOCK}$"), "%Y年%m月%d日"),
    (re.compile(rf"^\d{{4}}\.\d{{1,2}}\.\d{{1,2}}{CLOCK}$"), "%Y.%m.%d"),
)
COMPACT = {8: "%Y%m%d", 10: "epoch_seconds", 13: "epoch_ms", 14: "%Y%m%d%H%M%S", 16: "epoch_us"}
RFC = re.compile(r"^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} ([-+]\d{4}|GMT)$")
EXCEL = re.compile(r"^\d{5}(\.\d+)?$")


def detect_formats(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    target_map: TargetMap,
    given: dict[str, tuple[str, str]],
    findings: list[Finding],
) -> dict[str, tuple[str, ...]]:
    """Formats of every time and date field: those of the map, or those a sample shows."""
    target = load_targets()[target_map.target]
    formats: dict[str, tuple[str, ...]] = {}
    unknown: dict[str, str] = {}
    for name, spec in target_map.fields.items():
        if target.fields[name].type not in {"timestamp", "date"}:
            continue
        expression, kind = given[name]
        if spec.format:
            formats[name] = tuple(spec.format)
        elif kind == "DATE" or kind.startswith("TIMESTAMP"):
            formats[name] = ("iso",)
        elif spec.value is None:
            unknown[name] = f"cast({expression} as varchar)"
    if unknown:
        samples = _samples(connection, source, target_map.where, unknown)
        for name, values in samples.items():
            formats[name] = formats_of(values, name, findings)
    return formats


def formats_of(values: Iterable[str], name: str, findings: list[Finding]) -> tuple[str, ...]:
    """Formats that read these values; ambiguous day and month raise."""
    found: dict[str, None] = {}
    numeric: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for value in values:
        text = value.strip()
        if ISO.match(text):
            found["iso"] = None
        elif match := NUMERIC.match(text):
            form = ("%Y" if len(match["year"]) == 4 else "%y") + _clock_format(match)
            numeric.setdefault((match["mark"], form), []).append(
                (int(match["a"]), int(match["b"]), text)
            )
        elif form := _other(text):
            found[form] = None
    if numeric:
        order = _order(numeric, name, findings)
        for mark, rest in numeric:
            found[mark.join(order) + mark + rest] = None
    return tuple(found) or ("iso",)


def _order(
    numeric: dict[tuple[str, str], list[tuple[int, int, str]]], name: str, findings: list[Finding]
) -> tuple[str, str]:
    """Day first or month first, by evidence: a number above 12, or dots between the numbers."""
    pairs = [pair for group in numeric.values() for pair in group]
    day_first = [text for a, b, text in pairs if a > 12 >= b]
    month_first = [text for a, b, text in pairs if b > 12 >= a]
    dots = all(mark == "." for mark, _ in numeric)
    if bool(day_first) == bool(month_first) and not (dots and not month_first):
        why = (
            "some with the day first, some with the month first"
            if day_first
            else "day or month first"
        )
        example = pairs[0][2]
        mark, rest = next(iter(numeric))
        raise PermanentFailure(
            f'{name}: dates like "{example}" can be read two ways ({why})',
            todo=(
                f'Write `format: "%d{mark}%m{mark}{rest}"` or `format: "%m{mark}%d{mark}{rest}"` '
                "for this field in the map."
            ),
        )
    first = not month_first
    evidence = (day_first or month_first or [pairs[0][2]])[0]
    findings.append(
        Finding(
            "info",
            "date_order",
            f"{name} is read with the {'day' if first else 'month'} first, because of "
            f'"{evidence}"; '
            "write `format` in the map to fix it",
        )
    )
    return ("%d", "%m") if first else ("%m", "%d")


def _clock_format(match: re.Match[str]) -> str:
    clock = match["clock"]
    if not clock:
        return ""
    hours = "%I" if match["half"] else "%H"
    seconds = ":%S" if match["seconds"] else ""
    fraction = ".%f" if match["fraction"] else ""
    half = (" %p" if " " in match["half"] else "%p") if match["half"] else ""
    return f"{clock[0]}{hours}:%M{seconds}{fraction}{half}"


def _other(text: str) -> str | None:
    if re.fullmatch(r"\d+", text) and len(text) in COMPACT:
        return COMPACT[len(text)]
    if re.fullmatch(r"\d{10}\.\d+", text):
        return "epoch_seconds"
    if EXCEL.match(text):
        return "excel"
    if RFC.match(text):
        return (
            "%a, %d %b %Y %H:%M:%S %z" if not text.endswith("GMT") else "%a, %d %b %Y %H:%M:%S GMT"
        )
    for pattern, form in NAMED:
        if match := pattern.match(text):
            month = match.groupdict().get("month") or ""
            mark = "-" if "-" in text else " "
            name = "%b" if len(month) == 3 else "%B"
            return form.format(s=mark, m=name) + _clock_format(match)
    return None


def _samples(
    connection: duckdb.DuckDBPyConnection, source: str, where: str | None, columns: dict[str, str]
) -> dict[str, list[str]]:
    """Distinct values of each column in the head of the file."""
    condition = f" where coalesce({where}, false)" if where else ""
    inner = ", ".join(f"{expression} as c{i}" for i, expression in enumerate(columns.values()))
    lists = ", ".join(
        f"list(distinct c{i}) filter (where trim(c{i}) <> '')" for i in range(len(columns))
    )
    row = connection.execute(
        f"select {lists} from "
        f"(select {inner} from ({source}) as source{condition} limit {SAMPLE_ROWS})"
    ).fetchone()
    return {name: list(values or []) for name, values in zip(columns, row or [], strict=True)}
