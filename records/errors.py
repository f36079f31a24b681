"""What can go wrong in records.

RecordsError
├── NotAllowed       the person lacks a right; carries the verdict
├── NotFound         there is no such record
├── Conflict         somebody else changed it first, or it exists already
├── Invalid          a value breaks a rule; `field` names it
└── SignInRefused    wrong credentials, locked or disabled account
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from records.permissions.verdict import Verdict


class RecordsError(Exception):
    """Base of every error of this package; its text is a sentence for people."""


class NotAllowed(RecordsError):
    """The person lacks a right."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(verdict.reason)


class NotFound(RecordsError):
    """There is no such record."""

    def __init__(self, kind: str, key: str) -> None:
        self.kind = kind
        self.key = key
        super().__init__(f"There is no {kind} '{key}'. It may have been removed.")


class Conflict(RecordsError):
    """The change cannot stand beside what is stored now."""


class Invalid(RecordsError, ValueError):
    """A value breaks a rule."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class SignInRefused(RecordsError):
    """The sign-in failed; `code` is credentials, locked or disabled."""

    def __init__(self, code: str, *, retry_at: datetime | None = None) -> None:
        self.code = code
        self.retry_at = retry_at
        super().__init__(_REFUSALS[code])


_REFUSALS = {
    "credentials": "E-mail and password do not match. Check both and try again.",
    "locked": "Too many failed attempts. Wait before trying again.",
    "disabled": "This account is disabled. An administrator can enable it.",
}
