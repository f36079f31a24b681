"""Every action that needs a right, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles from the least to the most rights."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    MANAGER = "manager"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person may want to do, and the least role that may do it."""

    name: str
    sentence: str
    least_role: Role


_ALL = (
    Action("dashboards.view", "see dashboards", Role.VIEWER),
    Action("customers.view", "see customers", Role.VIEWER),
    Action("customers.view_contact", "see e-mail addresses and phone numbers", Role.ANALYST),
    Action("customers.export", "export customers and orders", Role.ANALYST),
    Action("dashboards.export", "export dashboards", Role.ANALYST),
    Action("data.view", "see sources, runs and checks", Role.ANALYST),
    Action("quarantine.view", "see quarantined rows", Role.MANAGER),
    Action("audit.view", "see who changed what", Role.MANAGER),
    Action("users.manage", "add people and change their roles", Role.ADMIN),
)

ACTIONS: dict[str, Action] = {action.name: action for action in _ALL}
