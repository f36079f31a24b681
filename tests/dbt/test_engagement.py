"""Visits, activities, tickets, funnels: right, and the same whether built at once or bit by bit."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.dbt.harness import TinyWarehouse

COMPARED = [
    "marts.web_sessions",
    "marts.activities",
    "marts.tickets",
    "marts.form_submissions",
    "marts.checkouts",
    "marts.deals",
    "marts.accounts",
    "marts.campaigns",
    "marts.campaign_responses",
    "marts.ad_spend",
    "marts.channel_performance",
    "marts.funnels",
    "marts.funnel_participants",
    "intermediate.int_customers__engagement_totals",
]
SELECTED = [f"+{name.partition('.')[2]}" for name in COMPARED]


def at(day: int, hour: int = 10, minute: int = 0) -> dt.datetime:
    """A moment of March 2025."""
    return dt.datetime(2025, 3, day, hour, minute)  # noqa: DTZ001 - the warehouse keeps UTC without a zone


def event(browser: str, name: str | None, moment: dt.datetime, **fields: Any) -> dict[str, Any]:
    """A page view, or a track call when it has a name."""
    made = {
        "message_id": f"{browser}-{moment:%d%H%M}-{name}",
        "event_type": "track" if name else "page",
        "event_name": name,
        "anonymous_id": browser,
        "occurred_at": moment,
        "page_url": "https://shop.example/",
        "region": "Kent",
        "device": "mobile",
    }
    return made | fields


def identify(browser: str, user: str, moment: dt.datetime) -> dict[str, Any]:
    """The call that says who sits before a browser."""
    return event(browser, None, moment, event_type="identify", user_id=user, user_source="shop")


def land_first(warehouse: TinyWarehouse) -> None:
    """What was there on the first day."""
    warehouse.land(
        "web",
        "web_events",
        [
            # known later: two visits by nobody
            event("b1", "Product Viewed", at(1)),
            event("b1", "Product Added", at(1, 10, 10)),
            event("b1", None, at(2), referrer="https://www.google.com/", utm_medium="cpc"),
            # shared by two people
            event("b2", None, at(1)),
            identify("b2", "ann", at(1, 10, 5)),
            event("b2", None, at(2)),
            identify("b2", "bob", at(3)),
            event("b2", None, at(4)),
            # two visits that a late event will make one
            identify("b3", "cat", at(5, 10, 0)),
            event("b3", "Product Viewed", at(5, 10, 5)),
            event("b3", None, at(5, 10, 50)),
            # a message that will be sent again with another time
            event("b4", "Product Viewed", at(6), message_id="moving"),
            event("b4", "Product Added", at(6, 11)),
            # exactly the timeout, then a minute more
            event("b5", None, at(7, 10, 0)),
            event("b5", None, at(7, 10, 30)),
            event("b5", None, at(7, 11, 1)),
        ],
    )
    warehouse.land(
        "desk",
        "tickets",
        [
            {
                "ticket_id": "t1",
                "requester_id": "r1",
                "subject": "Late",
                "status": "Open",
                "created_at": at(1),
            },
            {
                "ticket_id": "t2",
                "requester_id": "r2",
                "subject": "Odd",
                "status": "hold",
                "created_at": at(2),
            },
        ],
    )
    warehouse.land(
        "desk",
        "ticket_events",
        [_comment("e1", "t1", at(1, 10, 30), "customer"), _comment("e2", "t1", at(1, 11), "agent")],
    )
    warehouse.land("forms", "form_submissions", [_form("f1", at(1), "ann@x.example", None)])
    warehouse.land(
        "crm",
        "deals",
        [
            {
                "deal_id": "d1",
                "stage": "Qualification",
                "contact_id": "k1",
                "account_id": "a1",
                "deal_amount": 100,
                "created_at": at(3),
            },
        ],
    )
    warehouse.land(
        "shop", "checkouts", [{"checkout_id": "x1", "customer_id": "ann", "started_at": at(1)}]
    )
    warehouse.land("crm", "accounts", [{"account_id": "a1", "account_name": "Acme"}])
    warehouse.land(
        "mail",
        "campaign_members",
        [
            _member("m1", "exposed", "r1"),
            _member("m2", "exposed", "r2"),
            _member("m3", "held_out", None),
        ],
    )
    warehouse.land("ads", "ad_spend", [_spend(1, "10.00"), _spend(2, "20.00")])
    warehouse.link(
        [
            ("shop:ann", "c_ann"),
            ("shop:bob", "c_bob"),
            ("shop:cat", "c_cat"),
            ("desk:r1", "c_ann"),
            ("desk:r2", "c_r2"),
            ("forms:email:ann@x.example", "c_ann"),
            ("crm:k1", "c_k1"),
            ("mail:r1", "c_ann"),
            ("mail:r2", "c_r2"),
        ]
    )


def land_later(warehouse: TinyWarehouse) -> None:
    """What came in late, came again changed, or told whose old things were."""
    warehouse.land(
        "web",
        "web_events",
        [
            identify("b1", "dan", at(9)),
            event("b1", "Checkout Started", at(3)),
            event("b1", "Order Completed", at(4), order_id="o1", revenue_amount=30),
            event("b3", None, at(5, 10, 30)),
            event("b4", "Product Viewed", at(6, 12), message_id="moving"),
            event("b6", None, at(8)),
        ],
    )
    warehouse.land(
        "desk",
        "tickets",
        [
            {
                "ticket_id": "t1",
                "requester_id": "r1",
                "subject": "Late",
                "status": "Solved",
                "created_at": at(1),
                "solved_at": at(2),
                "updated_at": at(2),
            },
        ],
    )
    warehouse.land(
        "desk",
        "ticket_events",
        [
            _comment("e0", "t1", at(1, 10, 15), "agent"),
            {
                "event_id": "e3",
                "ticket_id": "t2",
                "event_type": "status_change",
                "new_value": "closed",
                "occurred_at": at(4),
            },
        ],
    )
    warehouse.land("forms", "form_submissions", [_form("f2", at(8, 10, 5), "eve@x.example", "b6")])
    warehouse.land(
        "crm",
        "deals",
        [
            {
                "deal_id": "d1",
                "stage": "Closed Won",
                "contact_id": "k1",
                "account_id": "a1",
                "deal_amount": 120,
                "created_at": at(3),
                "closed_at": at(6),
                "updated_at": at(6),
            },
        ],
    )
    warehouse.land(
        "shop",
        "checkouts",
        [{"checkout_id": "x1", "customer_id": "ann", "started_at": at(1), "completed_at": at(9)}],
    )
    warehouse.land("mail", "campaign_members", [_member("m9", "responded", "r1")])
    warehouse.land("ads", "ad_spend", [_spend(2, "25.00", updated_at=at(3))])
    # r2 turns out to be Ann; Dan and Eve are new
    warehouse.link(
        [
            ("shop:dan", "c_dan"),
            ("forms:email:eve@x.example", "c_eve"),
            ("desk:r2", "c_ann"),
            ("mail:r2", "c_ann"),
        ]
    )


def _comment(event_id: str, ticket: str, moment: dt.datetime, author: str) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "ticket_id": ticket,
        "event_type": "Comment",
        "author_type": author,
        "is_public": True,
        "body": "Hello",
        "occurred_at": moment,
    }


def _form(submission: str, moment: dt.datetime, email: str, browser: str | None) -> dict[str, Any]:
    return {
        "submission_id": submission,
        "form_name": "Demo",
        "form_type": "Demo request",
        "email": email,
        "anonymous_id": browser,
        "submitted_at": moment,
    }


def _member(member: str, what: str, customer: str | None) -> dict[str, Any]:
    return {
        "campaign_id": "spring",
        "member_id": member,
        "member_event": what,
        "customer_id": customer,
        "occurred_at": at(2),
        "response_amount": 12 if what == "responded" else None,
    }


def _spend(day: int, amount: str, **fields: Any) -> dict[str, Any]:
    return {
        "platform": "google",
        "campaign_id": "g1",
        "spend_date": at(day).date(),
        "spend_amount": amount,
        "clicks": 5,
        "impressions": 100,
    } | fields


class Built:
    """The tables of one history, as increments left them and as a full rebuild makes them."""

    def __init__(self, directory: Path) -> None:
        """Build, land more, build again, keep the tables, rebuild all."""
        self.warehouse = TinyWarehouse(directory)
        land_first(self.warehouse)
        assert self.warehouse.dbt("run", "--select", *SELECTED) == []
        land_later(self.warehouse)
        assert self.warehouse.dbt("run", "--select", *SELECTED) == []
        self.grown = {name: self.warehouse.table(name) for name in COMPARED}
        assert self.warehouse.dbt("run", "--select", *SELECTED) == []
        self.idle = {name: self.warehouse.table(name) for name in COMPARED}
        assert self.warehouse.dbt("run", "--full-refresh", "--select", *SELECTED) == []
        self.full = {name: self.warehouse.table(name) for name in COMPARED}

    def sessions(self, browser: str) -> pl.DataFrame:
        """Visits of a browser in order."""
        found = self.full["marts.web_sessions"].filter(pl.col("anonymous_id") == browser)
        return found.sort("started_at")

    def row(self, table: str, key: str, value: str) -> dict[str, Any]:
        """The one row with a value."""
        return self.full[table].row(by_predicate=pl.col(key) == value, named=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One history, told once for all tests of this module."""
    return Built(tmp_path_factory.mktemp("engagement"))


@pytest.mark.parametrize("name", COMPARED)
def test_increments_equal_a_full_rebuild(built: Built, name: str) -> None:
    assert built.full[name].height > 0
    assert built.grown[name].equals(built.full[name])
    assert built.idle[name].equals(built.full[name])


def test_visits_before_the_identify_get_the_customer(built: Built) -> None:
    assert built.sessions("b1")["customer_id"].to_list() == ["c_dan"] * 5


def test_a_shared_browser_is_split_at_the_second_identify(built: Built) -> None:
    assert built.sessions("b2")["customer_id"].to_list() == ["c_ann", "c_ann", "c_bob", "c_bob"]


def test_a_late_event_joins_two_visits_and_no_trace_of_the_second_stays(built: Built) -> None:
    assert built.sessions("b3")["duration_seconds"].to_list() == [50 * 60]
    visits = built.grown["marts.activities"].filter(
        (pl.col("activity_type") == "web_session") & (pl.col("customer_id") == "c_cat")
    )
    assert visits.height == 1


def test_a_message_sent_again_counts_once_with_its_new_time(built: Built) -> None:
    assert built.sessions("b4")["started_at"].to_list() == [at(6, 11), at(6, 12)]


def test_silence_of_exactly_the_timeout_does_not_end_a_visit(built: Built) -> None:
    assert built.sessions("b5")["page_count"].to_list() == [2, 1]


def test_a_form_names_the_visitor_and_is_no_web_event(built: Built) -> None:
    visit = built.sessions("b6")
    assert visit.select("customer_id", "event_count").rows() == [("c_eve", 1)]


def test_a_funnel_ends_where_the_window_does_and_counts_late_events(built: Built) -> None:
    walked = built.row("marts.funnel_participants", "participant_id", "b1")
    assert (walked["reached_step"], walked["entered_at"]) == (4, at(1))


def test_tickets_are_timed_from_fields_and_events(built: Built) -> None:
    first = built.row("marts.tickets", "ticket_id", "desk:t1")
    assert (first["status"], first["comment_count"]) == ("solved", 3)
    assert (first["first_reply_minutes"], first["resolution_minutes"]) == (15.0, 24 * 60.0)
    second = built.row("marts.tickets", "ticket_id", "desk:t2")
    assert (second["status"], second["customer_id"], second["is_open"]) == (
        "closed",
        "c_ann",
        False,
    )


def test_totals_follow_a_ticket_to_its_new_customer(built: Built) -> None:
    totals = built.grown["intermediate.int_customers__engagement_totals"]
    counts = dict(totals.select("customer_id", "ticket_count").iter_rows())
    assert counts["c_ann"] == 2
    assert "c_r2" not in counts


def test_campaigns_count_people_once_they_are_known_to_be_one(built: Built) -> None:
    spring = built.row("marts.campaigns", "campaign_id", "mail:spring")
    assert (spring["exposed_count"], spring["held_out_count"], spring["responded_count"]) == (
        1,
        1,
        1,
    )
    assert spring["response_rate"] == 1.0


def test_a_day_of_spend_told_again_replaces_the_first(built: Built) -> None:
    assert built.full["marts.ad_spend"]["spend_amount"].sum() == 35


def test_marts_pass_their_own_tests(built: Built) -> None:
    select = [name.partition(".")[2] for name in COMPARED]
    failed = built.warehouse.dbt(
        "test", "--select", *select, "--exclude", "relationships_*", "test_type:unit"
    )
    assert failed == []
