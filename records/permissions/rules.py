"""The rules, in order of evaluation: active person, known action, role high enough."""

from __future__ import annotations

from dataclasses import dataclass

from records.permissions.actions import ACTIONS, Role
from records.permissions.verdict import Verdict

_ORDER = tuple(Role)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking. `SYSTEM` stands for the machine itself."""

    user_id: str
    name: str
    email: str
    role: Role
    locale: str | None = None
    is_active: bool = True


SYSTEM = Actor(user_id="system", name="Kith", email="", role=Role.ADMIN)


def decide(actor: Actor, action: str) -> Verdict:
    """May this person do this?

    Raises:
        KeyError: the action is not in the list of actions; a fault of ours, never of a person.
    """
    wanted = ACTIONS[action]
    if not actor.is_active:
        return Verdict(
            allowed=False, action=action, reason=f"The account of {actor.name} is disabled."
        )
    if _ORDER.index(actor.role) >= _ORDER.index(wanted.least_role):
        return Verdict(
            allowed=True, action=action, reason=f"Role {actor.role} may {wanted.sentence}."
        )
    return Verdict(
        allowed=False,
        action=action,
        reason=(
            f"Role {actor.role} may not {wanted.sentence}; it needs {wanted.least_role} or above. "
            "An administrator can change the role."
        ),
    )


def may(actor: Actor, action: str) -> bool:
    """Short form of `decide` where no reason is shown."""
    return bool(decide(actor, action))


def allowed_actions(role: Role) -> frozenset[str]:
    """Every action a role may do."""
    rank = _ORDER.index(role)
    return frozenset(n for n, a in ACTIONS.items() if _ORDER.index(a.least_role) <= rank)
