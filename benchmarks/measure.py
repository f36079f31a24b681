"""Run a piece of work in a process of its own and read what the system says it cost."""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """What a finished process and its children used.

    Attributes:
        wall_seconds: from start to end.
        cpu_seconds: user and system time, children included.
        peak_bytes: the largest resident set of one process.
    """

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int


class WorkFailed(RuntimeError):
    """A measured process ended with an error; its last lines are the message."""

    def __init__(self, command: Sequence[str], log: Path) -> None:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        super().__init__(f"{' '.join(command)} failed; the end of its output:\n{tail}")


def cost_of(command: Sequence[str], *, log: Path, environment: dict[str, str]) -> Cost:
    """Run `command` to its end and return its cost.

    Raises:
        WorkFailed: it ended with a status other than 0.
    """
    started = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **environment}
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise WorkFailed(command, log)
    return Cost(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, _peak(usage))


def python_module(module: str, *arguments: str) -> list[str]:
    """The command that runs a module of this project with this interpreter."""
    return [sys.executable, "-m", module, *arguments]


def percentiles(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """Median and 95th percentile of `runs` calls of `work`, in milliseconds."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    return statistics.median(taken), taken[min(len(taken) - 1, int(len(taken) * 0.95))]


def _peak(usage: resource.struct_rusage) -> int:
    # Linux counts in kilobytes, macOS in bytes
    return usage.ru_maxrss if sys.platform == "darwin" else usage.ru_maxrss * 1024
