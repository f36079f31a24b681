"""Run a job of the pipeline here and now, in this process, with progress for a person."""

import logging
import os
import sys
import time
import warnings
from contextlib import redirect_stdout

from pipelines.failures import GateClosed, PermanentFailure
from pipelines.home import writing
from pipelines.progress import Listener, watching
from records.settings import Settings


def run_when_due(settings: Settings, *, full_refresh: bool = False, force: bool = False) -> None:
    """Run the whole pipeline unless its result is what is served already.

    Raises:
        PermanentFailure: no source is registered, or a step failed.
    """
    from pipelines.landing.registry import list_sources
    from pipelines.run_state import is_run_due

    if not list_sources(settings.home):
        raise PermanentFailure(
            f"No source is registered in {settings.home}: add one with "
            "`./kith source add files DIR --map MAP`, or start with `./kith demo`."
        )
    if not (full_refresh or force) and not is_run_due(settings):
        sys.stdout.write("Nothing changed since the last run: what is published stays.\n")
        return
    seconds = run_job(settings, job="refresh_warehouse", full_refresh=full_refresh)
    sys.stdout.write(f"Published after {seconds:.0f} s.\n")


def run_job(settings: Settings, *, job: str, full_refresh: bool = False) -> float:
    """Run a job to its end and return its seconds.

    Raises:
        GateClosed: a check stopped it; the served version is the one from before.
        PermanentFailure: a step failed; the sentence is the step's.
    """
    began = time.monotonic()
    os.environ["KITH_HOME"] = str(settings.home)
    os.environ.setdefault("DAGSTER_HOME", str(settings.dagster_home))
    _quiet_libraries()
    with watching() as listener:
        _refuse_when_busy(settings, listener)
        _execute(settings, job=job, full_refresh=full_refresh, listener=listener)
    return time.monotonic() - began


def _refuse_when_busy(settings: Settings, listener: Listener) -> None:
    """Wait for another run before the seconds of this one are counted, and say whose it is."""
    with writing(
        settings,
        doing="a run that is about to start",
        wait_seconds=1800,
        on_wait=lambda sentence: listener.started("wait", sentence),
    ):
        return


def _execute(settings: Settings, *, job: str, full_refresh: bool, listener: Listener) -> None:
    listener.started("prepare", "Read the project")
    began = time.monotonic()
    from pipelines.assembly import build_definitions
    from pipelines.instance import open_instance
    from pipelines.run_options import FULL_REFRESH_TAG

    definitions = build_definitions(settings, listener=listener)
    listener.finished("prepare", rows=None, seconds=time.monotonic() - began, note="")
    tags = {FULL_REFRESH_TAG: "true"} if full_refresh else {}
    log = settings.logs_dir / "run.log"
    # dbt and Dagster talk at length: that goes to the log, people get the listener's lines
    with (
        open_instance(settings) as instance,
        log.open("w", buffering=1) as file,
        redirect_stdout(file),
    ):
        result = definitions.resolve_job_def(job).execute_in_process(
            instance=instance,
            raise_on_error=False,
            tags=tags,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
        if result.success:
            return
        raise _why(result)


def _why(result: object) -> PermanentFailure:
    """The sentence of the first step that failed."""
    from dagster import DagsterEventType, ExecuteInProcessResult

    if not isinstance(result, ExecuteInProcessResult):
        raise TypeError(type(result).__name__)
    for event in result.all_events:
        if event.event_type == DagsterEventType.STEP_FAILURE:
            failure = event.step_failure_data
            told = failure.user_failure_data.description if failure.user_failure_data else None
            if told:
                kind = GateClosed if "served before stays" in told else PermanentFailure
                return kind(told)
            error = failure.error
            while error is not None and error.cause is not None:
                error = error.cause
            if error is not None:
                lines = [line.strip() for line in error.message.splitlines() if line.strip()]
                return PermanentFailure(f"{event.step_key}: {lines[0]}")
    return PermanentFailure("The run failed before its first step; see HOME/dagster for its log.")


def _quiet_libraries() -> None:
    warnings.simplefilter("ignore")
    for name in ("dagster", "dagster_dbt", "alembic", "dbt", "great_expectations"):
        logging.getLogger(name).setLevel(logging.ERROR)
