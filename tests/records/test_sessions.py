"""Signing in: lock-out, expiry, tokens that are stored as hashes only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from records.audit import latest_events
from records.commands.sessions import LOCK_FOR, MAX_FAILURES, current_actor, sign_in, sign_out
from records.commands.users import add_user
from records.errors import SignInRefused
from records.permissions.rules import SYSTEM
from records.settings import Settings

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
EMAIL = "ana@kith.test"
WRONG = "wrong"
PASSWORD = "correct horse battery"  # noqa: S105 (of people who exist in tests alone)


@pytest.fixture(autouse=True)
def _ana(settings: Settings) -> None:
    add_user(
        settings, SYSTEM, email=EMAIL, full_name="Ana", role="viewer", password=PASSWORD, now=NOW
    )


def refuse(settings: Settings, *, password: str = WRONG, now: datetime = NOW) -> SignInRefused:
    with pytest.raises(SignInRefused) as caught:
        sign_in(settings, email=EMAIL, password=password, now=now)
    return caught.value


def test_token_brings_the_person_back(settings: Settings) -> None:
    signed_in = sign_in(settings, email=" ANA@kith.test ", password=PASSWORD, now=NOW)
    found = current_actor(settings, signed_in.token, now=NOW)
    assert found is not None
    assert found.email == EMAIL


def test_token_is_nowhere_in_the_database(settings: Settings) -> None:
    token = sign_in(settings, email=EMAIL, password=PASSWORD, now=NOW).token
    files = settings.home.glob("records.sqlite*")
    assert not any(token.encode() in file.read_bytes() for file in files)


def test_sign_in_expires(settings: Settings) -> None:
    signed_in = sign_in(settings, email=EMAIL, password=PASSWORD, now=NOW)
    assert current_actor(settings, signed_in.token, now=signed_in.expires_at) is None


def test_sign_out_ends_it(settings: Settings) -> None:
    token = sign_in(settings, email=EMAIL, password=PASSWORD, now=NOW).token
    sign_out(settings, token, now=NOW)
    sign_out(settings, token, now=NOW)
    assert current_actor(settings, token, now=NOW) is None


def test_five_failures_lock_and_time_opens(settings: Settings) -> None:
    for _ in range(MAX_FAILURES):
        assert refuse(settings).code == "credentials"
    locked = refuse(settings, password=PASSWORD)
    assert locked.code == "locked"
    assert locked.retry_at == NOW + LOCK_FOR
    later = NOW + LOCK_FOR + timedelta(seconds=1)
    assert sign_in(settings, email=EMAIL, password=PASSWORD, now=later)


def test_success_forgets_failures(settings: Settings) -> None:
    for _ in range(3):
        for _ in range(MAX_FAILURES - 1):
            refuse(settings)
        sign_in(settings, email=EMAIL, password=PASSWORD, now=NOW)


def test_unknown_address_is_answered_like_a_wrong_password(settings: Settings) -> None:
    with pytest.raises(SignInRefused) as caught:
        sign_in(settings, email="who@kith.test", password=PASSWORD, now=NOW)
    assert str(caught.value) == str(refuse(settings))


def test_refusals_are_in_the_audit_trail(settings: Settings) -> None:
    refuse(settings)
    newest = latest_events(settings, SYSTEM)[0]
    assert newest.verb == "sign_in_refused"
    assert newest.changes == {"code": [None, "credentials"]}
