"""What pipelines report and the Data page shows: runs, steps, checks, publications."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.database import session_scope
from records.errors import NotFound
from records.models.base import utc_now
from records.models.runs import Check, Publication, Run, RunStep
from records.settings import Settings

StepStatus = Literal["running", "succeeded", "failed", "skipped"]
RunStatus = Literal["succeeded", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome of one check on one asset."""

    name: str
    asset: str
    severity: Literal["error", "warn"]
    passed: bool
    failed_count: int = 0
    sample: list[Any] = field(default_factory=list)
    description: str = ""


def start_run(
    settings: Settings, kind: str, *, run_id: str | None = None, now: datetime | None = None
) -> str:
    """Open a run and return its id; opening one that exists (a retry) starts it again."""
    key = run_id or uuid4().hex
    with session_scope(settings) as session:
        run = session.get(Run, key)
        if run is None:
            session.add(Run(run_id=key, kind=kind, status="running", started_at=now or utc_now()))
        else:
            run.status, run.finished_at, run.message = "running", None, None
    return key


def _run(session: Session, run_id: str) -> Run:
    run = session.get(Run, run_id)
    if run is None:
        raise NotFound("run", run_id)
    return run


def record_step(
    settings: Settings,
    run_id: str,
    *,
    step: str,
    status: StepStatus,
    rows: int | None = None,
    seconds: float | None = None,
    message: str | None = None,
    now: datetime | None = None,
) -> None:
    """Add a step, or bring the step of that name up to date."""
    with session_scope(settings) as session:
        _run(session, run_id)
        known = session.scalar(select(RunStep).filter_by(run_id=run_id, step=step))
        if known is None:
            known = RunStep(run_id=run_id, step=step)
            session.add(known)
        known.status, known.row_count, known.seconds = status, rows, seconds
        known.message, known.recorded_at = message, now or utc_now()


def finish_run(
    settings: Settings,
    run_id: str,
    *,
    status: RunStatus,
    message: str | None = None,
    now: datetime | None = None,
) -> None:
    """Close a run."""
    with session_scope(settings) as session:
        run = _run(session, run_id)
        run.status, run.message, run.finished_at = status, message, now or utc_now()


def record_checks(
    settings: Settings, run_id: str, *, results: Iterable[CheckResult], now: datetime | None = None
) -> None:
    """Add the outcomes of checks of a run; a check that ran again in it replaces its outcome."""
    at = now or utc_now()
    with session_scope(settings) as session:
        _run(session, run_id)
        known = {
            (check.asset, check.name): check
            for check in session.scalars(select(Check).filter_by(run_id=run_id))
        }
        for result in results:
            check = known.get((result.asset, result.name))
            if check is None:
                check = Check(run_id=run_id, name=result.name, asset=result.asset)
                session.add(check)
                known[result.asset, result.name] = check
            check.severity, check.passed = result.severity, result.passed
            check.failed_count, check.sample = result.failed_count, result.sample
            check.description, check.checked_at = result.description, at


def record_publication(
    settings: Settings,
    *,
    version: str,
    run_id: str | None = None,
    as_of_date: date | None = None,
    is_rollback: bool = False,
    now: datetime | None = None,
) -> None:
    """Note that a version is served from now on."""
    with session_scope(settings) as session:
        session.add(
            Publication(
                version=version,
                run_id=run_id,
                as_of_date=as_of_date,
                is_rollback=is_rollback,
                published_at=now or utc_now(),
            )
        )


def latest_runs(settings: Settings, *, kind: str | None = None, limit: int = 20) -> list[Run]:
    """Newest runs first."""
    newest = select(Run).order_by(Run.started_at.desc(), Run.run_id).limit(limit)
    if kind is not None:
        newest = newest.where(Run.kind == kind)
    with session_scope(settings, read_only=True) as session:
        return list(session.scalars(newest))


def run_steps(settings: Settings, run_id: str) -> list[RunStep]:
    """Steps of a run in the order they were first reported."""
    steps = select(RunStep).filter_by(run_id=run_id).order_by(RunStep.step_id)
    with session_scope(settings, read_only=True) as session:
        return list(session.scalars(steps))


def latest_checks(settings: Settings, *, run_id: str | None = None) -> list[Check]:
    """Checks of a run; by default of the newest run that checked anything."""
    with session_scope(settings, read_only=True) as session:
        if run_id is None:
            newest = select(Check.run_id).join(Run, Run.run_id == Check.run_id)
            run_id = session.scalar(newest.order_by(Run.started_at.desc()).limit(1))
        checks = select(Check).filter_by(run_id=run_id).order_by(Check.passed, Check.check_id)
        return list(session.scalars(checks)) if run_id else []


def last_publication(settings: Settings) -> Publication | None:
    """The newest change of the served version."""
    newest = select(Publication).order_by(Publication.publication_id.desc()).limit(1)
    with session_scope(settings, read_only=True) as session:
        return session.scalar(newest)
