"""One customer: what a viewer may not see is not in any part of the record."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.data.warehouse import ServedVersion
from app.queries import customer
from records.permissions.rules import Actor

SECRETS = ("ana@example.com", "600111222")


def everything(warehouse: ServedVersion, actor: Actor) -> str:
    parts = [
        str(customer.profile(warehouse, "c_ana", actor)),
        *(
            str(rows.to_dicts())
            for rows in (
                customer.values(warehouse, "c_ana", actor),
                customer.identifiers(warehouse, "c_ana", actor),
                customer.timeline(warehouse, "c_ana", actor, types=(), limit=100),
                customer.tickets(warehouse, "c_ana", actor),
            )
        ),
    ]
    return "\n".join(parts)


@pytest.mark.parametrize("role", ["analyst", "manager", "admin"])
def test_contact_is_shown_to_those_who_may(
    warehouse: ServedVersion, make_actor: Callable[[str], Actor], role: str
) -> None:
    text = everything(warehouse, make_actor(role))
    assert all(secret in text for secret in SECRETS)


def test_contact_is_nowhere_for_a_viewer(
    warehouse: ServedVersion, make_actor: Callable[[str], Actor]
) -> None:
    text = everything(warehouse, make_actor("viewer"))
    assert not any(secret in text for secret in SECRETS)
    assert "Ana Ruiz" in text


def test_timeline_by_type_newest_first(
    warehouse: ServedVersion, make_actor: Callable[[str], Actor]
) -> None:
    actor = make_actor("viewer")
    rows = customer.timeline(warehouse, "c_ana", actor, types=("order",), limit=2)
    assert rows["occurred_at"].is_sorted(descending=True)
    assert rows.height == 2
    assert customer.activity_types(warehouse, "c_ana") == {"order": 5}
    assert customer.timeline(warehouse, "c_ana", actor, types=("deal",), limit=2).height == 0


def test_winning_value_comes_first(
    warehouse: ServedVersion, make_actor: Callable[[str], Actor]
) -> None:
    rows = customer.values(warehouse, "c_ana", make_actor("admin"))
    cities = rows.filter(rows["field_name"] == "city")
    assert cities["field_value"].to_list() == ["Madrid", "Madird"]


def test_unknown_customer_is_none(
    warehouse: ServedVersion, make_actor: Callable[[str], Actor]
) -> None:
    assert customer.profile(warehouse, "nobody", make_actor("viewer")) is None
