"""The home the browser suite serves: the sample company, built by the pipeline itself.

`KITH_E2E_HOME` names a home that is already published, so that a developer does not wait for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from records.commands.users import add_user, list_users, set_locale
from records.database import ensure_records
from records.permissions.rules import SYSTEM
from records.settings import Settings
from tests.e2e.browser import PASSWORD, ROOT

CUSTOMERS = 300
# who signs in: their role and the language they chose
PEOPLE = {
    "admin": ("admin", "en"),
    "viewer": ("viewer", "en"),
    "reader": ("admin", "zh_CN"),
}


def build_home(home: Path) -> Settings:
    """Make the sample company, run the pipeline once, publish; add the people who sign in."""
    given = os.environ.get("KITH_E2E_HOME")
    settings = Settings(home=Path(given) if given else home)
    if not given:
        _run_pipeline(settings.home)
    ensure_records(settings)
    known = {user.email for user in list_users(settings, SYSTEM)}
    for person, (role, language) in PEOPLE.items():
        if email_of(person) in known:
            continue
        actor = add_user(
            settings,
            SYSTEM,
            email=email_of(person),
            full_name=f"{person.title()} Tester",
            role=role,
            password=PASSWORD,
        )
        set_locale(settings, actor, locale=language)
    return settings


def email_of(person: str) -> str:
    """The address somebody signs in with."""
    return f"{person}.tester@kith.test"


def _run_pipeline(home: Path) -> None:
    command = [
        *(sys.executable, "-m", "pipelines.cli", "demo", "--no-serve"),
        *("--home", str(home), "--customers", str(CUSTOMERS)),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        message = f"The sample company could not be built:\n{done.stdout}\n{done.stderr}"
        raise RuntimeError(message)
