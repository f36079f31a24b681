"""When people buy and when they leave: the hidden process behind every order (BG/NBD).

Each buyer has a purchase rate drawn from a gamma distribution and a probability of leaving after
each purchase drawn from a beta distribution. Campaigns add purchases on top (campaigns.py).
"""

from dataclasses import dataclass

import numpy as np

from seeds.people import People
from seeds.places import PLACES
from seeds.writing import DAY, HOUR, Floats, Ints, offsets

RATE_SHAPE, RATE_SCALE_DAYS = 0.9, 38.0
LEAVE_A, LEAVE_B = 0.8, 3.4
MAX_RATE = 0.15
NEVER = np.iinfo(np.int64).max

#: share of orders by hour of the local day
HOURS = np.array(
    [3, 2, 1, 1, 1, 2, 4, 7, 9, 10, 11, 12, 13, 12, 11, 11, 12, 13, 15, 18, 20, 19, 13, 7]
)


@dataclass(frozen=True)
class Purchases:
    """Every purchase in order of time, and what was hidden about the people who made them."""

    person: Ints
    at: Ints
    campaign: Ints  # the campaign that caused it, -1 when it would have happened anyway
    coupon: Ints  # the campaign whose coupon it used, -1 when none
    rate: Floats  # per person: purchases a day while staying
    leave_probability: Floats
    first_at: Ints
    left_at: Ints  # per person: NEVER when still with us


def buy(rng: np.random.Generator, people: People, *, start: int, end: int) -> Purchases:
    """Simulate every buyer from the first purchase until leaving or the end of history."""
    buyers = np.flatnonzero(people.is_buyer)
    days = (end - start) // DAY
    first = rng.choice(days - 5, size=len(buyers), p=_arrivals(days - 5, start)) + rng.random(
        len(buyers)
    )
    rate = np.minimum(rng.gamma(RATE_SHAPE, 1 / RATE_SCALE_DAYS, size=len(buyers)), MAX_RATE)
    leave = rng.beta(LEAVE_A, LEAVE_B, size=len(buyers))
    who, when, gone = _events(rng, first, rate, leave, days)
    at = _on_the_clock(rng, people.place[buyers[who]], when, start=start, end=end)
    count = people.count
    first_at, last_at = np.full(count, NEVER), np.zeros(count, dtype=np.int64)
    np.minimum.at(first_at, buyers[who], at)
    np.maximum.at(last_at, buyers[who], at)
    left_at = np.full(count, NEVER)
    left_at[buyers[gone]] = last_at[buyers[gone]]
    order = np.lexsort((buyers[who], at))
    nothing = np.full(len(at), -1)
    return Purchases(
        person=buyers[who][order],
        at=at[order],
        campaign=nothing,
        coupon=nothing.copy(),
        rate=_spread(count, buyers, rate),
        leave_probability=_spread(count, buyers, leave),
        first_at=first_at,
        left_at=left_at,
    )


def _arrivals(days: int, start: int) -> Floats:
    """Chance of each day to be a newcomer's first: the shop grows, and November is busy."""
    moments = (np.arange(days) * DAY + start).astype("datetime64[s]")
    months = moments.astype("datetime64[M]").astype(int) % 12 + 1
    weight = 1 + 0.6 * np.arange(days) / days + 0.9 * np.isin(months, (11, 12))
    return weight / weight.sum()


def _events(
    rng: np.random.Generator, first: Floats, rate: Floats, leave: Floats, days: int
) -> tuple[Ints, Floats, Ints]:
    """Rounds of purchases: in each, those still here either leave or come back later."""
    here = np.arange(len(first))
    now = first.copy()
    who: list[Ints] = []
    when: list[Floats] = []
    gone: list[Ints] = []
    while len(here):
        who.append(here)
        when.append(now)
        leaves = rng.random(len(here)) < leave[here]
        gone.append(here[leaves])
        pause = rng.exponential(1.0, size=len(here)) / rate[here]
        following = now + np.minimum(pause, 10.0 * days)
        stays = ~leaves & (following < days)
        here, now = here[stays], following[stays]
    return np.concatenate(who), np.concatenate(when), np.concatenate(gone)


def _on_the_clock(
    rng: np.random.Generator, place: Ints, when: Floats, *, start: int, end: int
) -> Ints:
    """Days since the start as moments at hours when people of a place are awake."""
    hours = rng.choice(24, size=len(when), p=HOURS / HOURS.sum())
    seconds = rng.integers(0, HOUR, size=len(when))
    wall = start + np.floor(when).astype(np.int64) * DAY + hours * HOUR + seconds
    return to_utc(wall, place, latest=end - 1)


def to_utc(wall: Ints, place: Ints, *, latest: int) -> Ints:
    """Local clock times of places as UTC moments, none after `latest`."""
    at = wall.copy()
    for zone in sorted({where.timezone for where in PLACES}):
        here = np.isin(place, [i for i, where in enumerate(PLACES) if where.timezone == zone])
        at[here] -= offsets(wall[here], zone)
    return np.where(at > latest, at - DAY, at)


def _spread(count: int, buyers: Ints, values: Floats) -> Floats:
    whole = np.zeros(count)
    whole[buyers] = values
    return whole
