"""Failures as sentences: what failed, whether trying again helps, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class PipelineError(Exception):
    """Something the pipeline could not do; the message is written for the person who runs it.

    With `todo`, the verdict whether trying again helps is put between the two; without it, the
    first argument is the whole message.
    """

    retryable = False

    def __init__(self, what: str, *, todo: str = "") -> None:
        self.what = what
        self.todo = todo
        super().__init__(_message(what, self.verdict(), todo) if todo else what)

    def verdict(self) -> str:
        """Say whether trying again is any use."""
        return "Trying again may help." if self.retryable else "Trying again will not help."


class PermanentFailure(PipelineError):
    """The input or the set-up is wrong: the same run fails the same way."""


class TransientFailure(PipelineError):
    """Something outside failed for now: a lock, a full disk, a network."""

    retryable = True


class WarehouseBusy(TransientFailure):
    """Another process writes the warehouse."""


class HomeUnusable(PermanentFailure):
    """The home directory is missing or cannot be written."""


class NothingPublished(PermanentFailure):
    """There is no published version, or not the one that was asked for."""


class GateClosed(PermanentFailure):
    """Checks of severity error failed, so the version served before stays."""


class FaultyInput(PermanentFailure):
    """Several faults of one thing, collected so that all can be mended at once."""

    def __init__(self, title: str, faults: Iterable[str], *, todo: str = "") -> None:
        self.title = title
        self.faults = list(faults)
        lines = "\n".join(f"  - {fault}" for fault in self.faults)
        super().__init__(f"{title}:\n{lines}\n", todo=todo)


def sentence_of(error: BaseException) -> str:
    """The first line of an error's text that says something, without a full stop."""
    lines = [line.strip() for line in str(error).splitlines()]
    said = next((line for line in lines if line), type(error).__name__)
    return said.rstrip(".")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean "x"?` when a known word is spelled alike, else nothing."""
    candidates = {name.casefold(): name for name in known}
    match = difflib.get_close_matches(word.casefold(), candidates, n=1, cutoff=0.6)
    return f'; did you mean "{candidates[match[0]]}"?' if match else ""


def _message(what: str, verdict: str, todo: str) -> str:
    ending = "" if what.endswith((".", "!", "?", "\n")) else "."
    space = "" if what.endswith("\n") else " "
    return f"{what}{ending}{space}{verdict} {todo}".rstrip()
