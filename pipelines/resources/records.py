"""The log of a run: its steps and checks go to `records`, where the Data page reads them."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dagster as dg

from pipelines.failures import PipelineError, TransientFailure, sentence_of
from pipelines.home import writing
from pipelines.progress import Listener
from pipelines.run_state import inputs_hash
from records.database import ensure_records
from records.runs import (
    CheckResult,
    finish_run,
    latest_runs,
    record_checks,
    record_step,
    start_run,
)
from records.settings import Settings

WAIT_SECONDS = 1800


@dataclass(slots=True)
class Step:
    """What a step says about itself while it runs."""

    advance: Callable[[str], None]
    rows: int | None = None
    note: str = ""


@dataclass(slots=True)
class RunLog:
    """One run, from the moment it may write the warehouse until it gives that right back."""

    settings: Settings
    run_id: str
    listener: Listener
    inputs: str = ""
    failures: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str, title: str) -> Iterator[Step]:
        """Time a step, note how it ended, and turn our failures into Dagster's."""
        began = time.monotonic()
        step = Step(advance=lambda note: self.listener.advanced(name, note))
        self.listener.started(name, title)
        record_step(self.settings, self.run_id, step=name, status="running", message=title)
        try:
            yield step
        except BaseException as error:
            seconds = time.monotonic() - began
            sentence = sentence_of(error) if isinstance(error, Exception) else "stopped"
            self.failures[name] = sentence
            self.listener.failed(name, seconds=seconds, sentence=sentence)
            record_step(
                self.settings,
                self.run_id,
                step=name,
                status="failed",
                seconds=seconds,
                message=sentence,
            )
            if not isinstance(error, Exception) or isinstance(error, dg.Failure):
                raise
            raise dg.Failure(
                description=str(error) if isinstance(error, PipelineError) else sentence,
                allow_retries=isinstance(error, TransientFailure),
            ) from error
        seconds = time.monotonic() - began
        self.failures.pop(name, None)
        self.listener.finished(name, rows=step.rows, seconds=seconds, note=step.note)
        record_step(
            self.settings,
            self.run_id,
            step=name,
            status="succeeded",
            rows=step.rows,
            seconds=seconds,
            message=step.note or title,
        )

    def checked(self, results: Iterable[CheckResult]) -> None:
        """Keep the outcome of checks for people to see."""
        record_checks(self.settings, self.run_id, results=list(results))


def build_run_log(settings: Settings, listener: Listener) -> dg.ResourceDefinition:
    """The resource that makes a run the one writer for as long as it lasts."""

    @dg.resource(description="The log of this run, and the right to write the warehouse.")
    def run_log(context: dg.InitResourceContext) -> Iterator[RunLog]:
        ensure_records(settings)
        run_id, kind = context.run_id or "unknown", "refresh_warehouse"
        if context.dagster_run is not None:
            kind = context.dagster_run.job_name
        with writing(
            settings,
            doing=f"the run {kind}",
            wait_seconds=WAIT_SECONDS,
            on_wait=lambda sentence: listener.started("wait", sentence),
        ):
            close_abandoned_runs(settings)
            start_run(settings, kind, run_id=run_id)
            log = RunLog(settings, run_id, listener, inputs=inputs_hash(settings))
            try:
                yield log
            finally:
                failed = bool(log.failures)
                finish_run(
                    settings,
                    run_id,
                    status="failed" if failed else "succeeded",
                    message=next(iter(log.failures.values())) if failed else None,
                )

    return run_log


def close_abandoned_runs(settings: Settings) -> None:
    """Whoever holds the lock is the only run: others that say they run were killed."""
    for run in latest_runs(settings, limit=50):
        if run.status == "running":
            finish_run(
                settings,
                run.run_id,
                status="failed",
                message="The process of this run was stopped before it had finished.",
            )
