"""A span of days and the span it is compared with; pure date arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

RANGES = ("7d", "30d", "90d", "12m", "all", "custom")
COMPARISONS = ("previous", "year", "none")
_DAYS = {"7d": 7, "30d": 30, "90d": 90}


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included, and the same for the comparison if there is one."""

    start: date
    end: date
    before_start: date | None = None
    before_end: date | None = None

    @property
    def days(self) -> int:
        """How many days the span has."""
        return (self.end - self.start).days + 1

    @property
    def is_compared(self) -> bool:
        """Is there a span to compare with?"""
        return self.before_start is not None


def year_earlier(day: date) -> date:
    """The same day a year before; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def period_for(
    choice: str,
    *,
    as_of: date,
    first_day: date,
    custom: tuple[date, date] | None = None,
    compare: str = "previous",
) -> Period:
    """The span of a choice such as `90d`, ending on the last day that has data."""
    if choice == "custom" and custom:
        start, end = min(custom), max(custom)
    elif choice == "all":
        start, end = first_day, as_of
    elif choice == "12m":
        start, end = year_earlier(as_of) + timedelta(days=1), as_of
    else:
        start, end = as_of - timedelta(days=_DAYS.get(choice, 90) - 1), as_of
    if compare == "year":
        return Period(start, end, year_earlier(start), year_earlier(end))
    if compare == "previous" and choice != "all":
        length = end - start
        before_end = start - timedelta(days=1)
        return Period(start, end, before_end - length, before_end)
    return Period(start, end)
