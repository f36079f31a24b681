"""Dagster's instance in the home: its settings file and a handle on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from records.settings import Settings

if TYPE_CHECKING:
    from dagster import DagsterInstance

# A run is queued until the pool is free, because the whole run is one writer, not each step of it.
_DAGSTER_YAML = """\
# Written by Kith at every start. Remove this line and the file is yours.
event_log_storage:
  module: pipelines.event_log
  class: KeptSqliteEventLogStorage
  config:
    base_dir: "{history}"
telemetry:
  enabled: false
concurrency:
  pools:
    granularity: run
    default_limit: 1
  runs:
    max_concurrent_runs: 2
run_monitoring:
  enabled: true
  start_timeout_seconds: 300
retention:
  schedule:
    purge_after_days: 30
  sensor:
    purge_after_days:
      skipped: 2
      failure: 30
      success: 30
"""


def ensure_instance(settings: Settings) -> None:
    """Write dagster.yaml with the paths of the home as it lies now; one made theirs stays."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    path = settings.dagster_home / "dagster.yaml"
    wanted = _DAGSTER_YAML.replace("{history}", str(settings.dagster_home / "history" / "runs"))
    found = path.read_text() if path.exists() else wanted.splitlines()[0]
    if found != wanted and found.startswith(wanted.splitlines()[0]):
        path.write_text(wanted)


@contextmanager
def open_instance(settings: Settings) -> Iterator["DagsterInstance"]:
    """The instance of this home, closed at the end."""
    from dagster import DagsterInstance

    ensure_instance(settings)
    instance = DagsterInstance.from_config(str(settings.dagster_home))
    with instance:
        yield instance
