"""Web events of the Shopify shop as Segment archives them: gzip JSON lines, a file a month."""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from seeds.accounts import Accounts
from seeds.campaigns import CAMPAIGNS
from seeds.catalog import PRODUCTS
from seeds.channels import query, referrer, utm
from seeds.orders import Orders
from seeds.people import People
from seeds.places import PLACES
from seeds.sessions import CART, CHECKOUT, LOOK, ORDER, PRODUCT, Sessions
from seeds.shopify_ids import checkout_id, order_id
from seeds.shopify_people import cart, cart_total, given_up_id
from seeds.writing import Ints, dump, gzip_lines, stamps

SITE = "https://shop.example"
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
)


@dataclass(frozen=True)
class Shop:
    """All that the events of a visit are made from."""

    seed: int
    people: People
    orders: Orders
    accounts: Accounts
    sessions: Sessions


def anonymous_id(seed: int, visitor: int) -> str:
    """The cookie of a browser."""
    return str(
        uuid.UUID(hashlib.md5(f"{seed}:{visitor}".encode(), usedforsecurity=False).hexdigest())
    )


def write_events(directory: Path, shop: Shop) -> int:
    """Write events-YYYY-MM.jsonl.gz; how many events."""
    months = shop.sessions.start.astype("datetime64[s]").astype("datetime64[M]")
    count = 0
    for month in np.unique(months):
        chosen = np.flatnonzero(months == month)
        with gzip_lines(directory / f"events-{month}.jsonl.gz") as file:
            for part in np.array_split(chosen, len(chosen) // 20_000 + 1):
                for event in _events(shop, part):
                    file.write(dump(event) + "\n")
                    count += 1
    return count


def _events(shop: Shop, chosen: Ints) -> Iterator[dict[str, Any]]:
    plans = [_plan(shop, session) for session in chosen.tolist()]
    sizes = np.array([len(plan) for plan in plans], dtype=np.int64)
    if not len(sizes):
        return
    which = np.repeat(np.arange(len(plans)), sizes)
    step = np.arange(len(which)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    share = step / np.maximum(sizes[which] - 1, 1)
    at = shop.sessions.start[chosen][which]
    at = at + (shop.sessions.seconds[chosen][which] * share).astype(np.int64)
    when, received = stamps(at), stamps(at + 1)
    spot = 0
    for session, plan in zip(chosen.tolist(), plans, strict=True):
        base = _context(shop, session)
        user = _user(shop, session) if shop.sessions.is_signed_in[session] else None
        for number, (kind, name, body, path) in enumerate(plan):
            if kind == "identify":
                user = _user(shop, session)
            page = {**base["page"], "path": path, "url": SITE + path + base["page"]["search"]}
            key = f"{session:x}-{number}"
            event: dict[str, Any] = {
                "messageId": f"ajs-{key}",
                "type": kind,
                "anonymousId": anonymous_id(shop.seed, int(shop.sessions.visitor[session])),
                "userId": user,
                "timestamp": f"{when[spot]}.{number * 37 % 1000:03d}Z",
                "receivedAt": f"{received[spot]}.{number * 91 % 1000:03d}Z",
                "context": {**base, "page": page},
            }
            if kind == "track":
                event["event"] = name
            event["traits" if kind == "identify" else "properties"] = body
            yield event
            spot += 1


def _user(shop: Shop, session: int) -> str | None:
    """The customer id of the shop that a visit is known by, as text."""
    order = int(shop.sessions.order[session])
    number = int(shop.accounts.of_order[order]) if order >= 0 else None
    if number is None:
        number = shop.accounts.of_person.get(int(shop.sessions.person[session]))
    if number is None:
        return None
    account = shop.accounts.all[number]
    is_late = account.created_at > shop.sessions.start[session] and order < 0
    return None if is_late else str(account.id)


def _context(shop: Shop, session: int) -> dict[str, Any]:
    place = PLACES[int(shop.sessions.place[session])]
    channel, ad = int(shop.sessions.channel[session]), int(shop.sessions.ad[session])
    order = int(shop.sessions.order[session])
    code = int(shop.orders.code[order]) if order >= 0 else -1
    campaign = CAMPAIGNS[code].key if 0 <= code < len(CAMPAIGNS) else ""
    parameters = utm(channel, ad, campaign)
    mobile = bool(shop.sessions.is_mobile[session])
    named = {
        "source": parameters.get("source"),
        "medium": parameters.get("medium"),
        "name": parameters.get("campaign"),
    }
    return {
        "library": {"name": "analytics.js", "version": "2.11.1"},
        "locale": "zh-CN" if place.country == "CN" else "en",
        "userAgent": AGENTS[mobile],
        "device": {"type": "mobile" if mobile else "desktop"},
        "campaign": named if parameters else None,
        "page": {"search": query(parameters), "referrer": referrer(channel, place.country)},
        "location": {"country": place.country, "region": place.region, "city": place.city},
    }


def _plan(shop: Shop, session: int) -> list[tuple[str, str, dict[str, Any], str]]:
    """The events of a visit: kind, name, properties or traits, and the path of the page."""
    kind, order = int(shop.sessions.kind[session]), int(shop.sessions.order[session])
    plan: list[tuple[str, str, dict[str, Any], str]] = [("page", "", {"title": "Home"}, "/")]
    if kind == LOOK:
        return plan if session % 3 else [*plan, ("page", "", {"title": "Coffee"}, "/c/coffee")]
    for index in _viewed(shop, session, order):
        path = f"/products/{PRODUCTS[index].sku.lower()}"
        plan.append(("page", "", {"title": PRODUCTS[index].name}, path))
        plan.append(("track", "Product Viewed", _product(index), path))
    if kind == PRODUCT:
        return plan
    plan.extend(
        ("track", "Product Added", {**_product(index), "quantity": 1}, "/cart")
        for index in _viewed(shop, session, order)
    )
    if kind == CART:
        return plan
    total = shop.orders.total(order) if order >= 0 else cart_total(session)
    checkout = checkout_id(order) if order >= 0 else given_up_id(session)
    body = {"checkout_id": str(checkout), "value": total / 100, "currency": "USD"}
    plan.append(("track", "Checkout Started", body, "/checkout"))
    if kind == CHECKOUT or order < 0:
        return plan
    plan.append(("identify", "", _traits(shop, order), "/checkout"))
    plan.append(("track", "Order Completed", _completed(shop, order, checkout), "/thank-you"))
    return plan if kind == ORDER else plan[:-1]


def _viewed(shop: Shop, session: int, order: int) -> list[int]:
    if order < 0:
        return cart(session)
    lines = shop.orders.lines
    return lines.product[int(lines.start[order]) : int(lines.start[order + 1])].tolist()


def _product(index: int) -> dict[str, Any]:
    product = PRODUCTS[index]
    return {
        "product_id": str(product.shopify_id),
        "sku": product.sku,
        "name": product.name,
        "category": product.category,
        "price": product.price / 100,
        "currency": "USD",
    }


def _traits(shop: Shop, order: int) -> dict[str, Any]:
    look = shop.accounts.all[int(shop.accounts.of_order[order])].look
    traits = {"email": look.email, "firstName": look.first, "lastName": look.last}
    return {name: value for name, value in {**traits, "phone": look.phone}.items() if value}


def _completed(shop: Shop, order: int, checkout: int) -> dict[str, Any]:
    orders = shop.orders
    return {
        "order_id": str(order_id(int(orders.sequence[order]))),
        "checkout_id": str(checkout),
        "total": orders.total(order) / 100,
        "revenue": int(orders.gross[order] - orders.discount[order]) / 100,
        "discount": int(orders.discount[order]) / 100,
        "currency": "USD",
        "products": [_product(index) for index in _viewed(shop, -1, order)],
    }
