"""The home directory: the one place that holds all state, and the right to write its warehouse."""

import contextlib
import errno
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from pipelines.failures import HomeUnusable, WarehouseBusy
from records.settings import Settings, load_settings

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DBT_PROJECT = PROJECT_ROOT / "dbt_project"


def open_home(path: Path) -> Settings:
    """Make the directories that are missing and prove that they can be written."""
    settings = load_settings(path)
    try:
        for directory in (
            settings.home,
            settings.serving_dir,
            settings.data_dir,
            settings.dagster_home,
            settings.dbt_dir,
            settings.temporary_dir,
            settings.logs_dir,
        ):
            directory.mkdir(parents=True, exist_ok=True)
        probe = settings.temporary_dir / f"probe-{os.getpid()}"
        probe.write_text("writable")
        probe.unlink()
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            reason = "no disk space is left there"
        else:
            reason = (error.strerror or "it cannot be written").lower()
        raise HomeUnusable(
            f"The home {settings.home} cannot be used ({reason}): name another with --home DIR."
        ) from error
    return settings


def find_home(path: Path) -> Settings:
    """A home that must be there already, for commands that only read."""
    settings = load_settings(path)
    if not settings.home.is_dir():
        raise HomeUnusable(
            f"There is no home at {settings.home}: "
            "make one with `./kith demo`, or name it with --home DIR."
        )
    return settings


@contextlib.contextmanager
def writing(
    settings: Settings,
    *,
    doing: str,
    wait_seconds: float = 0.0,
    on_wait: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Hold the one right to write the warehouse, across processes.

    The lock is the kernel's, so a holder that is killed gives it back at once. The file's text
    says who holds it, for the sentence that the second one reads.
    """
    deadline = time.monotonic() + wait_seconds
    told = False
    lock = settings.home / "warehouse.lock"
    with lock.open("a+") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                holder = _describe_holder(lock)
                if time.monotonic() >= deadline:
                    raise WarehouseBusy(
                        f"The warehouse of {settings.home} is being written by {holder}: "
                        "wait until it has finished and run this again."
                    ) from error
                if not told and on_wait is not None:
                    on_wait(f"Waiting for {holder} to finish writing the warehouse")
                    told = True
                time.sleep(0.2)
        file.seek(0)
        file.truncate()
        since = datetime.now(UTC).strftime("%H:%M:%S UTC")
        file.write(json.dumps({"pid": os.getpid(), "doing": doing, "since": since}))
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()
            file.flush()


def _describe_holder(lock: Path) -> str:
    try:
        holder = json.loads(lock.read_text())
        return f"{holder['doing']} (process {holder['pid']}, since {holder['since']})"
    except (OSError, ValueError, KeyError):
        return "another process"
