"""Demo accounts: one a role, one random password a home, kept where only the owner reads it."""

import os
import secrets

from records.commands.users import add_user, list_users, set_password
from records.database import ensure_records
from records.permissions.actions import Role
from records.permissions.rules import SYSTEM
from records.settings import Settings

_NAMES = {
    Role.ADMIN: "Ada Admin",
    Role.MANAGER: "Mia Manager",
    Role.ANALYST: "Anna Analyst",
    Role.VIEWER: "Vera Viewer",
}


def ensure_demo_users(settings: Settings) -> str:
    """Make the demo users that are missing; returns the text that tells how to sign in."""
    ensure_records(settings)
    path = settings.demo_logins_path
    known = {person.email: person for person in list_users(settings, SYSTEM)}
    password = _kept_password(settings) or secrets.token_urlsafe(9)
    is_new = not path.exists()
    for role, name in _NAMES.items():
        email = f"{role.value}@kith.example"
        if email not in known:
            add_user(settings, SYSTEM, email=email, full_name=name, role=role, password=password)
        elif is_new:  # the file was lost: nobody knows the old password, so it gets a new one
            set_password(settings, SYSTEM, user_id=known[email].user_id, password=password)
    text = "\n".join(f"{role.value}@kith.example  {password}" for role in _NAMES)
    if is_new:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text + "\n")
    return text


def _kept_password(settings: Settings) -> str | None:
    try:
        first = settings.demo_logins_path.read_text().splitlines()[0]
    except (FileNotFoundError, IndexError):
        return None
    return first.split()[-1]
