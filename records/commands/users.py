"""People: add, change role, set a password, disable and enable, choose a language."""

from __future__ import annotations

import re
from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from records.audit import Event, write_event
from records.database import session_scope
from records.errors import Conflict, Invalid, NotFound
from records.models.base import new_id, utc_now
from records.models.people import SignIn, User
from records.permissions.actions import Role
from records.permissions.rules import Actor, decide
from records.settings import Settings

LOCALES = ("en", "zh_CN")
MIN_PASSWORD = 10
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_HASHER = PasswordHasher()


def add_user(
    settings: Settings,
    actor: Actor,
    *,
    email: str,
    full_name: str,
    role: Role | str,
    password: str | None = None,
    now: datetime | None = None,
) -> Actor:
    """Add a person. Without a password they cannot sign in yet."""
    decide(actor, "users.manage").require()
    address = email.strip().lower()
    if not _EMAIL.fullmatch(address):
        raise Invalid("email", f"'{email}' is not an e-mail address.")
    if not full_name.strip():
        raise Invalid("full_name", "A person needs a name.")
    at = now or utc_now()
    user = User(
        user_id=new_id(),
        email=address,
        full_name=full_name.strip(),
        role=_role(role),
        password_hash=_hashed(password) if password is not None else None,
        locale=None,
        is_active=True,
        failed_sign_ins=0,
        created_at=at,
        updated_at=at,
    )
    with session_scope(settings) as session:
        if session.scalar(select(User.user_id).filter_by(email=address)):
            message = f"Somebody with the e-mail {address} is already here."
            raise Conflict(message)
        session.add(user)
        _note(session, actor, "add_user", user, now=at, role=(None, user.role))
    return user.as_actor()


def list_users(settings: Settings, actor: Actor) -> list[User]:
    """Everybody who has an account, by name."""
    decide(actor, "users.manage").require()
    with session_scope(settings, read_only=True) as session:
        return list(session.scalars(select(User).order_by(User.full_name, User.user_id)))


def change_role(
    settings: Settings, actor: Actor, *, user_id: str, role: Role | str, now: datetime | None = None
) -> None:
    """Give a person another role; the last administrator stays one."""
    decide(actor, "users.manage").require()
    wanted, at = _role(role), now or utc_now()
    with session_scope(settings) as session:
        user = _user(session, user_id)
        if wanted != Role.ADMIN:
            _keep_an_admin(session, user)
        before, user.role, user.updated_at = user.role, wanted, at
        _note(session, actor, "change_role", user, now=at, role=(before, wanted))


def set_password(
    settings: Settings, actor: Actor, *, user_id: str, password: str, now: datetime | None = None
) -> None:
    """Set a password: one's own, or anybody's by an administrator. Ends every sign-in."""
    if actor.user_id != user_id or not actor.is_active:
        decide(actor, "users.manage").require()
    at = now or utc_now()
    hashed = _hashed(password)
    with session_scope(settings) as session:
        user = _user(session, user_id)
        user.password_hash, user.updated_at = hashed, at
        user.failed_sign_ins, user.locked_until = 0, None
        _end_sign_ins(session, user_id, at)
        _note(session, actor, "set_password", user, now=at)


def set_active(
    settings: Settings, actor: Actor, *, user_id: str, active: bool, now: datetime | None = None
) -> None:
    """Disable a person, which signs them out everywhere, or enable them again."""
    decide(actor, "users.manage").require()
    at = now or utc_now()
    with session_scope(settings) as session:
        user = _user(session, user_id)
        if not active:
            _keep_an_admin(session, user)
            _end_sign_ins(session, user_id, at)
        before, user.is_active, user.updated_at = user.is_active, active, at
        verb = "enable_user" if active else "disable_user"
        _note(session, actor, verb, user, now=at, is_active=(before, active))


def set_locale(
    settings: Settings, actor: Actor, *, locale: str, now: datetime | None = None
) -> None:
    """Choose one's own language."""
    if locale not in LOCALES:
        raise Invalid("locale", f"'{locale}' is not a language of Kith: {', '.join(LOCALES)}.")
    at = now or utc_now()
    with session_scope(settings) as session:
        user = _user(session, actor.user_id)
        before, user.locale, user.updated_at = user.locale, locale, at
        _note(session, actor, "set_locale", user, now=at, locale=(before, locale))


def _role(role: Role | str) -> str:
    try:
        return Role(role).value
    except ValueError:
        known = ", ".join(Role)
        raise Invalid("role", f"'{role}' is not a role. Roles: {known}.") from None


def _hashed(password: str) -> str:
    if len(password) < MIN_PASSWORD:
        raise Invalid("password", f"A password needs at least {MIN_PASSWORD} characters.")
    return _HASHER.hash(password)


def _user(session: Session, user_id: str) -> User:
    user = session.get(User, user_id)
    if user is None:
        raise NotFound("person", user_id)
    return user


def _keep_an_admin(session: Session, user: User) -> None:
    if user.role != Role.ADMIN or not user.is_active:
        return
    admins = select(func.count()).select_from(User).filter_by(role=Role.ADMIN.value, is_active=True)
    if session.scalar(admins) == 1:
        message = f"{user.full_name} is the only administrator left. Make somebody else one first."
        raise Conflict(message)


def _end_sign_ins(session: Session, user_id: str, at: datetime) -> None:
    running = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    session.execute(running.values(ended_at=at))


def _note(
    session: Session,
    actor: Actor,
    verb: str,
    user: User,
    *,
    now: datetime,
    **changes: tuple[object, object],
) -> None:
    write_event(
        session,
        actor,
        event=Event(verb=verb, subject_type="user", subject_id=user.user_id, changes=changes),
        now=now,
    )
