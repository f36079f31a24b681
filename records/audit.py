"""The audit trail and the log of exports; both only ever grow."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.database import session_scope
from records.models.audit import AuditEvent, Export
from records.models.base import utc_now
from records.permissions.rules import Actor, decide
from records.settings import Settings


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was done; `changes` maps a field to its value before and after."""

    verb: str
    subject_type: str
    subject_id: str
    changes: Mapping[str, tuple[Any, Any]]


def write_event(session: Session, actor: Actor, *, event: Event, now: datetime) -> None:
    """Add an event inside the transaction of the command it belongs to."""
    session.add(
        AuditEvent(
            occurred_at=now,
            actor_id=actor.user_id,
            actor_name=actor.name,
            verb=event.verb,
            subject_type=event.subject_type,
            subject_id=event.subject_id,
            changes={field: list(pair) for field, pair in event.changes.items()},
        )
    )


def latest_events(settings: Settings, actor: Actor, *, limit: int = 200) -> list[AuditEvent]:
    """Newest events first, for those who may see them."""
    decide(actor, "audit.view").require()
    with session_scope(settings, read_only=True) as session:
        newest = select(AuditEvent).order_by(AuditEvent.event_id.desc()).limit(limit)
        return list(session.scalars(newest))


def filters_hash(filters: Mapping[str, Any]) -> str:
    """A short name for a set of filters; holds no personal data."""
    text = json.dumps(filters, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def record_export(
    settings: Settings,
    actor: Actor,
    *,
    what: str,
    filters: Mapping[str, Any],
    row_count: int,
    file_format: str,
    now: datetime | None = None,
) -> None:
    """Log that a file left the app: who, what, how many rows."""
    with session_scope(settings) as session:
        session.add(
            Export(
                exported_at=now or utc_now(),
                user_id=actor.user_id,
                user_name=actor.name,
                what=what,
                filters_hash=filters_hash(filters),
                row_count=row_count,
                file_format=file_format,
            )
        )


def latest_exports(settings: Settings, actor: Actor, *, limit: int = 200) -> list[Export]:
    """Newest exports first, for those who may see the audit trail."""
    decide(actor, "audit.view").require()
    with session_scope(settings, read_only=True) as session:
        return list(session.scalars(select(Export).order_by(Export.export_id.desc()).limit(limit)))
