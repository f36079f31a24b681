"""Visits to the Shopify shop's pages: which end in an order, a cart or nothing.

From checkout to order, `COMPLETES` of the visits go through everywhere but in one region, where
only `COMPLETES_WEAK` do. That is the weak step somebody should find.
"""

from dataclasses import dataclass

import numpy as np

from seeds.channels import draw_ads, draw_channels
from seeds.orders import SHOPIFY, WEB, Orders
from seeds.people import People
from seeds.places import PLACES, WEAK_REGION
from seeds.writing import DAY, Bools, Ints

COMPLETES, COMPLETES_WEAK = 0.62, 0.33
TRACKED = 0.9
LOOK, PRODUCT, CART, CHECKOUT, ORDER = range(5)


@dataclass(frozen=True)
class Sessions:
    """Every visit in order of time."""

    start: Ints
    seconds: Ints
    person: Ints  # -1: somebody we never meet
    visitor: Ints  # one number per browser
    kind: Ints
    place: Ints
    channel: Ints
    ad: Ints
    order: Ints  # -1: none
    is_mobile: Bools
    is_signed_in: Bools

    @property
    def count(self) -> int:
        """How many visits there are."""
        return len(self.start)


def make_sessions(
    rng: np.random.Generator, people: People, orders: Orders, *, start: int, end: int
) -> Sessions:
    """Visits that led to orders, checkouts that were given up, and visits that only looked."""
    bought = np.flatnonzero((orders.shop == SHOPIFY) & (orders.source == WEB))
    bought = bought[rng.random(len(bought)) < TRACKED]
    places = people.place[orders.person[bought]]
    weak = np.array([place.region == WEAK_REGION for place in PLACES])[places]
    rate = np.where(weak, COMPLETES_WEAK, COMPLETES)
    given_up = np.repeat(bought, rng.geometric(rate) - 1)
    looked = np.repeat(bought, rng.poisson(2.0, size=len(bought)))
    order = np.concatenate([bought, given_up, looked])
    kind = np.concatenate(
        [
            np.full(len(bought), ORDER),
            np.full(len(given_up), CHECKOUT),
            rng.choice([LOOK, PRODUCT, CART], size=len(looked), p=[0.42, 0.38, 0.2]),
        ]
    )
    count = len(order)
    is_order = kind == ORDER
    seconds = rng.integers(120, 1500, size=count)
    shift = (rng.random(count) * 60 - 30) * DAY
    moment = np.where(is_order, orders.at[order] - seconds, orders.at[order] + shift)
    moment = np.clip(moment.astype(np.int64), start, end - 1800)
    stranger = ~is_order & (rng.random(count) < np.where(kind == CHECKOUT, 0.4, 0.6))
    person = np.where(stranger, -1, orders.person[order])
    channel = np.where(is_order, orders.channel[order], draw_channels(rng, stranger))
    place = people.place[orders.person[order]]
    device = (rng.random(count) < 0.3).astype(np.int64)
    is_mobile = (rng.random(people.count) < 0.55)[orders.person[order]] ^ (device == 1)
    visitor = np.where(stranger, 2 * people.count + np.arange(count), person * 2 + device)
    by_time = np.lexsort((visitor, moment))
    return Sessions(
        start=moment[by_time],
        seconds=seconds[by_time],
        person=person[by_time],
        visitor=visitor[by_time],
        kind=kind[by_time],
        place=place[by_time],
        channel=channel[by_time],
        ad=np.where(is_order, orders.ad[order], draw_ads(rng, place, channel))[by_time],
        order=np.where(is_order, order, -1)[by_time],
        is_mobile=is_mobile[by_time],
        is_signed_in=(rng.random(count) < 0.45)[by_time] & ~stranger[by_time],
    )


def step_by_region(sessions: Sessions) -> list[tuple[str, int, int]]:
    """Region, visits that reached the checkout, and those that became orders."""
    regions = np.array([place.region for place in PLACES])[sessions.place]
    reached, ordered = sessions.kind >= CHECKOUT, sessions.kind == ORDER
    return [
        (
            str(region),
            int((reached & (regions == region)).sum()),
            int((ordered & (regions == region)).sum()),
        )
        for region in np.unique(regions)
    ]
