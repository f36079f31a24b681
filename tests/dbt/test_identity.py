"""Who is who over the two days of the scenario."""

from tests.dbt.building import rows
from tests.dbt.conftest import Warehouses


def _customers(path: object, *record_keys: str) -> list[str]:
    found = dict(rows(path, "select record_key, customer_id from identity.customer_links"))  # type: ignore[arg-type]
    return [found[key] for key in record_keys]


def test_shuffled_files_give_the_same_customers(warehouses: Warehouses) -> None:
    query = "select record_key, customer_id, rule from identity.customer_links order by all"

    assert rows(warehouses.shuffled, query) == rows(warehouses.first_day, query)


def test_household_with_one_telephone_is_two_customers(warehouses: Warehouses) -> None:
    ann, bob = _customers(warehouses.daily, "shop:1", "shop:2")

    assert ann != bob


def test_tagged_address_of_the_help_desk_is_the_same_person(warehouses: Warehouses) -> None:
    ann, desk, again = _customers(
        warehouses.daily, "shop:1", "desk:email:ann+help@mail.test", "shop:7"
    )

    assert ann == desk == again


def test_junk_address_joins_nobody(warehouses: Warehouses) -> None:
    dan, eve = _customers(warehouses.daily, "shop:5", "shop:6")

    assert dan != eve


def test_full_width_chinese_number_becomes_e164(warehouses: Warehouses) -> None:
    phone = rows(
        warehouses.daily,
        "select phone, first_name from intermediate.int_customers__profiles "
        "where full_name = '欧阳明'",
    )

    assert phone == [("+8613800138000", "明")]


def test_merge_retires_the_younger_id_and_moves_its_orders(warehouses: Warehouses) -> None:
    cara_before, guest_before = _customers(
        warehouses.first_day, "shop:3", "shop:email:cara@mail.test"
    )
    cara, guest = _customers(warehouses.daily, "shop:3", "shop:email:cara@mail.test")
    redirects = rows(
        warehouses.daily, "select old_customer_id, customer_id from identity.customer_redirects"
    )
    owners = rows(
        warehouses.daily, "select customer_id from marts.orders where order_id = 'shop:o2'"
    )

    assert cara_before != guest_before
    assert cara == guest == cara_before
    assert redirects == [(guest_before, cara)]
    assert owners == [(cara,)]


def test_no_table_keeps_a_retired_customer(warehouses: Warehouses) -> None:
    for table in (
        "marts.orders", "marts.order_lines", "marts.customer_identifiers", "marts.customer_values",
        "intermediate.int_customers__profiles", "intermediate.int_customers__order_totals",
    ):  # fmt: skip
        left = rows(
            warehouses.daily,
            f"select count(*) from {table} where customer_id in "
            "(select old_customer_id from identity.customer_redirects)",
        )
        assert left == [(0,)], table
