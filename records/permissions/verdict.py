"""The answer to "may this person do that?": never a bare no."""

from __future__ import annotations

from dataclasses import dataclass

from records.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer with its reason; `granted_by` is who can change a refusal."""

    allowed: bool
    action: str
    reason: str
    granted_by: str = "admin"

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise `NotAllowed` when the answer is no."""
        if not self.allowed:
            raise NotAllowed(self)
