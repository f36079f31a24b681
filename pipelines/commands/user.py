"""`kith user`: people who may sign in."""

import getpass
import secrets
import sys
from typing import Annotated

import typer

from pipelines.commands.options import DEFAULT_HOME, HomeOption
from pipelines.failures import PermanentFailure
from pipelines.home import find_home, open_home
from records.settings import Settings

app = typer.Typer(
    help="People who may sign in: add, list, password, disable.", no_args_is_help=True
)

EmailArgument = Annotated[str, typer.Argument(help="The address the person signs in with.")]


@app.command()
def add(
    email: EmailArgument,
    role: Annotated[
        str, typer.Option("--role", help="admin, manager, analyst or viewer.")
    ] = "viewer",
    name: Annotated[str, typer.Option("--name", help="Full name; default from the address.")] = "",
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Add a person. The password is asked for, or read from standard input when that is a pipe.

    Example: ./kith user add ann@example.com --role analyst --name "Ann Lee"
    """
    from records.commands.users import add_user
    from records.database import ensure_records
    from records.permissions.rules import SYSTEM

    settings = open_home(home)
    ensure_records(settings)
    full_name = name or email.split("@")[0].replace(".", " ").title()
    password, made = _ask_password()
    add_user(settings, SYSTEM, email=email, full_name=full_name, role=role, password=password)
    typer.echo(f"{email} may sign in as {role}." + (f" Password: {password}" if made else ""))


@app.command(name="list")
def list_people(home: HomeOption = DEFAULT_HOME) -> None:
    """List everybody who has an account.

    Example: ./kith user list
    """
    from records.commands.users import list_users
    from records.permissions.rules import SYSTEM

    for person in list_users(_records(home), SYSTEM):
        state = "" if person.is_active else "  disabled"
        typer.echo(f"{person.email:40} {person.role:8} {person.full_name}{state}")


@app.command()
def password(email: EmailArgument, home: HomeOption = DEFAULT_HOME) -> None:
    """Set a new password; every sign-in of the person ends.

    Example: ./kith user password ann@example.com
    """
    from records.commands.users import set_password
    from records.permissions.rules import SYSTEM

    settings = _records(home)
    user_id = _user_id(settings, email)
    secret, made = _ask_password()
    set_password(settings, SYSTEM, user_id=user_id, password=secret)
    typer.echo(f"{email} has a new password." + (f" It is: {secret}" if made else ""))


@app.command()
def disable(
    email: EmailArgument,
    enable: Annotated[bool, typer.Option("--enable", help="Let the person in again.")] = False,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Keep a person out at once; the history of what they did stays.

    Example: ./kith user disable ann@example.com
    """
    from records.commands.users import set_active
    from records.permissions.rules import SYSTEM

    settings = _records(home)
    set_active(settings, SYSTEM, user_id=_user_id(settings, email), active=enable)
    typer.echo(f"{email} {'may sign in again' if enable else 'is disabled'}.")


def _records(home: HomeOption) -> Settings:
    from records.database import ensure_records

    settings = find_home(home)
    ensure_records(settings)
    return settings


def _user_id(settings: Settings, email: str) -> str:
    from records.commands.users import list_users
    from records.permissions.rules import SYSTEM

    for person in list_users(settings, SYSTEM):
        if person.email == email.strip().lower():
            return person.user_id
    raise PermanentFailure(f"Nobody signs in as {email}: `./kith user list` shows everybody.")


def _ask_password() -> tuple[str, bool]:
    """The password and whether it was made up here (and so has to be shown once)."""
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\n")
    else:
        given = getpass.getpass("Password (empty makes one): ")
        if given and getpass.getpass("Again: ") != given:
            raise PermanentFailure("The two passwords differ; nothing was changed.")
    return (given, False) if given else (secrets.token_urlsafe(12), True)
