"""Every role against every action, and the shape of a refusal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import NotAllowed
from records.permissions.actions import ACTIONS, Role
from records.permissions.rules import Actor, allowed_actions, decide

VIEWER = {"dashboards.view", "customers.view"}
ANALYST = VIEWER | {
    "customers.view_contact",
    "customers.export",
    "dashboards.export",
    "data.view",
}
MANAGER = ANALYST | {"quarantine.view", "audit.view"}
MATRIX = {
    Role.VIEWER: VIEWER,
    Role.ANALYST: ANALYST,
    Role.MANAGER: MANAGER,
    Role.ADMIN: set(ACTIONS),
}


def someone(role: Role, *, is_active: bool = True) -> Actor:
    return Actor(user_id="u", name="Somebody", email="s@kith.test", role=role, is_active=is_active)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_role_may_exactly_what_the_matrix_says(role: Role, action: str) -> None:
    assert bool(decide(someone(role), action)) == (action in MATRIX[role])


@pytest.mark.parametrize("role", list(Role))
def test_list_of_actions_agrees_with_decisions(role: Role) -> None:
    assert allowed_actions(role) == MATRIX[role]


@given(st.sampled_from(list(Role)), st.sampled_from(list(Role)), st.sampled_from(sorted(ACTIONS)))
def test_more_role_never_means_less_right(one: Role, other: Role, action: str) -> None:
    ranks = list(Role)
    low, high = sorted((one, other), key=ranks.index)
    assert bool(decide(someone(low), action)) <= bool(decide(someone(high), action))


@given(st.sampled_from(list(Role)), st.sampled_from(sorted(ACTIONS)))
def test_disabled_person_may_nothing(role: Role, action: str) -> None:
    assert not decide(someone(role, is_active=False), action)


def test_refusal_says_what_is_missing_and_who_grants_it() -> None:
    with pytest.raises(NotAllowed, match=r"viewer may not export customers.*analyst.*dministrator"):
        decide(someone(Role.VIEWER), "customers.export").require()


def test_unknown_action_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        decide(someone(Role.ADMIN), "customers.juggle")
