"""Purchases become orders of two shops: lines, discounts, taxes, refunds, cancellations."""

from dataclasses import dataclass

import numpy as np

from seeds.campaigns import CAMPAIGNS, code_of
from seeds.catalog import PARTNERS, PRICES, PRODUCTS, WEIGHTS
from seeds.channels import DIRECT, EMAIL, draw_ads, draw_channels
from seeds.people import People
from seeds.places import PLACES
from seeds.purchases import Purchases
from seeds.writing import DAY, HOUR, Bools, Floats, Ints

SHOPIFY, WOOCOMMERCE = 0, 1
FINE, CANCELLED, FAILED, PENDING = range(4)
WEB, POS, DRAFT, APP = range(4)
CODES = (*(code_of(campaign) for campaign in CAMPAIGNS), "WELCOME10", "LOYAL5")
PERCENTS = np.array([campaign.percent for campaign in CAMPAIGNS] + [10, 5, 0])
WELCOME, LOYAL = len(CAMPAIGNS), len(CAMPAIGNS) + 1
FREE_SHIPPING_FROM, SHIPPING = 5000, 590


@dataclass(frozen=True)
class Lines:
    """Order lines one after another; order i has lines start[i] to start[i + 1]."""

    start: Ints
    order: Ints
    product: Ints
    variant: Ints
    quantity: Ints
    price: Ints
    gross: Ints
    discount: Ints
    returned: Ints  # quantity given back
    refund: Ints  # cents given back, goods only


@dataclass(frozen=True)
class Orders:
    """Every order of both shops in order of time; money in cents of the shop's currency."""

    shop: Ints
    person: Ints
    at: Ints
    cause: Ints
    code: Ints
    source: Ints
    channel: Ints
    ad: Ints
    is_first: Bools
    second_account: Bools
    sequence: Ints  # number within its shop, from 0
    state: Ints
    tax_rate: Floats
    gross: Ints
    discount: Ints
    tax: Ints
    shipping: Ints
    refund: Ints
    refund_tax: Ints
    refunded_at: Ints  # 0 when nothing was given back
    cancelled_at: Ints  # 0 when it was not
    lines: Lines

    @property
    def count(self) -> int:
        """How many orders there are."""
        return len(self.at)

    def total(self, order: int) -> int:
        """What the buyer of an order pays."""
        return int(
            self.gross[order] - self.discount[order] + self.tax[order] + self.shipping[order]
        )


def make_orders(
    rng: np.random.Generator, people: People, purchases: Purchases, *, end: int
) -> Orders:
    """Give every purchase a shop, lines, money and an outcome."""
    person, at = purchases.person, purchases.at
    count = len(person)
    place = people.place[person]
    shop = _shops(rng, people, person)
    is_first = at == purchases.first_at[person]
    source = _sources(rng, shop, people.company[person] >= 0)
    channel = np.where(source == WEB, draw_channels(rng, is_first), DIRECT)
    channel = np.where((source == WEB) & (purchases.coupon >= 0), EMAIL, channel)
    code = _codes(rng, purchases.coupon, is_first)
    state = _states(rng, shop, at, end)
    lines = _draw_lines(rng, shop, source)
    gross = np.add.reduceat(lines.gross, lines.start[:-1])
    discount = (gross * PERCENTS[code] + 50) // 100
    tax_rate = _tax_rates(shop, place)
    goods = gross - discount
    lines = _share_discount(lines, gross, discount)
    lines, refunded_at = _give_back(rng, lines, at, state, end)
    refund = np.add.reduceat(lines.refund, lines.start[:-1])
    cancelled = at + rng.integers(HOUR, 2 * DAY, size=count)
    seconds = people.second_email
    has_second = np.array([bool(mail) for mail in seconds])[person] if count else person > 0
    moved = rng.random(people.count) < 0.13
    return Orders(
        shop=shop,
        person=person,
        at=at,
        cause=purchases.campaign,
        code=code,
        source=source,
        channel=channel,
        ad=draw_ads(rng, place, channel),
        is_first=is_first,
        second_account=has_second & moved[person] & ~is_first & (at % 3 > 0),
        sequence=np.where(
            shop == SHOPIFY, np.cumsum(shop == SHOPIFY), np.cumsum(shop == WOOCOMMERCE)
        )
        - 1,
        state=state,
        tax_rate=tax_rate,
        gross=gross,
        discount=discount,
        tax=np.floor(goods * tax_rate + 0.5).astype(np.int64),
        shipping=np.where((goods >= FREE_SHIPPING_FROM) | (source == POS), 0, SHIPPING),
        refund=refund,
        refund_tax=np.floor(refund * tax_rate + 0.5).astype(np.int64),
        refunded_at=refunded_at,
        cancelled_at=np.where(
            (state == CANCELLED) | (state == FAILED), np.minimum(cancelled, end - 1), 0
        ),
        lines=lines,
    )


def _shops(rng: np.random.Generator, people: People, person: Ints) -> Ints:
    share = np.array([place.shopify_share for place in PLACES])[people.place]
    home = np.where(rng.random(people.count) < share, SHOPIFY, WOOCOMMERCE)
    wanders = rng.random(people.count) < 0.14
    away = wanders[person] & (rng.random(len(person)) < 0.4)
    return np.where(away, 1 - home[person], home[person])


def _sources(rng: np.random.Generator, shop: Ints, is_business: Bools) -> Ints:
    dice = rng.random(len(shop))
    source = np.where(dice < 0.78, WEB, np.where(dice < 0.90, POS, np.where(dice < 0.98, APP, WEB)))
    source = np.where(is_business & (dice > 0.7), DRAFT, source)
    return np.where(shop == WOOCOMMERCE, WEB, source)


def _codes(rng: np.random.Generator, coupon: Ints, is_first: Bools) -> Ints:
    dice = rng.random(len(coupon))
    code = np.where(is_first & (dice < 0.35), WELCOME, -1)
    code = np.where(~is_first & (dice < 0.07), LOYAL, code)
    return np.where(coupon >= 0, coupon, code)


def _states(rng: np.random.Generator, shop: Ints, at: Ints, end: int) -> Ints:
    dice = rng.random(len(at))
    state = np.where(dice < 0.025, CANCELLED, FINE)
    state = np.where((shop == WOOCOMMERCE) & (dice > 0.99), FAILED, state)
    return np.where((at > end - 2 * DAY) & (dice > 0.6) & (dice < 0.9), PENDING, state)


def _tax_rates(shop: Ints, place: Ints) -> Floats:
    rates = {"DE": 0.19, "FR": 0.20, "GB": 0.20}
    european = np.array([rates.get(where.country, 0.0) for where in PLACES])
    american = np.array([0.08 if where.country == "US" else 0.0 for where in PLACES])
    return np.where(shop == SHOPIFY, american[place], european[place])


def _draw_lines(rng: np.random.Generator, shop: Ints, source: Ints) -> Lines:
    sizes = 1 + rng.binomial(4, 0.22, size=len(shop))
    start = np.concatenate([[0], np.cumsum(sizes)])
    order = np.repeat(np.arange(len(shop)), sizes)
    total = int(start[-1])
    product = rng.choice(len(PRODUCTS), size=total, p=WEIGHTS / WEIGHTS.sum())
    seconds = start[:-1][sizes > 1] + 1
    partner = np.array([PARTNERS.get(i, -1) for i in range(len(PRODUCTS))])[product[seconds - 1]]
    together = (partner >= 0) & (rng.random(len(seconds)) < 0.5)
    product[seconds[together]] = partner[together]
    product = _without_repeats(order, product)
    quantity = 1 + rng.binomial(3, 0.1, size=total)
    quantity = np.where(source[order] == DRAFT, quantity * 6, quantity)
    variants = np.array([len(one.variants) for one in PRODUCTS])
    price = PRICES[shop[order], product]
    zeros = np.zeros(total, dtype=np.int64)
    return Lines(
        start=start,
        order=order,
        product=product,
        variant=rng.integers(0, 1 << 30, size=total) % variants[product],
        quantity=quantity,
        price=price,
        gross=price * quantity,
        discount=zeros,
        returned=zeros,
        refund=zeros,
    )


def _without_repeats(order: Ints, product: Ints) -> Ints:
    """Move on to another product where an order would hold the same one twice."""
    while True:
        _, first = np.unique(order * len(PRODUCTS) + product, return_index=True)
        again = np.ones(len(order), dtype=bool)
        again[first] = False
        if not again.any():
            return product
        product = np.where(again, (product + 5) % len(PRODUCTS), product)


def _share_discount(lines: Lines, gross: Ints, discount: Ints) -> Lines:
    """Share an order's discount over its lines; what rounding leaves falls on the first."""
    share = lines.gross * discount[lines.order] // gross[lines.order]
    share[lines.start[:-1]] += discount - np.add.reduceat(share, lines.start[:-1])
    return Lines(**{**vars(lines), "discount": share})


def _give_back(
    rng: np.random.Generator, lines: Lines, at: Ints, state: Ints, end: int
) -> tuple[Lines, Ints]:
    """Some orders come back whole, some in part: one piece of the first line."""
    dice = rng.random(len(at))
    when = at + rng.integers(3 * DAY, 25 * DAY, size=len(at))
    fits = (state == FINE) & (when < end)
    whole, partly = fits & (dice < 0.022), fits & (dice >= 0.022) & (dice < 0.07)
    net = lines.gross - lines.discount
    is_head = np.zeros(len(net), dtype=bool)
    is_head[lines.start[:-1]] = True
    piece = np.where(lines.quantity > 1, net // lines.quantity, net)
    some = partly[lines.order] & is_head
    everything = whole[lines.order]
    returned = np.where(everything, lines.quantity, np.where(some, 1, 0))
    refund = np.where(everything, net, np.where(some, piece, 0))
    kept = Lines(**{**vars(lines), "returned": returned, "refund": refund})
    return kept, np.where(whole | partly, when, 0)
