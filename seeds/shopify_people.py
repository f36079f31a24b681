"""The Shopify shop's customers, products and abandoned checkouts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from seeds.accounts import Account, Accounts, address
from seeds.catalog import PRODUCTS
from seeds.orders import SHOPIFY, WEB, Orders
from seeds.people import People
from seeds.sessions import CHECKOUT, Sessions
from seeds.shopify import ZONE
from seeds.shopify_ids import checkout_id
from seeds.writing import Ints, money, offset_stamps, write_jsonl


def write_customers(directory: Path, people: People, accounts: Accounts, *, end: int) -> int:
    """Write customers.jsonl; how many."""
    return write_jsonl(directory / "customers.jsonl", _customers(people, accounts, end))


def _customers(people: People, accounts: Accounts, end: int) -> Iterator[dict[str, Any]]:
    opened = np.array([account.created_at for account in accounts.all], dtype=np.int64)
    created = offset_stamps(opened, ZONE)
    updated = offset_stamps(np.minimum(opened + 5 * 86400, end - 1), ZONE)
    for k, account in enumerate(accounts.all):
        consents = bool(people.has_consent[account.person])
        phone = account.look.phone
        yield {
            "id": account.id,
            "email": account.look.email or None,
            "created_at": created[k],
            "updated_at": updated[k],
            "first_name": account.look.first,
            "last_name": account.look.last,
            "orders_count": account.order_count,
            "total_spent": money(account.total_spent),
            "state": "enabled" if account.order_count else "disabled",
            "verified_email": account.id % 10 != 3,
            "phone": phone if phone.startswith("+") else None,
            "tags": _tags(account),
            "note": None,
            "currency": "USD",
            "accepts_marketing": consents,
            "email_marketing_consent": _consent(consents, created[k]),
            "sms_marketing_consent": _consent(consents and account.id % 3 == 0, created[k]),
            "default_address": _default_address(people, account),
        }


def _tags(account: Account) -> str:
    tags = ["repeat"] if account.order_count > 3 else []
    return ", ".join([*tags, "wholesale"] if account.total_spent > 300_000 else tags)


def _consent(given: bool, since: str) -> dict[str, Any]:  # noqa: FBT001
    return {
        "state": "subscribed" if given else "not_subscribed",
        "opt_in_level": "single_opt_in",
        "consent_updated_at": since if given else None,
    }


def _default_address(people: People, account: Account) -> dict[str, Any]:
    place = people.where(account.person)
    street, city, postal = address(people, account.person, account.look)
    return {
        "id": account.id + 1,
        "customer_id": account.id,
        "address1": street,
        "city": city,
        "province": place.region,
        "province_code": place.region_code,
        "country": place.country_name,
        "country_code": place.country,
        "zip": postal,
        "phone": account.look.phone or None,
        "name": account.look.full,
        "default": True,
    }


def write_products(directory: Path, *, start: int) -> int:
    """Write products.jsonl; how many."""
    created = offset_stamps(np.array([start - 40 * 86400]), ZONE)[0]
    rows = [
        {
            "id": product.shopify_id,
            "title": product.name,
            "body_html": f"<p>{product.name}</p>",
            "vendor": "Lantern Roasters",
            "product_type": product.category,
            "handle": product.name.lower().replace(" ", "-").replace(",", ""),
            "created_at": created,
            "updated_at": created,
            "status": "archived" if product.index == 38 else "active",
            "tags": product.category.lower(),
            "variants": [
                {
                    "id": product.shopify_id + 1 + number,
                    "product_id": product.shopify_id,
                    "title": variant,
                    "price": money(product.price),
                    "sku": product.sku,
                    "position": number + 1,
                    "inventory_quantity": 10 + product.index * 3 + number,
                }
                for number, variant in enumerate(product.variants)
            ],
        }
        for product in PRODUCTS
    ]
    return write_jsonl(directory / "products.jsonl", rows)


def write_checkouts(
    directory: Path, orders: Orders, sessions: Sessions, *, accounts: Accounts
) -> int:
    """Write checkouts.jsonl: carts given up, and a few that were taken up again; how many."""
    chosen = np.flatnonzero((sessions.kind == CHECKOUT) & (sessions.person >= 0))
    recovered = np.flatnonzero((orders.shop == SHOPIFY) & (orders.source == WEB))[::25]
    return write_jsonl(
        directory / "checkouts.jsonl",
        [*_given_up(sessions, chosen, accounts), *_recovered(orders, recovered, accounts)],
    )


def given_up_id(session: int) -> int:
    """The id of the checkout a visit gave up; those that became orders have odd numbers."""
    return 33_150_000_000_000 + session * 2


def cart(seed: int) -> list[int]:
    """Indexes of the products in a cart that was given up."""
    return [(seed * 31 + 7 * k) % 46 for k in range(1 + seed % 3)]


def cart_total(seed: int) -> int:
    """What such a cart costs, in cents."""
    return sum(PRODUCTS[index].price for index in cart(seed))


def _given_up(sessions: Sessions, chosen: Ints, accounts: Accounts) -> Iterator[dict[str, Any]]:
    begun = offset_stamps(sessions.start[chosen] + sessions.seconds[chosen], ZONE)
    for k, session in enumerate(chosen.tolist()):
        number = accounts.of_person.get(int(sessions.person[session]))
        if number is None:
            continue
        total = cart_total(session)
        items = [
            {
                "product_id": PRODUCTS[index].shopify_id,
                "title": PRODUCTS[index].name,
                "quantity": 1,
                "price": money(PRODUCTS[index].price),
                "line_price": money(PRODUCTS[index].price),
            }
            for index in cart(session)
        ]
        row = _checkout(given_up_id(session), accounts.all[number], begun[k], total)
        yield {**row, "updated_at": begun[k], "completed_at": None, "line_items": items}


def _recovered(orders: Orders, chosen: Ints, accounts: Accounts) -> Iterator[dict[str, Any]]:
    begun = offset_stamps(orders.at[chosen] - 3 * 3600, ZONE)
    ended = offset_stamps(orders.at[chosen], ZONE)
    for k, order in enumerate(chosen.tolist()):
        account = accounts.all[int(accounts.of_order[order])]
        row = _checkout(checkout_id(order), account, begun[k], orders.total(order))
        yield {**row, "updated_at": ended[k], "completed_at": ended[k], "line_items": []}


def _checkout(number: int, account: Account, created: str, total: int) -> dict[str, Any]:
    return {
        "id": number,
        "token": f"{number * 2654435761 % (1 << 64):016x}",
        "created_at": created,
        "email": account.look.email or None,
        "currency": "USD",
        "source_name": "web",
        "total_price": money(total),
        "abandoned_checkout_url": f"https://shop.example/checkouts/{number}",
        "customer": {"id": account.id, "email": account.look.email or None},
    }
