"""What landing noticed: data for screens, reports and checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warn", "info"]


@dataclass(frozen=True)
class Finding:
    """One thing worth saying about a file."""

    severity: Severity
    kind: str
    message: str
    file: str = ""
    column: str = ""


@dataclass
class BatchResult:
    """What became of one file for one target.

    `status` is landed, unchanged (not read), failed, vanished or unmatched; the last two and a
    failed file have the target `*`. `rows_in` is always the sum of the four counts after it.
    """

    source: str
    target: str
    file: str
    status: str
    batch_id: int | None = None
    rows_in: int = 0
    rows_landed: int = 0
    rows_known: int = 0
    rows_quarantined: int = 0
    rows_unselected: int = 0
    rows_replaced: int = 0
    replayed: int = 0
    seconds: float = 0.0
    message: str = ""
    retryable: bool = False
    findings: list[Finding] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """True when the file could not be landed."""
        return self.status == "failed"


@dataclass(frozen=True)
class LandingProgress:
    """A step forward, for whoever shows progress."""

    source: str
    file: str
    target: str
    files_done: int
    files_total: int
    rows: int
    seconds: float

    def __str__(self) -> str:
        target = f" -> {self.target}" if self.target not in {"", "*"} else ""
        return (
            f"{self.file}{target}: {self.rows:,} rows in {self.seconds:.1f} s "
            f"({self.files_done} of {self.files_total} files)"
        )
