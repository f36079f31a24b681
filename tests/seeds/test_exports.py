"""The files look like what the real systems give, and the same number makes the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from seeds import generate

from .conftest import Exports

OFFSET = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[45]:00$")
PLAIN = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$")


def _digest(directory: Path) -> dict[str, str]:
    return {
        str(file.relative_to(directory)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(directory.rglob("*"))
        if file.is_file()
    }


def test_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        generate(tmp_path / name, customers=40, seed=seed)
    first = _digest(tmp_path / "a")
    assert first == _digest(tmp_path / "b")
    other = _digest(tmp_path / "c")
    assert first["shopify/customers.jsonl"] != other["shopify/customers.jsonl"]


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    (tmp_path / "shopify").mkdir()
    (tmp_path / "shopify/old.jsonl").write_text("{}\n")
    generate(tmp_path, customers=20, seed=3)
    before = _digest(tmp_path)
    assert "shopify/old.jsonl" not in before
    generate(tmp_path, customers=20, seed=3)
    assert _digest(tmp_path) == before


@pytest.mark.parametrize("customers", [1, 2, 3])
def test_the_smallest_companies_work(tmp_path: Path, customers: int) -> None:
    totals = generate(tmp_path, customers=customers, seed=5)
    assert totals["shopify.products"] == 48


def test_no_customers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        generate(tmp_path, customers=0)


def test_shopify_orders_have_the_shape_of_the_rest_api(exports: Exports) -> None:
    orders = exports.lines("shopify/orders-*.jsonl")
    real = [order for order in orders if not order["test"]]
    assert len(real) == exports.totals["shopify.orders"]
    assert len({order["id"] for order in orders}) == len(orders)
    for order in orders:
        assert OFFSET.match(order["created_at"])
        gross = sum(Decimal(line["price"]) * line["quantity"] for line in order["line_items"])
        given = sum(
            Decimal(part["amount"])
            for line in order["line_items"]
            for part in line["discount_allocations"]
        )
        assert gross == Decimal(order["total_line_items_price"])
        assert given == Decimal(order["total_discounts"])
        shipping = sum(Decimal(line["price"]) for line in order["shipping_lines"])
        goods = Decimal(order["subtotal_price"])
        assert goods + shipping + Decimal(order["total_tax"]) == Decimal(order["total_price"])
    states = {order["financial_status"] for order in orders}
    assert {"paid", "refunded", "partially_refunded", "voided"} <= states
    assert any(order["customer"] is None for order in orders)
    assert any("utm_" in (order["landing_site"] or "") for order in orders)


def test_shopify_refunds_add_up_to_the_truth(exports: Exports) -> None:
    refunded = {
        f"shopify:{order['id']}": sum(
            Decimal(str(item["subtotal"]))
            for refund in order["refunds"]
            for item in refund["refund_line_items"]
        )
        for order in exports.lines("shopify/orders-*.jsonl")
    }
    truth = {row["order"]: Decimal(row["refund"]) for row in exports.rows("truth/orders.csv")}
    assert any(truth.values())
    for order, amount in truth.items():
        assert refunded.get(order, amount) == amount


def test_woocommerce_pages_have_the_shape_of_its_api(exports: Exports) -> None:
    pages = exports.pages("woocommerce/orders-page-*.json")
    assert all(len(page) <= 100 for page in pages)
    orders = [order for page in pages for order in page]
    assert len(orders) == exports.totals["woocommerce.orders"]
    for order in orders:
        assert PLAIN.match(order["date_created_gmt"])
        assert isinstance(order["total"], str)
        net = sum(Decimal(line["total"]) for line in order["line_items"])
        gross = sum(Decimal(line["subtotal"]) for line in order["line_items"])
        assert gross - net == Decimal(order["discount_total"])
    assert any(order["customer_id"] == 0 for order in orders)
    assert {"completed", "cancelled", "refunded"} <= {order["status"] for order in orders}
    refunds = [refund for page in exports.pages("woocommerce/refunds-page-*") for refund in page]
    goods = -sum(Decimal(line["total"]) for refund in refunds for line in refund["line_items"])
    assert goods == Decimal(exports.totals["woocommerce.refund"])


def test_web_events_follow_the_segment_spec(exports: Exports) -> None:
    files = sorted((exports.directory / "segment").glob("*.jsonl.gz"))
    assert len(files) >= 24
    texts = [gzip.decompress(file.read_bytes()).decode() for file in files]
    events = [json.loads(line) for text in texts for line in text.splitlines()]
    assert len(events) == exports.totals["segment.events"]
    assert {event["type"] for event in events} == {"page", "track", "identify"}
    named = {event["event"] for event in events if event["type"] == "track"}
    assert named == {"Product Viewed", "Product Added", "Checkout Started", "Order Completed"}
    known = {str(one["id"]) for one in exports.lines("shopify/customers.jsonl")}
    users = {event["userId"] for event in events if event["userId"]}
    assert users
    assert users <= known
    assert all(event["anonymousId"] for event in events)
    assert len({event["messageId"] for event in events}) == len(events)


def test_advertising_reports_differ_in_columns_marks_and_encoding(exports: Exports) -> None:
    google = exports.rows("ads/google_ads.csv")
    meta = exports.rows("ads/meta_ads.csv", delimiter=";", encoding="utf-8-sig")
    baidu = exports.rows("ads/baidu_ads.csv", encoding="gbk")
    assert google[0]["Day"].startswith("2024-07")
    assert all("," in row["Ausgegebener Betrag (EUR)"] for row in meta)
    assert {row["推广计划"] for row in baidu} == {"品牌词", "通用词 咖啡"}
    assert (exports.directory / "ads/meta_ads.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_service_desk_pages_hold_tickets_in_two_languages(exports: Exports) -> None:
    page = exports.pages("zendesk/tickets-*.json")[0]
    assert page["count"] == len(page["tickets"])
    assert {"en", "zh"} <= {tag for ticket in page["tickets"] for tag in ticket["tags"]}
    users = {user["id"] for body in exports.pages("zendesk/users-*") for user in body["users"]}
    comments = exports.lines("zendesk/comments.jsonl")
    assert {comment["author_id"] for comment in comments} <= users
    audits = exports.lines("zendesk/audits.jsonl")
    changes = [event for audit in audits for event in audit["events"] if event["type"] == "Change"]
    assert {"new", "open"} <= {str(change["previous_value"]) for change in changes}


def test_deals_end_where_their_history_ends(exports: Exports) -> None:
    last = {row["Deal ID"]: row["Stage"] for row in exports.rows("crm/deal_stage_history.csv")}
    deals = exports.rows("crm/deals.csv")
    assert {deal["Deal ID"]: deal["Stage"] for deal in deals} == last
    assert {"Closed Won", "Closed Lost"} <= set(last.values())
    assert all(bool(deal["Closed"]) == deal["Stage"].startswith("Closed") for deal in deals)


def test_nobody_can_be_written_to(exports: Exports) -> None:
    hosts = set()
    for row in exports.rows("truth/people.csv"):
        hosts |= {mail.split("@")[1] for mail in row["emails"].split()}
    assert all(host.endswith(".example") or host.startswith("example.") for host in hosts)
