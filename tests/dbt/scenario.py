"""Two days of a company with a shop, an outlet that sends lines only, and a help desk."""

from pathlib import Path
from typing import Any

from tests.dbt.landing import land

Rows = list[dict[str, Any]]

CUSTOMERS_DAY_1: Rows = [
    {"customer_id": "1", "email": "Ann@Mail.test", "phone": "020 7946 0018", "first_name": "Ann",
     "last_name": "Lee", "country_code": "GB", "created_at": "2024-01-01"},
    # Ann's household: the same telephone, another given name
    {"customer_id": "2", "phone": "+44 20 7946 0018", "first_name": "Bob", "last_name": "Lee",
     "country_code": "GB", "created_at": "2024-01-02"},
    {"customer_id": "3", "first_name": "Cara", "last_name": "Diaz", "created_at": "2024-01-03"},
    {"customer_id": "4", "full_name": "欧阳明", "phone": "１３８００１３８０００",
     "country_code": "CN", "created_at": "2024-01-04"},
    {"customer_id": "5", "email": "test@shop.test", "first_name": "Dan",
     "created_at": "2024-01-05"},
    {"customer_id": "6", "email": "test@shop.test", "first_name": "Eve",
     "created_at": "2024-01-06"},
]  # fmt: skip
ORDERS_DAY_1: Rows = [
    {"order_id": "o1", "customer_id": "1", "ordered_at": "2024-02-01", "currency_code": "USD",
     "gross_amount": "100.00", "discount_amount": "10.00", "updated_at": "2024-02-01"},
    {"order_id": "o2", "email": "cara@mail.test", "customer_name": "Cara Diaz",
     "currency_code": "USD", "ordered_at": "2024-02-02", "gross_amount": "50.00",
     "updated_at": "2024-02-02"},
    {"order_id": "o3", "customer_id": "2", "ordered_at": "2024-02-03", "currency_code": "EUR",
     "updated_at": "2024-02-03"},
    {"order_id": "o4", "customer_id": "1", "ordered_at": "2024-03-01", "currency_code": "USD",
     "gross_amount": "30.00", "updated_at": "2024-03-01"},
    {"order_id": "o5", "customer_id": "1", "ordered_at": "2024-03-05", "currency_code": "USD",
     "gross_amount": "70.00", "updated_at": "2024-03-05"},
    {"order_id": "o6", "customer_id": "4", "ordered_at": "2024-03-06", "currency_code": "USD",
     "gross_amount": "20.00", "status": "voided", "updated_at": "2024-03-06"},
    {"order_id": "o7", "customer_id": "5", "ordered_at": "2024-03-07", "currency_code": "USD",
     "gross_amount": "40.00", "updated_at": "2024-03-07"},
]  # fmt: skip
LINES_DAY_1: Rows = [
    {"order_id": "o3", "line_id": "1", "product_id": "mug", "quantity": 3, "unit_price": "3.35"},
    {"order_id": "o3", "line_id": "2", "product_id": "cup", "quantity": 1, "unit_price": "1.01"},
]
OUTLET_DAY_1: Rows = [
    {"order_id": "w1", "product_id": "p", "product_name": "Pen", "quantity": 2, "unit_price": "5",
     "customer_id": "9", "ordered_at": "2024-02-10", "currency_code": "USD"},
    # the very same line again is a second sale of it
    {"order_id": "w1", "product_id": "p", "product_name": "Pen", "quantity": 2, "unit_price": "5",
     "customer_id": "9", "ordered_at": "2024-02-10", "currency_code": "USD"},
    {"order_id": "Cw2", "product_id": "p", "product_name": "Pen", "quantity": -1, "unit_price": "5",
     "order_type": "cancellation", "customer_id": "9", "ordered_at": "2024-02-12",
     "currency_code": "USD"},
]  # fmt: skip
TICKETS_DAY_1: Rows = [
    {"ticket_id": "t1", "requester_email": "ann+help@mail.test", "requester_name": "Ann Lee",
     "status": "open", "created_at": "2024-02-20"},
]  # fmt: skip
RATES: Rows = [
    {"rate_date": "2024-02-01", "from_currency": "USD", "to_currency": "EUR", "rate": 0.8},
    {"rate_date": "2024-02-10", "from_currency": "EUR", "to_currency": "USD", "rate": 1.5},
]


def land_day_1(path: Path, *, shuffled: bool = False) -> None:
    """What both shops and the desk sent first; shuffled turns the rows of every file round."""
    step = -1 if shuffled else 1
    land(path, 1, "shop", "customers", CUSTOMERS_DAY_1[::step])
    land(path, 2, "shop", "orders", ORDERS_DAY_1[::step])
    land(path, 3, "shop", "order_lines", LINES_DAY_1[::step])
    land(path, 4, "outlet", "order_lines", OUTLET_DAY_1[::step])
    land(path, 5, "desk", "tickets", TICKETS_DAY_1[::step])
    land(path, 6, "bank", "exchange_rates", RATES[::step])


def land_day_2(path: Path) -> None:
    """Everything that comes late, changes, is taken back or turns out to be somebody else."""
    land(path, 7, "shop", "orders", [
        # changed: a smaller discount
        {**ORDERS_DAY_1[0], "discount_amount": "5.00", "updated_at": "2024-04-01"},
        # late: before everything Ann was known to have bought
        {"order_id": "o0", "customer_id": "1", "ordered_at": "2024-01-15", "currency_code": "USD",
         "gross_amount": "15.00", "updated_at": "2024-04-01"},
        # cancelled later
        {**ORDERS_DAY_1[3], "cancelled_at": "2024-03-02", "updated_at": "2024-03-02"},
        # it was Bob's, not Ann's
        {**ORDERS_DAY_1[4], "customer_id": "2", "updated_at": "2024-04-01"},
        # Dan's only order was Eve's
        {**ORDERS_DAY_1[6], "customer_id": "6", "updated_at": "2024-04-01"},
        # an old version that comes late changes nothing
        {**ORDERS_DAY_1[1], "gross_amount": "1.00", "updated_at": "2024-01-01"},
    ])  # fmt: skip
    land(path, 8, "shop", "refunds", [
        {"refund_id": "r1", "order_id": "o2", "refunded_at": "2024-04-02",
         "refund_amount": "20.00"},
        {"refund_id": "r2", "order_id": "o3", "refunded_at": "2024-04-02", "refund_amount": "1.01",
         "currency_code": "EUR"},
    ])  # fmt: skip
    # the list now knows Cara's address: she and the guest of o2 are one
    land(path, 9, "shop", "customers", [
        {**CUSTOMERS_DAY_1[2], "email": "cara@mail.test", "city": "Leeds",
         "updated_at": "2024-04-03"},
        {"customer_id": "7", "email": "ann@mail.test", "first_name": "Ann", "city": "York",
         "created_at": "2024-04-03"},
    ])  # fmt: skip
    land(path, 10, "outlet", "order_lines", [
        {**OUTLET_DAY_1[0], "quantity": 1, "product_name": "Blue pen"},
    ])  # fmt: skip
    land(path, 11, "bank", "exchange_rates", [
        {"rate_date": "2024-02-03", "from_currency": "EUR", "to_currency": "USD", "rate": 1.3},
    ])  # fmt: skip
