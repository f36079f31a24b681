"""The rows of the benchmark and how they are printed."""

import os
import platform
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import duckdb

from benchmarks.measure import Cost
from benchmarks.pages import PageTime

_GIGABYTE = 1024**3
_HEADINGS = ("step", "wall s", "CPU s", "peak GB", "floor CPU s", "measure", "goal", "reached")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, beside what, and whether the goal is reached."""

    name: str
    cost: Cost
    floor: Cost | None
    measure: str
    goal: str
    is_reached: bool

    @classmethod
    def cpu(cls, name: str, cost: Cost, floor: Cost, *, goal: str, limit: float) -> Self:
        """A step whose CPU time stands beside that of its floor; `limit` bounds the ratio."""
        ratio = cost.cpu_seconds / max(floor.cpu_seconds, 0.001)
        reached = ratio <= limit and cost.peak_bytes <= 4 * _GIGABYTE
        return cls(name, cost, floor, f"{ratio:.2f}x the floor's CPU", goal, reached)

    @classmethod
    def alone(
        cls, name: str, cost: Cost, *, value: float, unit: str, goal: str, limit: float
    ) -> Self:
        """A step with a bound of its own on `value`."""
        return cls(name, cost, None, f"{value:.2f} {unit}", goal, value <= limit)

    @classmethod
    def page(cls, time: PageTime, *, limit: float, building: bool) -> Self:
        """A page's queries in milliseconds; the bound is on the 95th percentile."""
        beside = "while a build ran" if building else "the build had ended"
        measure = (
            f"p50 {time.p50:.0f}, p95 {time.p95:.0f} ms "
            f"(bare SQL {time.floor_p50:.0f}, {time.floor_p95:.0f}), {beside}"
        )
        goal = f"p95 at most {limit:.0f} ms"
        return cls(f"page: {time.page}", Cost(0, 0, 0), None, measure, goal, time.p95 <= limit)

    def told(self) -> dict[str, Any]:
        """The row as data, for the log."""
        return {
            "step": self.name,
            "wall_seconds": round(self.cost.wall_seconds, 2),
            "cpu_seconds": round(self.cost.cpu_seconds, 2),
            "peak_bytes": self.cost.peak_bytes,
            "floor_cpu_seconds": round(self.floor.cpu_seconds, 2) if self.floor else None,
            "measure": self.measure,
            "is_reached": self.is_reached,
        }

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        cost = self.cost
        timed = cost.wall_seconds > 0
        return (
            self.name,
            f"{cost.wall_seconds:.1f}" if timed else "",
            f"{cost.cpu_seconds:.1f}" if timed else "",
            f"{cost.peak_bytes / _GIGABYTE:.1f}" if timed else "",
            f"{self.floor.cpu_seconds:.1f}" if self.floor else "",
            self.measure,
            self.goal,
            "yes" if self.is_reached else "no",
        )


def render(rows: list[Row], *, customers: int, now: datetime) -> str:
    """A Markdown table with a line on where it was measured."""
    lines = [
        (
            f"{customers:,} customers · {now:%Y-%m-%d} · {os.cpu_count()} cores · "
            f"Python {platform.python_version()} · DuckDB {duckdb.__version__}"
        ),
        "",
        "| " + " | ".join(_HEADINGS) + " |",
        "|" + "---|" * len(_HEADINGS),
    ]
    lines += ["| " + " | ".join(row.cells()) + " |" for row in rows]
    return "\n".join(lines) + "\n"
