"""What pipelines did: runs, their steps and checks, and what was published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.models.audit import RowId
from records.models.base import Base, UtcDateTime


class Run(Base):
    """One row per run of a pipeline."""

    __tablename__ = "runs"

    run_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20))
    message: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RunStep(Base):
    """One row per step of a run."""

    __tablename__ = "run_steps"
    __table_args__ = (UniqueConstraint("run_id", "step"),)

    step_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.run_id"))
    step: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(20))
    row_count: Mapped[int | None] = mapped_column(BigInteger)
    seconds: Mapped[float | None]
    message: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Check(Base):
    """One row per check and run."""

    __tablename__ = "checks"

    check_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.run_id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    asset: Mapped[str] = mapped_column(String(200))
    severity: Mapped[str] = mapped_column(String(10))
    passed: Mapped[bool]
    failed_count: Mapped[int] = mapped_column(BigInteger)
    sample: Mapped[list[Any]] = mapped_column(JSON)
    description: Mapped[str] = mapped_column(Text)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Publication(Base):
    """One row per change of the served version, rollbacks included."""

    __tablename__ = "publications"

    publication_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    version: Mapped[str] = mapped_column(String(40))
    run_id: Mapped[str | None] = mapped_column(String(64))
    is_rollback: Mapped[bool] = mapped_column(default=False)
    as_of_date: Mapped[date | None]
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
