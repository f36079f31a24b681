"""One-time tickets that turn a fresh sign-in into a cookie.

The page that signs a person in talks over a websocket and cannot set a cookie that scripts may not
read. It hands the browser a ticket instead, good once and for a minute; the browser posts it to
`/session`, and that answer sets the cookie.
"""

from __future__ import annotations

import secrets
import threading
import time
from datetime import datetime

_GOOD_FOR_SECONDS = 60
_LOCK = threading.Lock()
_TICKETS: dict[str, tuple[float, str, datetime]] = {}


def issue(token: str, expires_at: datetime) -> str:
    """A ticket for a token."""
    ticket = secrets.token_urlsafe(24)
    now = time.monotonic()
    with _LOCK:
        for old in [key for key, (until, _, _) in _TICKETS.items() if until < now]:
            del _TICKETS[old]
        _TICKETS[ticket] = (now + _GOOD_FOR_SECONDS, token, expires_at)
    return ticket


def redeem(ticket: str) -> tuple[str, datetime] | None:
    """The token of a ticket and when it expires; a ticket works once."""
    with _LOCK:
        found = _TICKETS.pop(ticket, None)
    if found is None or found[0] < time.monotonic():
        return None
    return found[1], found[2]
