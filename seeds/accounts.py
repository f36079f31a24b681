"""The accounts people hold in a shop, and which account each order was placed with."""

from dataclasses import dataclass

import numpy as np

from seeds.identities import SHOP_PHONES, Appearance, Habits, appear
from seeds.orders import POS, SHOPIFY, Orders
from seeds.people import People
from seeds.writing import DAY, Ints

HABITS = (
    Habits(no_mail=0.02, no_phone=0.3, native=0.25, work_mail=0.15),
    Habits(typo=0.04, no_phone=0.35, local_phone=0.6, native=0.15, work_mail=0.1),
)
GUEST_SHARE = 0.22
FIRST_ID = (6_940_000_000_000, 12)


@dataclass(frozen=True)
class Account:
    """A customer record of a shop; a guest has no id there."""

    id: int
    person: int
    look: Appearance
    created_at: int
    is_guest: bool
    order_count: int
    total_spent: int


@dataclass(frozen=True)
class Accounts:
    """All accounts of a shop in order of id, and the account of each order (-1: nobody)."""

    shop: int
    all: list[Account]
    of_order: Ints
    of_person: dict[int, int]


def make_accounts(
    rng: np.random.Generator, people: People, orders: Orders, *, shop: int, start: int, end: int
) -> Accounts:
    """Open the accounts that the orders of a shop need, and some that never order."""
    ours = np.flatnonzero(orders.shop == shop)
    unknown = (orders.source[ours] == POS) & (rng.random(len(ours)) < 0.3)
    named = ours[~unknown]
    keys = orders.person[named] * 2 + orders.second_account[named]
    unique, first, which, counts = np.unique(
        keys, return_index=True, return_inverse=True, return_counts=True
    )
    paid = orders.gross + orders.tax + orders.shipping - orders.discount
    spent = np.bincount(which, weights=paid[named], minlength=len(unique)).astype(np.int64)
    opened = orders.at[named][first] - rng.integers(60, 20 * DAY, size=len(unique))
    idle = np.flatnonzero(~people.is_buyer & (rng.random(people.count) < 0.35))
    if shop != SHOPIFY:
        idle = idle[:0]
    people_of = np.concatenate([unique // 2, idle])
    second = np.concatenate([unique % 2 == 1, np.zeros(len(idle), dtype=bool)])
    opened = np.concatenate([opened, rng.integers(start, end, size=len(idle))])
    empty = np.zeros(len(idle), dtype=np.int64)
    counts, spent = np.concatenate([counts, empty]), np.concatenate([spent, empty])
    is_guest = (rng.random(people.count) < GUEST_SHARE)[people_of] & (shop != SHOPIFY)
    only_till = _only_at_the_till(orders, named, which, len(people_of))
    dice = rng.random((len(people_of), 10))
    order = np.lexsort((people_of * 2 + second, opened))
    accounts = [
        Account(
            id=FIRST_ID[shop] + number * (4096 if shop == SHOPIFY else 1),
            person=int(people_of[i]),
            look=_look(
                people,
                int(people_of[i]),
                dice[i],
                shop=shop,
                second=bool(second[i]),
                only_till=bool(only_till[i]),
            ),
            created_at=int(opened[i]),
            is_guest=bool(is_guest[i]),
            order_count=int(counts[i]),
            total_spent=int(spent[i]),
        )
        for number, i in enumerate(order)
    ]
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    of_order = np.full(orders.count, -1)
    of_order[named] = rank[which]
    of_person: dict[int, int] = {}
    for number, account in enumerate(accounts):
        of_person.setdefault(account.person, number)
    return Accounts(shop, accounts, of_order, of_person)


def _only_at_the_till(orders: Orders, named: Ints, which: Ints, count: int) -> np.ndarray:
    """Accounts all of whose orders were made at the till."""
    elsewhere = np.bincount(which, weights=orders.source[named] != POS, minlength=count)
    some = np.bincount(which, minlength=count)
    return (some > 0) & (elsewhere == 0)


def _look(
    people: People, person: int, dice: np.ndarray, *, shop: int, second: bool, only_till: bool
) -> Appearance:
    look = appear(people, person, dice, habits=HABITS[shop], second=second)
    country = people.where(person).country
    if only_till and dice[8] < 0.5:
        return Appearance(look.first, look.last, "", SHOP_PHONES.get(country, look.phone))
    return look


def address(people: People, person: int, look: Appearance) -> tuple[str, str, str]:
    """Street, city and post code of a person; Chinese records have the city in characters."""
    place = people.where(person)
    native = bool(place.native_city) and "\u4e00" <= look.last[:1] <= "\u9fff"
    street = place.street.format(person % 180 + 1)
    return street, place.native_city if native else place.city, place.postal.format(person % 18 + 1)
