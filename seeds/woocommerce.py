"""The WooCommerce shop, in euros: pages of orders, refunds, customers and products (wc/v3)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from seeds.accounts import Account, Accounts, address
from seeds.campaigns import CAMPAIGNS
from seeds.catalog import PRODUCTS
from seeds.channels import ORGANIC, REFERRAL, utm
from seeds.orders import CANCELLED, CODES, FAILED, PENDING, WOOCOMMERCE, Orders
from seeds.people import People
from seeds.writing import Ints, local_stamps, money, stamps, write_pages

ZONE = "Europe/Berlin"
STATUSES = {CANCELLED: "cancelled", FAILED: "failed", PENDING: "pending"}
SHIPPING = ("first_name", "last_name", "city", "state", "postcode", "country")
REASONS = ("defekt", "zu spät geliefert", "damaged", "", "doppelt bestellt")


def order_id(sequence: int) -> int:
    """The id of the n-th order; posts of other kinds take the numbers between."""
    return 20_011 + sequence * 3


def page_size(count: int) -> int:
    """Records on a page: 100 as the API gives, more for large shops, so that files stay few."""
    return max(100, -(-count // 24))


def write_orders(directory: Path, people: People, orders: Orders, *, accounts: Accounts) -> int:
    """Write orders-page-NNN.json and refunds-page-NNN.json; how many orders."""
    ours = np.flatnonzero(orders.shop == WOOCOMMERCE)
    returned = ours[orders.refunded_at[ours] > 0]
    rows = _orders(people, orders, ours, accounts=accounts)
    count = write_pages(directory, "orders-page", rows, size=page_size(len(ours)))
    write_pages(
        directory, "refunds-page", _refunds(orders, returned), size=page_size(len(returned))
    )
    return count


def _orders(
    people: People, orders: Orders, chosen: Ints, *, accounts: Accounts
) -> Iterator[dict[str, Any]]:
    at = orders.at[chosen]
    latest = np.maximum(np.maximum(orders.refunded_at, orders.cancelled_at)[chosen], at + 300)
    local, utc = local_stamps(at, ZONE), stamps(at)
    changed, changed_utc = local_stamps(latest, ZONE), stamps(latest)
    for k, order in enumerate(chosen.tolist()):
        account = accounts.all[int(accounts.of_order[order])]
        number = order_id(int(orders.sequence[order]))
        code, discount = int(orders.code[order]), int(orders.discount[order])
        billing = _billing(people, account)
        goods, refund = int(orders.refund[order]), int(orders.refund_tax[order])
        yield {
            "id": number,
            "parent_id": 0,
            "number": str(number),
            "order_key": f"wc_order_{number * 2654435761 % (1 << 40):010x}",
            "created_via": "checkout",
            "version": "9.4.2",
            "status": _status(orders, order),
            "currency": "EUR",
            "date_created": local[k],
            "date_created_gmt": utc[k],
            "date_modified": changed[k],
            "date_modified_gmt": changed_utc[k],
            "discount_total": money(discount),
            "discount_tax": "0.00",
            "shipping_total": money(int(orders.shipping[order])),
            "shipping_tax": "0.00",
            "cart_tax": money(int(orders.tax[order])),
            "total": money(orders.total(order)),
            "total_tax": money(int(orders.tax[order])),
            "prices_include_tax": False,
            "customer_id": 0 if account.is_guest else account.id,
            "customer_note": "",
            "billing": billing,
            "shipping": {
                name: billing[name] for name in ("first_name", "city", "state", "country")
            },
            "payment_method": ("stripe", "paypal", "bacs")[order % 3],
            "line_items": [_line(orders, i) for i in _lines_of(orders, order)],
            "coupon_lines": _coupons(order, code, discount),
            "refunds": _refunded(number, order, goods + refund),
            "meta_data": _attribution(orders, order),
        }


def _coupons(order: int, code: int, discount: int) -> list[dict[str, Any]]:
    if code < 0:
        return []
    return [{"id": 70_000 + order, "code": CODES[code].lower(), "discount": money(discount)}]


def _attribution(orders: Orders, order: int) -> list[dict[str, Any]]:
    """What WooCommerce notes of the visit an order came from."""
    channel, code = int(orders.channel[order]), int(orders.code[order])
    campaign = CAMPAIGNS[code].key if 0 <= code < len(CAMPAIGNS) else ""
    tags = utm(channel, int(orders.ad[order]), campaign)
    kind = "utm" if tags else {ORGANIC: "organic", REFERRAL: "referral"}.get(channel, "typein")
    noted = {"source_type": kind, **{f"utm_{name}": value for name, value in tags.items()}}
    return [
        {"id": order * 8 + k, "key": f"_wc_order_attribution_{name}", "value": value}
        for k, (name, value) in enumerate(noted.items())
    ]


def _refunded(number: int, order: int, amount: int) -> list[dict[str, Any]]:
    reason = REASONS[order % len(REASONS)]
    return [{"id": number + 1, "reason": reason, "total": money(-amount)}] if amount else []


def _lines_of(orders: Orders, order: int) -> range:
    return range(int(orders.lines.start[order]), int(orders.lines.start[order + 1]))


def _status(orders: Orders, order: int) -> str:
    state = int(orders.state[order])
    if state in STATUSES:
        return STATUSES[state]
    goods = orders.gross[order] - orders.discount[order]
    return "refunded" if orders.refund[order] == goods else "completed"


def _line(orders: Orders, i: int) -> dict[str, Any]:
    lines = orders.lines
    product = PRODUCTS[int(lines.product[i])]
    gross, discount = int(lines.gross[i]), int(lines.discount[i])
    quantity = int(lines.quantity[i])
    return {
        "id": 500_001 + i,
        "name": product.name,
        "product_id": product.woocommerce_id,
        "variation_id": 0,
        "quantity": quantity,
        "tax_class": "",
        "subtotal": money(gross),
        "total": money(gross - discount),
        "total_tax": "0.00",
        "sku": product.sku,
        "price": round((gross - discount) / 100 / quantity, 6),
    }


def _billing(people: People, account: Account) -> dict[str, Any]:
    place = people.where(account.person)
    street, city, postal = address(people, account.person, account.look)
    return {
        "first_name": account.look.first,
        "last_name": account.look.last,
        "company": "",
        "address_1": street,
        "address_2": "",
        "city": city,
        "state": place.region_code,
        "postcode": postal,
        "country": place.country,
        "email": account.look.email,
        "phone": account.look.phone,
    }


def _refunds(orders: Orders, chosen: Ints) -> Iterator[dict[str, Any]]:
    local = local_stamps(orders.refunded_at[chosen], ZONE)
    utc = stamps(orders.refunded_at[chosen])
    lines = orders.lines
    for k, order in enumerate(chosen.tolist()):
        number = order_id(int(orders.sequence[order]))
        goods, tax = int(orders.refund[order]), int(orders.refund_tax[order])
        yield {
            "id": number + 1,
            "parent_id": number,
            "date_created": local[k],
            "date_created_gmt": utc[k],
            "amount": money(goods + tax),
            "reason": REASONS[order % 5],
            "refunded_by": 1,
            "refunded_payment": True,
            "line_items": [
                {
                    "id": 9_000_001 + i,
                    "name": PRODUCTS[int(lines.product[i])].name,
                    "quantity": -int(lines.returned[i]),
                    "subtotal": money(-int(lines.refund[i])),
                    "total": money(-int(lines.refund[i])),
                    "meta_data": [{"key": "_refunded_item_id", "value": str(500_001 + i)}],
                }
                for i in _lines_of(orders, order)
                if lines.returned[i]
            ],
            "shipping_lines": [],
            "tax_lines": [{"tax_total": money(-tax)}] if tax else [],
        }


def write_customers(directory: Path, people: People, accounts: Accounts) -> int:
    """Write customers-page-NNN.json, guests left out; how many."""
    known = [account for account in accounts.all if not account.is_guest]
    opened = np.array([account.created_at for account in known], dtype=np.int64)
    local, utc = local_stamps(opened, ZONE), stamps(opened)
    rows = (
        {
            "id": account.id,
            "date_created": local[k],
            "date_created_gmt": utc[k],
            "date_modified": local[k],
            "date_modified_gmt": utc[k],
            "email": account.look.email,
            "first_name": account.look.first,
            "last_name": account.look.last,
            "role": "customer",
            "username": account.look.email.split("@")[0].strip().lower(),
            "billing": _billing(people, account),
            "is_paying_customer": True,
            "meta_data": [],
        }
        for k, account in enumerate(known)
    )
    return write_pages(directory, "customers-page", rows, size=page_size(len(known)))


def write_products(directory: Path, *, start: int) -> int:
    """Write products-page-NNN.json; how many."""
    moment = np.array([start - 30 * 86400])
    utc = stamps(moment)[0]
    rows = [
        {
            "id": product.woocommerce_id,
            "name": product.name,
            "slug": product.name.lower().replace(" ", "-"),
            "date_created": local_stamps(moment, ZONE)[0],
            "date_created_gmt": utc,
            "date_modified_gmt": utc,
            "type": "simple",
            "status": "draft" if product.index == 38 else "publish",
            "sku": product.sku,
            "price": money(product.euro_price),
            "regular_price": money(product.euro_price),
            "categories": [{"id": 10 + product.index // 8, "name": product.category}],
            "meta_data": [{"id": 1, "key": "_wc_cog_cost", "value": money(product.cost)}],
        }
        for product in PRODUCTS
    ]
    return write_pages(directory, "products-page", rows, size=100)
