"""Everything that really happened in the sample company, before any system recorded it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from seeds.accounts import Accounts, make_accounts
from seeds.campaigns import Exposure, run_campaigns
from seeds.companies import Company, make_companies
from seeds.orders import SHOPIFY, WOOCOMMERCE, Orders, make_orders
from seeds.people import People, make_people
from seeds.purchases import Purchases, buy
from seeds.sessions import Sessions, make_sessions
from seeds.writing import DAY

HISTORY_DAYS = 730


@dataclass(frozen=True)
class World:
    """Everything that really happened; the exports show parts of it."""

    seed: int
    start: int
    end: int
    companies: list[Company]
    people: People
    purchases: Purchases
    exposures: list[Exposure]
    orders: Orders
    shopify: Accounts
    woocommerce: Accounts
    sessions: Sessions

    def dice(self, system: int) -> np.random.Generator:
        """Random numbers of one system's own, so that a change in one leaves the others alone."""
        return np.random.default_rng([self.seed, system])


def make_world(*, customers: int, seed: int, until: date) -> World:
    """Draw the world; nothing is written."""
    end = int(datetime(until.year, until.month, until.day, tzinfo=UTC).timestamp()) + DAY
    start = end - HISTORY_DAYS * DAY
    rng = [np.random.default_rng([seed, part]) for part in range(10)]
    companies = make_companies(rng[0], max(8, customers // 50))
    people = make_people(rng[1], customers, companies=companies)
    purchases = buy(rng[2], people, start=start, end=end)
    purchases, exposures = run_campaigns(rng[3], people, purchases, end=end)
    orders = make_orders(rng[4], people, purchases, end=end)
    shopify, woocommerce = (
        make_accounts(rng[5 + shop], people, orders, shop=shop, start=start, end=end)
        for shop in (SHOPIFY, WOOCOMMERCE)
    )
    sessions = make_sessions(rng[7], people, orders, start=start, end=end)
    return World(
        seed=seed,
        start=start,
        end=end,
        companies=companies,
        people=people,
        purchases=purchases,
        exposures=exposures,
        orders=orders,
        shopify=shopify,
        woocommerce=woocommerce,
        sessions=sessions,
    )
