"""The marketing tool's campaigns and their members, and the bank's exchange rates."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from seeds.accounts import Accounts
from seeds.campaigns import CAMPAIGNS, WINDOW_DAYS, Exposure, code_of
from seeds.orders import SHOPIFY
from seeds.shopify_ids import order_id as shopify_order_id
from seeds.woocommerce import order_id as woocommerce_order_id
from seeds.world import World
from seeds.writing import DAY, HOUR, stamps, write_csv

HEADER = (
    "campaign_id",
    "name",
    "type",
    "channel",
    "status",
    "starts_at",
    "ends_at",
    "budget",
    "currency",
)
MEMBERS = (
    "campaign_id",
    "member_id",
    "email",
    "phone",
    "event",
    "occurred_at",
    "coupon_code",
    "order_id",
    "response_amount",
)
RATES = ("date", "from", "to", "rate")
START_RATES = {"EUR": 1.085, "CNY": 0.1388, "GBP": 1.272}


def write(directory: Path, world: World) -> dict[str, int]:
    """Write campaigns.csv, campaign_members.csv and exchange_rates.csv."""
    rates = make_rates(world)
    members = directory / "campaign_members.csv"
    return {
        "crm.campaigns": write_csv(directory / "campaigns.csv", HEADER, _campaigns(world)),
        "crm.campaign_members": write_csv(members, MEMBERS, _members(world, rates)),
        "crm.exchange_rates": write_csv(directory / "exchange_rates.csv", RATES, _rates(rates)),
    }


def _campaigns(world: World) -> Iterator[tuple[Any, ...]]:
    for exposure in world.exposures:
        campaign = CAMPAIGNS[exposure.campaign]
        ends = exposure.start + WINDOW_DAYS * DAY
        begun, ended = stamps(np.array([exposure.start, ends], dtype=np.int64))
        budget = campaign.budget * max(1, world.people.count // 2000)
        kind = "retention" if campaign.key.startswith("loyal") else "promotion"
        yield (
            campaign.key,
            campaign.name,
            kind,
            campaign.channel,
            "completed",
            f"{begun}Z",
            f"{ended}Z",
            f"{budget}.00",
            "USD",
        )


def _members(world: World, rates: dict[str, np.ndarray]) -> Iterator[tuple[Any, ...]]:
    rng = world.dice(40)
    for exposure in world.exposures:
        campaign = CAMPAIGNS[exposure.campaign]
        sent = stamps(np.array([exposure.start], dtype=np.int64))[0] + "Z"
        later = exposure.start + rng.integers(300, 2 * DAY, size=len(exposure.people))
        opened = stamps(later)
        clicked = stamps(later + 90)
        dice = rng.random(len(exposure.people))
        for k, person in enumerate(exposure.people.tolist()):
            held = bool(exposure.held_out[k])
            who = (
                f"m{person + 1}",
                mail_of(world, person),
                world.people.phone[person] if campaign.channel == "sms" else "",
            )
            blank = ("", "", "")
            yield campaign.key, *who, "held_out" if held else "exposed", sent, *blank
            if held or campaign.channel == "sms":
                continue
            if dice[k] < 0.42:
                yield campaign.key, *who, "opened", f"{opened[k]}Z", *blank
            if dice[k] < 0.14:
                yield campaign.key, *who, "clicked", f"{clicked[k]}Z", *blank
            if dice[k] > 0.996:
                yield campaign.key, *who, "unsubscribed", f"{clicked[k]}Z", *blank
        yield from _responses(world, exposure, rates)


def _responses(
    world: World, exposure: Exposure, rates: dict[str, np.ndarray]
) -> Iterator[tuple[Any, ...]]:
    campaign, orders = CAMPAIGNS[exposure.campaign], world.orders
    used = np.flatnonzero(orders.code == exposure.campaign)
    when = stamps(orders.at[used])
    for k, order in enumerate(used.tolist()):
        person = int(orders.person[order])
        key = order_key(world, order)
        amount = int(orders.gross[order] - orders.discount[order])
        if orders.shop[order] != SHOPIFY:
            day = (int(orders.at[order]) - world.start) // DAY + 7
            amount = round(amount * float(rates["EUR"][day]))
        mail = mail_of(world, person)
        phone = world.people.phone[person] if campaign.channel == "sms" else ""
        number = key.split(":")[1]
        line = (campaign.key, f"r{number}", mail, phone, "responded", f"{when[k]}Z")
        yield *line, code_of(campaign), key, f"{amount / 100:.2f}"


def order_key(world: World, order: int) -> str:
    """An order's name across systems: shopify:5462... or woocommerce:20011."""
    sequence = int(world.orders.sequence[order])
    if world.orders.shop[order] == SHOPIFY:
        return f"shopify:{shopify_order_id(sequence)}"
    return f"woocommerce:{woocommerce_order_id(sequence)}"


def mail_of(world: World, person: int) -> str:
    """The address the marketing tool took over from a shop."""
    shops: tuple[Accounts, ...] = (world.shopify, world.woocommerce)
    for accounts in shops:
        number = accounts.of_person.get(person)
        if number is not None:
            mail = accounts.all[number].look.email.strip().lower()
            if mail and mail in (world.people.email[person], world.people.second_email[person]):
                return mail
    return world.people.email[person]


def make_rates(world: World) -> dict[str, np.ndarray]:
    """US dollars for one unit of a currency, on each day from a week before history begins."""
    rng = world.dice(41)
    days = (world.end - world.start) // DAY + 7
    return {
        currency: np.round(rate * np.exp(np.cumsum(rng.normal(0, 0.0025, size=days))), 6)
        for currency, rate in START_RATES.items()
    } | {"start": np.array([world.start - 7 * DAY + 12 * HOUR])}


def _rates(rates: dict[str, np.ndarray]) -> Iterator[tuple[str, str, str, str]]:
    """Bank days only; on a weekend the rate before holds."""
    first = int(rates["start"][0])
    for day in range(len(rates["EUR"])):
        moment = np.datetime64(first + day * DAY, "s").astype("datetime64[D]").item()
        if day and moment.weekday() >= 5:
            continue
        for currency in START_RATES:
            yield moment.isoformat(), currency, "USD", f"{rates[currency][day]:.6f}"
