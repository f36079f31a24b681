"""The Shopify shop, in US dollars: orders, customers, products as its REST API gives them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from seeds.accounts import Account, Accounts, address
from seeds.catalog import PRODUCTS
from seeds.channels import query, referrer, utm
from seeds.orders import APP, CANCELLED, CODES, FAILED, PENDING, POS, SHOPIFY, WEB, Orders
from seeds.people import People
from seeds.shopify_ids import checkout_id, line_id, order_id, store_id
from seeds.writing import Ints, money, offset_stamps, write_jsonl

ZONE = "America/New_York"
SOURCES = ("web", "pos", "shopify_draft_order", "iphone")
CAMPAIGN_KEYS_END = len(CODES) - 2
REASONS = ("customer", "inventory", "fraud", "other")
NOTES = ("arrived damaged", "wrong size", "changed my mind", "不喜欢", "运输途中破损", "")


def write_orders(
    directory: Path,
    people: People,
    orders: Orders,
    *,
    accounts: Accounts,
    campaigns: tuple[str, ...],
) -> int:
    """Write orders-<year>.jsonl; how many orders."""
    ours = np.flatnonzero(orders.shop == SHOPIFY)
    years = orders.at[ours].astype("datetime64[s]").astype("datetime64[Y]").astype(int) + 1970
    count = 0
    for year in np.unique(years):
        chosen = ours[years == year]
        for half, part in enumerate(np.array_split(chosen, max(1, len(chosen) // 200_000))):
            name = f"orders-{year}.jsonl" if half == 0 else f"orders-{year}-{half + 1}.jsonl"
            rows = order_rows(people, orders, part, accounts=accounts, campaigns=campaigns)
            count += write_jsonl(directory / name, rows)
    return count


def order_rows(
    people: People, orders: Orders, chosen: Ints, *, accounts: Accounts, campaigns: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """Orders as JSON objects."""
    created = offset_stamps(orders.at[chosen], ZONE)
    refunded = offset_stamps(np.maximum(orders.refunded_at[chosen], orders.at[chosen]), ZONE)
    cancelled = offset_stamps(np.maximum(orders.cancelled_at[chosen], orders.at[chosen]), ZONE)
    latest = np.maximum(orders.refunded_at[chosen], orders.cancelled_at[chosen])
    updated = offset_stamps(np.maximum(latest, orders.at[chosen] + 90), ZONE)
    for k, order in enumerate(chosen.tolist()):
        row = _order(people, orders, order, accounts=accounts, created=created[k])
        row["updated_at"] = updated[k]
        row.update(_visit(people, orders, order, campaigns=campaigns))
        if orders.cancelled_at[order]:
            row["cancelled_at"] = cancelled[k]
            row["cancel_reason"] = REASONS[order % 4]
        if orders.refunded_at[order]:
            row["refunds"] = [_refund(orders, order, refunded[k])]
        yield row
        if k % 400 == 200:
            yield {**row, "id": row["id"] + 7, "name": f"{row['name']}-T", "test": True}


def _order(
    people: People, orders: Orders, order: int, *, accounts: Accounts, created: str
) -> dict[str, Any]:
    sequence = int(orders.sequence[order])
    account = accounts.all[accounts.of_order[order]] if accounts.of_order[order] >= 0 else None
    discount, tax = int(orders.discount[order]), int(orders.tax[order])
    gross, shipping = int(orders.gross[order]), int(orders.shipping[order])
    code, source = int(orders.code[order]), int(orders.source[order])
    taxes = _tax_lines(tax, float(orders.tax_rate[order]))
    place = _address(people, account) if account and source != POS else None
    codes = [{"code": CODES[code], "amount": money(discount), "type": "percentage"}]
    return {
        "id": order_id(sequence),
        "name": f"#{1001 + sequence}",
        "order_number": 1001 + sequence,
        "number": 1 + sequence,
        "created_at": created,
        "processed_at": created,
        "updated_at": created,
        "cancelled_at": None,
        "cancel_reason": None,
        "checkout_id": checkout_id(order) if source in (WEB, APP) else None,
        "currency": "USD",
        "email": account.look.email or None if account else None,
        "phone": None,
        "financial_status": _financial_status(orders, order),
        "fulfillment_status": "fulfilled" if orders.state[order] == 0 else None,
        "source_name": SOURCES[source],
        "test": False,
        "taxes_included": False,
        "total_line_items_price": money(gross),
        "total_discounts": money(discount),
        "subtotal_price": money(gross - discount),
        "total_tax": money(tax),
        "total_price": money(orders.total(order)),
        "current_subtotal_price": money(gross - discount - int(orders.refund[order])),
        "discount_codes": codes if code >= 0 else [],
        "tax_lines": taxes,
        "shipping_lines": _shipping_lines(shipping) if source != POS else [],
        "line_items": [_line(orders, i) for i in _lines_of(orders, order)],
        "refunds": [],
        "customer": _nested_customer(account) if account else None,
        "shipping_address": place,
        "billing_address": place,
        "location_id": store_id(people, orders, order) if source == POS else None,
    }


def _lines_of(orders: Orders, order: int) -> range:
    return range(int(orders.lines.start[order]), int(orders.lines.start[order + 1]))


def _financial_status(orders: Orders, order: int) -> str:
    state = int(orders.state[order])
    if state in (CANCELLED, FAILED):
        return "voided"
    if state == PENDING:
        return "pending"
    if not orders.refund[order]:
        return "paid"
    whole = orders.refund[order] == orders.gross[order] - orders.discount[order]
    return "refunded" if whole else "partially_refunded"


def _tax_lines(tax: int, rate: float) -> list[dict[str, Any]]:
    return [{"title": "State Tax", "price": money(tax), "rate": rate}] if tax else []


def _shipping_lines(shipping: int) -> list[dict[str, Any]]:
    title = "Standard" if shipping else "Free Shipping"
    return [{"code": title, "title": title, "price": money(shipping), "source": "shopify"}]


def _line(orders: Orders, i: int) -> dict[str, Any]:
    lines = orders.lines
    product = PRODUCTS[int(lines.product[i])]
    variant = int(lines.variant[i])
    discount = int(lines.discount[i])
    given = [{"amount": money(discount), "discount_application_index": 0}] if discount else []
    return {
        "id": line_id(i),
        "product_id": product.shopify_id,
        "variant_id": product.shopify_id + 1 + variant,
        "title": product.name,
        "variant_title": product.variants[variant] if len(product.variants) > 1 else None,
        "sku": product.sku,
        "vendor": "Lantern Roasters",
        "quantity": int(lines.quantity[i]),
        "price": money(int(lines.price[i])),
        "total_discount": "0.00",
        "discount_allocations": given,
        "taxable": True,
        "gift_card": product.name.startswith("Gift Card"),
    }


def _refund(orders: Orders, order: int, created: str) -> dict[str, Any]:
    goods, tax = int(orders.refund[order]), int(orders.refund_tax[order])
    number = 910_000_000_001 + int(orders.sequence[order]) * 8
    lines = orders.lines
    items = [
        {
            "id": number * 10 + k,
            "line_item_id": line_id(i),
            "quantity": int(lines.returned[i]),
            "restock_type": "return",
            "subtotal": float(money(int(lines.refund[i]))),
        }
        for k, i in enumerate(_lines_of(orders, order))
        if lines.returned[i]
    ]
    paid = {"id": number + 1, "kind": "refund", "status": "success", "amount": money(goods + tax)}
    return {
        "id": number,
        "order_id": order_id(int(orders.sequence[order])),
        "created_at": created,
        "note": NOTES[order % len(NOTES)] or None,
        "restock": True,
        "refund_line_items": items,
        "transactions": [{**paid, "gateway": "shopify_payments", "currency": "USD"}],
        "order_adjustments": [],
    }


def _visit(
    people: People, orders: Orders, order: int, *, campaigns: tuple[str, ...]
) -> dict[str, Any]:
    if orders.source[order] != WEB:
        return {"landing_site": None, "referring_site": None}
    code = int(orders.code[order])
    campaign = campaigns[code] if 0 <= code < CAMPAIGN_KEYS_END else ""
    channel = int(orders.channel[order])
    parameters = utm(channel, int(orders.ad[order]), campaign)
    country = people.where(int(orders.person[order])).country
    return {
        "landing_site": "/" + query(parameters),
        "referring_site": referrer(channel, country) or None,
    }


def _nested_customer(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "email": account.look.email or None,
        "first_name": account.look.first,
        "last_name": account.look.last,
        "phone": account.look.phone if account.look.phone.startswith("+") else None,
        "state": "enabled",
        "tags": "",
    }


def _address(people: People, account: Account) -> dict[str, Any]:
    place = people.where(account.person)
    street, city, postal = address(people, account.person, account.look)
    return {
        "first_name": account.look.first,
        "last_name": account.look.last,
        "name": account.look.full,
        "company": None,
        "address1": street,
        "address2": "",
        "city": city,
        "province": place.region,
        "province_code": place.region_code,
        "country": place.country_name,
        "country_code": place.country,
        "zip": postal,
        "phone": account.look.phone or None,
    }
