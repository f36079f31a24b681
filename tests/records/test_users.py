"""Commands on people: right, change and event go together."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from records.audit import filters_hash, latest_events, latest_exports, record_export
from records.commands.sessions import current_actor, sign_in
from records.commands.users import (
    add_user,
    change_role,
    list_users,
    set_active,
    set_locale,
    set_password,
)
from records.database import ensure_records, session_scope
from records.errors import Conflict, Invalid, NotAllowed, NotFound, SignInRefused
from records.permissions.rules import SYSTEM, Actor
from records.settings import Settings

OTHER = "another long one"
PASSWORD = "correct horse battery"  # noqa: S105 (of people who exist in tests alone)


def add(settings: Settings, role: str, *, actor: Actor = SYSTEM) -> Actor:
    return add_user(
        settings, actor, email=f"{role}@kith.test", full_name=role, role=role, password=PASSWORD
    )


def verbs(settings: Settings) -> list[str]:
    return [event.verb for event in reversed(latest_events(settings, SYSTEM))]


def test_records_are_made_once_and_again_without_harm(settings: Settings) -> None:
    ensure_records(settings)
    assert list_users(settings, SYSTEM) == []
    assert settings.records_path.stat().st_mode & 0o077 == 0


def test_only_administrators_add_people(settings: Settings) -> None:
    manager = add(settings, "manager")
    with pytest.raises(NotAllowed):
        add(settings, "viewer", actor=manager)
    assert verbs(settings) == ["add_user"]


@pytest.mark.parametrize(
    ("email", "name", "role", "password", "field"),
    [
        ("nobody", "N", "viewer", PASSWORD, "email"),
        ("a@b.c", " ", "viewer", PASSWORD, "full_name"),
        ("a@b.c", "N", "king", PASSWORD, "role"),
        ("a@b.c", "N", "viewer", "short", "password"),
    ],
)
def test_bad_values_are_named(  # noqa: PLR0917 (one argument a case column)
    settings: Settings, email: str, name: str, role: str, password: str, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        add_user(settings, SYSTEM, email=email, full_name=name, role=role, password=password)
    assert caught.value.field == field


def test_one_address_one_person_whatever_its_case(settings: Settings) -> None:
    add(settings, "viewer")
    with pytest.raises(Conflict):
        add_user(settings, SYSTEM, email=" Viewer@KITH.test", full_name="X", role="viewer")


def test_last_administrator_stays(settings: Settings) -> None:
    admin = add(settings, "admin")
    with pytest.raises(Conflict):
        change_role(settings, SYSTEM, user_id=admin.user_id, role="viewer")
    with pytest.raises(Conflict):
        set_active(settings, SYSTEM, user_id=admin.user_id, active=False)


def test_new_role_counts_at_the_next_click(settings: Settings) -> None:
    viewer = add(settings, "viewer")
    token = sign_in(settings, email=viewer.email, password=PASSWORD).token
    change_role(settings, SYSTEM, user_id=viewer.user_id, role="manager")
    found = current_actor(settings, token)
    assert found is not None
    assert found.role == "manager"


def test_disabling_signs_out_everywhere(settings: Settings) -> None:
    viewer = add(settings, "viewer")
    token = sign_in(settings, email=viewer.email, password=PASSWORD).token
    set_active(settings, SYSTEM, user_id=viewer.user_id, active=False)
    assert current_actor(settings, token) is None
    with pytest.raises(SignInRefused, match="disabled"):
        sign_in(settings, email=viewer.email, password=PASSWORD)


def test_own_password_may_be_set_and_ends_sign_ins(settings: Settings) -> None:
    viewer = add(settings, "viewer")
    token = sign_in(settings, email=viewer.email, password=PASSWORD).token
    set_password(settings, viewer, user_id=viewer.user_id, password=OTHER)
    assert current_actor(settings, token) is None
    assert sign_in(settings, email=viewer.email, password=OTHER)


def test_password_of_another_needs_the_right(settings: Settings) -> None:
    viewer, manager = add(settings, "viewer"), add(settings, "manager")
    with pytest.raises(NotAllowed):
        set_password(settings, manager, user_id=viewer.user_id, password=PASSWORD)


def test_language_is_kept(settings: Settings) -> None:
    viewer = add(settings, "viewer")
    set_locale(settings, viewer, locale="zh_CN")
    assert list_users(settings, SYSTEM)[0].locale == "zh_CN"
    with pytest.raises(Invalid):
        set_locale(settings, viewer, locale="tlh")


def test_unknown_person_is_not_found(settings: Settings) -> None:
    with pytest.raises(NotFound):
        change_role(settings, SYSTEM, user_id="nobody", role="viewer")


@pytest.mark.parametrize("verb", ["delete from audit_events", "update audit_events set verb = 'x'"])
def test_audit_trail_only_grows(settings: Settings, verb: str) -> None:
    add(settings, "viewer")
    with pytest.raises(DatabaseError, match="append-only"), session_scope(settings) as session:
        session.execute(text(verb))
    assert verbs(settings) == ["add_user"]


def test_export_is_logged_without_what_it_held(settings: Settings) -> None:
    viewer = add(settings, "viewer")
    record_export(
        settings,
        viewer,
        what="customers",
        filters={"tier": ["vip"]},
        row_count=3,
        file_format="csv",
    )
    logged = latest_exports(settings, SYSTEM)[0]
    assert (logged.what, logged.row_count, logged.file_format) == ("customers", 3, "csv")
    assert logged.filters_hash == filters_hash({"tier": ["vip"]})
