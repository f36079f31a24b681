"""The truth beside the exports, for tests and for judging models; no pipeline reads it."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from seeds import crm, forms, zendesk
from seeds.campaigns import CAMPAIGNS, WINDOW_DAYS
from seeds.marketing import order_key
from seeds.orders import FAILED, SHOPIFY
from seeds.people import person_key
from seeds.places import WEAK_REGION
from seeds.purchases import NEVER
from seeds.segment import anonymous_id
from seeds.sessions import COMPLETES, COMPLETES_WEAK, step_by_region
from seeds.world import World
from seeds.writing import DAY, stamps, write_csv

PEOPLE = (
    "person",
    "first_name",
    "last_name",
    "native_name",
    "country",
    "region",
    "city",
    "household",
    "company",
    "is_buyer",
    "rate_per_day",
    "leave_probability",
    "first_at",
    "left_at",
    "has_left",
    "orders",
    "emails",
    "phones",
)
ORDERS = (
    "order",
    "person",
    "ordered_at",
    "state",
    "currency",
    "gross",
    "discount",
    "refund",
    "net",
    "caused_by",
)
STATES = ("fine", "cancelled", "failed", "pending")


def write(directory: Path, world: World, *, totals: dict[str, int]) -> None:
    """Write people.csv, records.csv, orders.csv, campaigns.csv, funnel.csv and totals.json."""
    write_csv(directory / "people.csv", PEOPLE, _people(world))
    write_csv(directory / "records.csv", ("person", "record"), _records(world))
    write_csv(directory / "orders.csv", ORDERS, _orders(world))
    _write_campaigns(directory, world)
    _write_funnel(directory, world)
    sums = {**totals, **_sums(world)}
    sums["shopify.test_orders"] = totals["shopify.orders"] - sums["shopify.orders"]
    text = json.dumps(sums, indent=2, ensure_ascii=False)
    (directory / "totals.json").write_text(text + "\n", encoding="utf-8")


def _people(world: World) -> Iterator[tuple[Any, ...]]:
    people, purchases = world.people, world.purchases
    never = np.int64(NEVER)
    first = stamps(np.where(purchases.first_at == never, 0, purchases.first_at))
    left = stamps(np.where(purchases.left_at == never, 0, purchases.left_at))
    counts = np.bincount(purchases.person, minlength=people.count)
    for person in range(people.count):
        place = people.where(person)
        buys = purchases.first_at[person] != NEVER
        gone = purchases.left_at[person] != NEVER
        home, firm = int(people.household[person]), int(people.company[person])
        mails = (people.email[person], people.second_email[person], people.work_email[person])
        yield (
            person_key(person),
            people.first[person],
            people.last[person],
            people.native[person],
            place.country,
            place.region,
            place.city,
            f"h{home + 1}" if home >= 0 else "",
            f"A{firm + 1:06d}" if firm >= 0 else "",
            int(buys),
            f"{purchases.rate[person]:.6f}",
            f"{purchases.leave_probability[person]:.6f}",
            first[person] if buys else "",
            left[person] if gone else "",
            int(gone),
            int(counts[person]),
            " ".join(mail for mail in mails if mail),
            " ".join(p for p in (people.phone[person], people.household_phone[person]) if p),
        )


def _records(world: World) -> Iterator[tuple[str, str]]:
    """Which record of which system is whom; names as in `record_key` of the warehouse."""
    seen: set[tuple[str, str]] = set()
    shops = chain(_shop_keys(world), _browser_keys(world))
    for pair in chain(
        shops, forms.form_keys(world), zendesk.user_keys(world), crm.contact_keys(world)
    ):
        if pair not in seen:
            seen.add(pair)
            yield pair


def _shop_keys(world: World) -> Iterator[tuple[str, str]]:
    for name, accounts in (("shopify", world.shopify), ("woocommerce", world.woocommerce)):
        for account in accounts.all:
            mail = account.look.email.strip().lower()
            guest = f"email:{mail}" if mail else f"phone:{account.look.phone}"
            key = guest if account.is_guest else str(account.id)
            yield person_key(account.person), f"{name}:{key}"


def _browser_keys(world: World) -> Iterator[tuple[str, str]]:
    known = world.sessions.person >= 0
    for visitor in np.unique(world.sessions.visitor[known]).tolist():
        yield person_key(visitor // 2), f"segment:anon:{anonymous_id(world.seed, visitor)}"


def _orders(world: World) -> Iterator[tuple[Any, ...]]:
    orders = world.orders
    when = stamps(orders.at)
    for order in range(orders.count):
        gross, discount = int(orders.gross[order]), int(orders.discount[order])
        refund, state = int(orders.refund[order]), int(orders.state[order])
        net = 0 if orders.cancelled_at[order] else gross - discount - refund
        cause = int(orders.cause[order])
        yield (
            order_key(world, order),
            person_key(int(orders.person[order])),
            when[order],
            STATES[state],
            "USD" if orders.shop[order] == SHOPIFY else "EUR",
            *(f"{cents / 100:.2f}" for cents in (gross, discount, refund, net)),
            CAMPAIGNS[cause].key if cause >= 0 else "",
        )


def _write_campaigns(directory: Path, world: World) -> None:
    header = [
        "campaign",
        "starts_at",
        "window_days",
        "exposed",
        "held_out",
        "uplift_of_buyers",
        "share_still_buying",
        "true_effect",
        "caused_orders",
        "coupon_orders",
    ]
    rows: list[tuple[Any, ...]] = []
    for exposure in world.exposures:
        campaign = CAMPAIGNS[exposure.campaign]
        still = exposure.was_buying[~exposure.held_out]
        share = float(still.mean()) if len(still) else 0.0
        begun = stamps(np.array([exposure.start], dtype=np.int64))[0]
        held = int(exposure.held_out.sum())
        caused = int((world.orders.cause == exposure.campaign).sum())
        coupon = int((world.orders.code == exposure.campaign).sum())
        effect = campaign.uplift * share
        sizes = (len(exposure.people) - held, held)
        shares = (campaign.uplift, f"{share:.4f}", f"{effect:.5f}")
        rows.append((campaign.key, begun, WINDOW_DAYS, *sizes, *shares, caused, coupon))
    write_csv(directory / "campaigns.csv", header, rows)


def _write_funnel(directory: Path, world: World) -> None:
    header = ("region", "checkouts", "orders", "rate", "true_rate", "is_weak")
    rows = (
        (
            region,
            reached,
            ordered,
            f"{ordered / reached:.4f}" if reached else "",
            COMPLETES_WEAK if region == WEAK_REGION else COMPLETES,
            int(region == WEAK_REGION),
        )
        for region, reached, ordered in step_by_region(world.sessions)
    )
    write_csv(directory / "funnel.csv", header, rows)


def _sums(world: World) -> dict[str, Any]:
    orders = world.orders
    counted = (orders.cancelled_at == 0) & (orders.state != FAILED)
    sums: dict[str, Any] = {
        "people": world.people.count,
        "buyers": int((world.purchases.first_at != NEVER).sum()),
        "gone": int((world.purchases.left_at != NEVER).sum()),
        "days": (world.end - world.start) // DAY,
    }
    for shop, name in enumerate(("shopify", "woocommerce")):
        ours = orders.shop == shop
        net = orders.gross - orders.discount - orders.refund
        sums[f"{name}.orders"] = int(ours.sum())
        sums[f"{name}.lines"] = int(ours[orders.lines.order].sum())
        for what, values in (
            ("gross", orders.gross),
            ("discount", orders.discount),
            ("refund", orders.refund),
        ):
            sums[f"{name}.{what}"] = f"{int(values[ours].sum()) / 100:.2f}"
        sums[f"{name}.net"] = f"{int(net[ours & counted].sum()) / 100:.2f}"
        sums[f"{name}.refunds"] = int((orders.refunded_at[ours] > 0).sum())
    return sums
