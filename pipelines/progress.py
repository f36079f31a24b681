"""What a person sees while a run goes on: live on a terminal, one line a step elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


class Listener(Protocol):
    """Told of every step of a run, as it happens."""

    def started(self, step: str, title: str) -> None:
        """A step begins."""
        ...

    def advanced(self, step: str, note: str) -> None:
        """Something inside the step is done."""
        ...

    def finished(self, step: str, *, rows: int | None, seconds: float, note: str) -> None:
        """A step ended well."""
        ...

    def failed(self, step: str, *, seconds: float, sentence: str) -> None:
        """A step ended badly."""
        ...


class Silent:
    """A listener for runs that nobody watches (Dagster's own)."""

    def started(self, step: str, title: str) -> None:
        """Say nothing."""

    def advanced(self, step: str, note: str) -> None:
        """Say nothing."""

    def finished(self, step: str, *, rows: int | None, seconds: float, note: str) -> None:
        """Say nothing."""

    def failed(self, step: str, *, seconds: float, sentence: str) -> None:
        """Say nothing."""


@dataclass(slots=True)
class _Line:
    title: str
    began: float
    note: str = ""


class Lines:
    """One plain line when a step starts to matter: its end. For logs, pipes and CI."""

    def __init__(self, console: "Console") -> None:
        self._console = console
        self._titles: dict[str, str] = {}

    def started(self, step: str, title: str) -> None:
        """Remember the title and say that the step began."""
        self._titles[step] = title
        self._say(f"... {title}")

    def advanced(self, step: str, note: str) -> None:
        """Say nothing: a log wants ends, not movement."""

    def finished(self, step: str, *, rows: int | None, seconds: float, note: str) -> None:
        """Say step, rows and seconds."""
        title = self._titles.get(step, step)
        self._console.print(
            _summary("ok ", title, rows, seconds, note), highlight=False, markup=False
        )

    def failed(self, step: str, *, seconds: float, sentence: str) -> None:
        """Say what failed and why."""
        title = self._titles.get(step, step)
        self._say(_summary("FAILED", title, None, seconds, sentence))

    def _say(self, text: str) -> None:
        self._console.print(text, highlight=False, markup=False)


class Live(Lines):
    """The same lines, and below them the step that runs now with its seconds counting."""

    def __init__(self, console: "Console") -> None:
        from rich.live import Live as RichLive

        super().__init__(console)
        self._running: dict[str, _Line] = {}
        self._live = RichLive(
            console=console, get_renderable=self._render, refresh_per_second=8, transient=True
        )

    def started(self, step: str, title: str) -> None:
        """Show the step as running."""
        self._titles[step] = title
        self._running[step] = _Line(title, time.monotonic())

    def advanced(self, step: str, note: str) -> None:
        """Show what inside the step was done last."""
        if step in self._running:
            self._running[step].note = note

    def finished(self, step: str, *, rows: int | None, seconds: float, note: str) -> None:
        """Turn the running line into a finished one."""
        self._running.pop(step, None)
        super().finished(step, rows=rows, seconds=seconds, note=note)

    def failed(self, step: str, *, seconds: float, sentence: str) -> None:
        """Turn the running line into a failed one."""
        self._running.pop(step, None)
        super().failed(step, seconds=seconds, sentence=sentence)

    def _render(self) -> "Table":
        from rich.spinner import Spinner
        from rich.table import Table
        from rich.text import Text

        table = Table.grid(padding=(0, 1))
        for line in self._running.values():
            seconds = time.monotonic() - line.began
            table.add_row(
                Spinner("dots"), Text(line.title), Text(f"{seconds:.0f} s"), Text(line.note[:60])
            )
        return table


@contextmanager
def watching() -> Iterator[Listener]:
    """A listener for this terminal, or for what standard output is piped into."""
    from rich.console import Console

    console = Console(file=sys.stdout, soft_wrap=True)
    if not console.is_terminal:
        yield Lines(console)
        return
    live = Live(console)
    with live._live:  # noqa: SLF001 - our own class, one file
        yield live


def _summary(mark: str, title: str, rows: int | None, seconds: float, note: str) -> str:
    counted = f"{rows:>12,} rows" if rows is not None else " " * 17
    return f"{mark:3} {title:<42} {counted} {seconds:>7.1f} s  {note}".rstrip()
