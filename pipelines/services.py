"""The two processes that people look at: the app and Dagster's UI. Both end with their parent."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from pipelines.failures import PermanentFailure
from pipelines.home import PROJECT_ROOT
from pipelines.instance import ensure_instance
from records.settings import Settings

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
START_SECONDS = 180


@dataclass(slots=True)
class Service:
    """A process, where it answers and where it logs."""

    name: str
    address: str
    health: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None)


def app_service(settings: Settings, *, port: int, host: str = "127.0.0.1") -> Service:
    """The Streamlit app."""
    address = f"http://127.0.0.1:{port}"
    options = {
        "server.port": str(port),
        "server.address": host,
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT_ROOT / "app" / "server.py")]
    for name, value in options.items():
        command += [f"--{name}", value]
    return Service(
        "app",
        address,
        f"{address}/_stcore/health",
        command,
        _environment(settings),
        settings.logs_dir / "app.log",
    )


def dagster_service(settings: Settings, *, port: int, host: str = "127.0.0.1") -> Service:
    """Dagster's UI and daemon."""
    ensure_instance(settings)
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "dagster", "dev", "-w", str(PROJECT_ROOT / "workspace.yaml")]
    command += ["-h", host, "-p", str(port)]
    return Service(
        "Dagster",
        address,
        f"{address}/server_info",
        command,
        _environment(settings),
        settings.logs_dir / "dagster.log",
    )


def _environment(settings: Settings) -> dict[str, str]:
    environment = {
        **os.environ,
        "KITH_HOME": str(settings.home),
        "DAGSTER_HOME": str(settings.dagster_home),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "GX_ANALYTICS_ENABLED": "false",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "RUNTIME__DLTHUB_TELEMETRY": "false",
        "DO_NOT_TRACK": "1",
    }
    # `dagster` starts programs by name: ours come before whatever else is installed.
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    return environment


def require_port(port: int, option: str) -> None:
    """Say at once when a port is taken, before minutes of work.

    Raises:
        PermanentFailure: something listens there already.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PermanentFailure(
                f"Port {port} on 127.0.0.1 is in use: stop what listens there or choose another "
                f"with {option}."
            ) from error


@contextlib.contextmanager
def running(services: list[Service]) -> Iterator[None]:
    """Start services together; whatever ends the block ends them."""
    previous = signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        for service in services:
            _start(service)
        yield
    finally:
        _stop(services)
        signal.signal(signal.SIGTERM, previous)


def wait_until_answering(service: Service, *, now: Callable[[], float] = time.monotonic) -> None:
    """Return when the service answers.

    Raises:
        PermanentFailure: it ended, or did not answer in time; the sentence names its log.
    """
    deadline = now() + START_SECONDS
    while now() < deadline:
        if service.process is not None and service.process.poll() is not None:
            raise PermanentFailure(
                f"{service.name} ended with code {service.process.returncode} while starting"
                f"{_last_words(service.log)}"
            )
        if _answers(service.health):
            return
        time.sleep(0.1)
    raise PermanentFailure(
        f"{service.name} did not answer at {service.address} within {START_SECONDS} s"
        f"{_last_words(service.log)}"
    )


def watch(services: list[Service]) -> None:
    """Stay until one of them ends or somebody presses Ctrl-C.

    Raises:
        PermanentFailure: a service ended by itself.
    """
    while True:
        for service in services:
            if service.process is not None and service.process.poll() is not None:
                raise PermanentFailure(
                    f"{service.name} ended with code {service.process.returncode}"
                    f"{_last_words(service.log)}"
                )
        time.sleep(0.5)


def _start(service: Service) -> None:
    with service.log.open("wb") as log:
        service.process = subprocess.Popen(
            service.command,
            cwd=PROJECT_ROOT,
            env=service.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches us only, and we end them in order
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - one C call, no Python state touched
        )


def _die_with_parent() -> None:
    """Ask the kernel to end this process when the one that started it dies, even by -9."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(services: list[Service]) -> None:
    started = [service.process for service in services if service.process is not None]
    for process in started:
        _signal(process, signal.SIGTERM)
    deadline = time.monotonic() + 10
    for process in started:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        _signal(process, signal.SIGKILL)  # what is left of its group, too
        process.wait()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - our own address
            return response.status == 200
    except (OSError, urllib.error.URLError):
        return False


def _last_words(log: Path) -> str:
    try:
        lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    except OSError:
        lines = []
    return f": {lines[-1].strip()} (log: {log})" if lines else f" (log: {log})"


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
