"""Numbers, money and dates as people of a locale write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import dates, numbers

from app.strings import _, locale

Number = int | float | Decimal
_COMPACT_FROM = 10_000


def integer(value: Number | None) -> str:
    """12,345; nothing for an unknown value, for zero is a number and empty is not."""
    return "" if value is None else numbers.format_decimal(round(value), locale=locale())


def decimal(value: Number | None, digits: int = 1) -> str:
    """1,234.5"""
    if value is None:
        return ""
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return numbers.format_decimal(value, format=pattern, locale=locale())


def money(value: Number | None, currency: str) -> str:
    """€1,234.50, exact."""
    return "" if value is None else numbers.format_currency(value, currency, locale=locale())


def compact_money(value: Number | None, currency: str) -> str:
    """€1.24M, for cards only; small amounts stay exact."""
    if value is None:
        return "–"
    if abs(value) < _COMPACT_FROM:
        return money(value, currency)
    return numbers.format_compact_currency(value, currency, locale=locale(), fraction_digits=2)


def compact(value: Number | None) -> str:
    """1.24M, for cards only; up to six digits stay exact."""
    if value is None:
        return "–"
    if abs(value) < 1_000_000:
        return integer(value)
    return numbers.format_compact_decimal(value, locale=locale(), fraction_digits=2)


def percent(rate: float | None, digits: int = 1) -> str:
    """12.3%"""
    if rate is None:
        return ""
    pattern = "#,##0." + "0" * digits + "%" if digits else "#,##0%"
    return numbers.format_percent(rate, format=pattern, locale=locale())


def delta_percent(rate: float | None) -> str | None:
    """+8.2% or -0.9%, with its sign; None when there is nothing to compare with."""
    if rate is None:
        return None
    text = percent(abs(rate))
    return f"-{text}" if rate < 0 else f"+{text}"


def change(now: Number | None, before: Number | None) -> float | None:
    """Relative change; None when the earlier value is zero or unknown."""
    if now is None or not before:
        return None
    return (float(now) - float(before)) / abs(float(before))


def day(value: date | None) -> str:
    """21 Nov 2026, as the locale has it."""
    return "" if value is None else dates.format_date(value, format="medium", locale=locale())


def short_day(value: date | None) -> str:
    """21 Nov, where the year is plain."""
    return "" if value is None else dates.format_skeleton("MMMd", value, locale=locale())


def day_range(start: date, end: date) -> str:
    """1 Sept – 29 Nov 2026."""
    return dates.format_interval(start, end, skeleton="yMMMd", locale=locale())


def month(value: date | None) -> str:
    """Nov 2026."""
    return "" if value is None else dates.format_skeleton("yMMM", value, locale=locale())


def _zoned(value: datetime, zone: str) -> datetime:
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value
    return aware.astimezone(ZoneInfo(zone))


def moment(value: datetime | None, zone: str = "UTC") -> str:
    """21 Nov 2026, 14:05 in the given zone; times without a zone are UTC."""
    if value is None:
        return ""
    local = _zoned(value, zone)
    clock = dates.format_time(local, format="HH:mm", locale=locale())
    return f"{day(local.date())}, {clock}"


def clock_time(value: datetime | None, zone: str = "UTC") -> str:
    """14:05."""
    if value is None:
        return ""
    return dates.format_time(_zoned(value, zone), format="HH:mm", locale=locale())


def relative(value: datetime | None, now: datetime) -> str:
    """3 days ago."""
    if value is None:
        return ""
    gap: timedelta = _zoned(value, "UTC") - _zoned(now, "UTC")
    if abs(gap) < timedelta(minutes=1):
        return _("just now")
    return dates.format_timedelta(gap, add_direction=True, locale=locale())
