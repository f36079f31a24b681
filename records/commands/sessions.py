"""Signing in and out.

A sign-in is a random token; the browser keeps it in a cookie, the database keeps its SHA-256. Five
failures in a row lock an account for fifteen minutes; an unknown address takes as long as a known
one, so neither the time nor the answer tells who has an account.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Session

from records.audit import Event, write_event
from records.database import session_scope
from records.errors import SignInRefused
from records.models.base import new_id, utc_now
from records.models.people import SignIn, User
from records.permissions.rules import Actor
from records.settings import Settings

MAX_FAILURES = 5
LOCK_FOR = timedelta(minutes=15)
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh sign-in. The token is shown once, here."""

    token: str
    actor: Actor
    expires_at: datetime


def sign_in(
    settings: Settings, *, email: str, password: str, now: datetime | None = None
) -> SignedIn:
    """Check a password and open a sign-in.

    Raises:
        SignInRefused: wrong credentials, a locked or a disabled account.
    """
    at = now or utc_now()
    with session_scope(settings, read_only=True) as session:
        found = session.scalar(select(User).filter_by(email=email.strip().lower()))
    matches = _matches(found.password_hash if found else None, password)
    if found is None:
        raise SignInRefused("credentials")
    with session_scope(settings) as session:
        user = session.get_one(User, found.user_id)
        outcome = _judge(user, matches=matches, at=at)
        user.updated_at = at
        if isinstance(outcome, SignInRefused):
            refusal, token = outcome, ""
            _note(user, "sign_in_refused", code=(None, outcome.code), session=session, at=at)
        else:
            refusal, token = None, secrets.token_urlsafe(32)
            expires = at + timedelta(days=settings.session_days)
            session.add(
                SignIn(
                    sign_in_id=new_id(),
                    user_id=user.user_id,
                    token_hash=_hash(token),
                    started_at=at,
                    expires_at=expires,
                )
            )
            _note(user, "sign_in", session=session, at=at)
    if refusal is not None:
        raise refusal
    return SignedIn(token, user.as_actor(), at + timedelta(days=settings.session_days))


def current_actor(settings: Settings, token: str, *, now: datetime | None = None) -> Actor | None:
    """Who holds this token, if it is still good and the person still active."""
    at = now or utc_now()
    holder = (
        select(User)
        .join(SignIn, SignIn.user_id == User.user_id)
        .where(
            SignIn.token_hash == _hash(token),
            SignIn.ended_at.is_(None),
            SignIn.expires_at > at,
            User.is_active,
        )
    )
    with session_scope(settings, read_only=True) as session:
        user = session.scalar(holder)
        return user.as_actor() if user else None


def sign_out(settings: Settings, token: str, *, now: datetime | None = None) -> None:
    """End a sign-in; an unknown or ended token is no error."""
    at = now or utc_now()
    with session_scope(settings) as session:
        running = session.scalar(
            select(SignIn).where(SignIn.token_hash == _hash(token), SignIn.ended_at.is_(None))
        )
        if running is not None:
            running.ended_at = at
            _note(session.get_one(User, running.user_id), "sign_out", session=session, at=at)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _matches(password_hash: str | None, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash or _NOBODY, password) and password_hash is not None
    except VerifyMismatchError:
        return False


def _judge(user: User, *, matches: bool, at: datetime) -> SignInRefused | None:
    """The rules of sign-in; counts failures on the way."""
    if user.locked_until is not None and user.locked_until > at:
        return SignInRefused("locked", retry_at=user.locked_until)
    if not matches:
        user.failed_sign_ins += 1
        if user.failed_sign_ins >= MAX_FAILURES:
            user.failed_sign_ins, user.locked_until = 0, at + LOCK_FOR
        return SignInRefused("credentials")
    if not user.is_active:
        return SignInRefused("disabled")
    user.failed_sign_ins, user.locked_until, user.last_signed_in_at = 0, None, at
    return None


def _note(
    user: User, verb: str, *, session: Session, at: datetime, code: tuple[None, str] | None = None
) -> None:
    event = Event(
        verb=verb,
        subject_type="user",
        subject_id=user.user_id,
        changes={"code": code} if code else {},
    )
    write_event(session, user.as_actor(), event=event, now=at)
