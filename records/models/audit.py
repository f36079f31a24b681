"""What was done, by whom: rows are added, never changed or removed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from records.models.base import Base, UtcDateTime

RowId = BigInteger().with_variant(Integer, "sqlite")


class AuditEvent(Base):
    """One row per command that changed something or was refused at sign-in."""

    __tablename__ = "audit_events"

    event_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[str] = mapped_column(String(32))
    actor_name: Mapped[str] = mapped_column(String(200))
    verb: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(64))
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)


class Export(Base):
    """One row per file that left the app."""

    __tablename__ = "exports"

    export_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    exported_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    user_id: Mapped[str] = mapped_column(String(32))
    user_name: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(String(60))
    filters_hash: Mapped[str] = mapped_column(String(64))
    row_count: Mapped[int] = mapped_column(BigInteger)
    file_format: Mapped[str] = mapped_column(String(10))
