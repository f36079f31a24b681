"""The list of customers: search, filters, masking, paging, counts that agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.data.warehouse import ServedVersion
from app.queries.customers import (
    CustomerFilters,
    customers_of_order,
    customers_query,
    filter_values,
)
from app.queries.rows import count_rows, rows_page
from records.errors import NotAllowed
from records.permissions.rules import Actor

MakeActor = Callable[[str], Actor]


def found(warehouse: ServedVersion, actor: Actor, filters: CustomerFilters) -> set[str]:
    query = customers_query(filters, actor)
    ids = rows_page(warehouse, query)["customer_id"].to_list()
    assert count_rows(warehouse, query) == len(ids)
    return {key.removeprefix("c_") for key in ids}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (CustomerFilters(), {"ana", "bo", "chen", "dee", "eve"}),
        (CustomerFilters(search="ruiz ana"), {"ana"}),
        (CustomerFilters(search="陈"), {"chen"}),
        (CustomerFilters(search="ANA@exam"), {"ana"}),
        (CustomerFilters(search="11 12-22"), {"ana"}),
        (CustomerFilters(search="%"), set()),
        (CustomerFilters(search="' or 1=1 --"), set()),
        (CustomerFilters(customer_status=("active", "new")), {"ana", "chen"}),
        (CustomerFilters(tier=("vip",), region=("North",)), set()),
        (CustomerFilters(min_orders=2), {"ana", "chen"}),
        (CustomerFilters(min_net=40, max_net=150), {"bo", "chen"}),
    ],
)
def test_search_and_filters(
    warehouse: ServedVersion, make_actor: MakeActor, filters: CustomerFilters, expected: set[str]
) -> None:
    assert found(warehouse, make_actor("analyst"), filters) == expected


def test_order_number_finds_its_customer(warehouse: ServedVersion, make_actor: MakeActor) -> None:
    who = customers_of_order(warehouse, "#1006")
    filters = CustomerFilters(search="#1006", order_customers=who)
    assert found(warehouse, make_actor("viewer"), filters) == {"chen"}
    assert customers_of_order(warehouse, "Ana Ruiz") == ()


@pytest.mark.parametrize(
    ("bought", "expected"),
    [("active", {"ana", "chen"}), ("new", {"chen"}), ("returning", {"ana"})],
)
@pytest.mark.parametrize("end", [None, date(2026, 2, 28)])
def test_buyers_of_a_period(
    warehouse: ServedVersion, make_actor: MakeActor, bought: str, expected: set[str], end: date
) -> None:
    filters = CustomerFilters(
        bought=bought,  # pyright: ignore[reportArgumentType]
        bought_from=date(2026, 2, 1),
        bought_to=end,
    )
    assert found(warehouse, make_actor("viewer"), filters) == expected


def test_viewer_gets_masked_contact(warehouse: ServedVersion, make_actor: MakeActor) -> None:
    query = customers_query(CustomerFilters(search="Ana"), make_actor("viewer"))
    row = rows_page(warehouse, query).row(0, named=True)
    assert row["email"] == "a•••@example.com"
    assert row["phone"] == "•••22"


@pytest.mark.parametrize("term", ["ana@", "@example.com", "111222"])
def test_viewer_cannot_guess_contact_by_parts(
    warehouse: ServedVersion, make_actor: MakeActor, term: str
) -> None:
    assert found(warehouse, make_actor("viewer"), CustomerFilters(search=term)) == set()


def test_viewer_finds_by_the_whole_address(warehouse: ServedVersion, make_actor: MakeActor) -> None:
    filters = CustomerFilters(search="ana@example.com")
    assert found(warehouse, make_actor("viewer"), filters) == {"ana"}


def test_disabled_person_gets_no_rows() -> None:
    from records.permissions.actions import Role

    nobody = Actor("u", "N", "n@kith.test", Role.ADMIN, is_active=False)
    with pytest.raises(NotAllowed):
        customers_query(CustomerFilters(), nobody)


def test_pages_hold_every_row_once(warehouse: ServedVersion, make_actor: MakeActor) -> None:
    query = customers_query(
        CustomerFilters(), make_actor("viewer"), sort=[("tier", True), ("nonsense", False)]
    )
    pages = [
        rows_page(warehouse, query, page=n, size=2)["customer_id"].to_list() for n in (1, 2, 3)
    ]
    assert sorted(key for page in pages for key in page) == [
        "c_ana",
        "c_bo",
        "c_chen",
        "c_dee",
        "c_eve",
    ]
    assert pages[0] == ["c_ana", "c_chen"]


def test_filter_values_are_the_commonest_first(warehouse: ServedVersion) -> None:
    assert filter_values(warehouse)["customer_status"][0] == "prospect"
