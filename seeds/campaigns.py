"""E-mail and SMS campaigns with a random holdout and an effect that is known.

A campaign makes an exposed person who still buys place one more order within the window with
probability `uplift`; people held out are left alone. The coupon is used by most of these orders
and by some that would have happened anyway.
"""

from dataclasses import dataclass, replace

import numpy as np

from seeds.people import People
from seeds.purchases import NEVER, Purchases, to_utc
from seeds.writing import DAY, HOUR, Bools, Ints

WINDOW_DAYS = 14
COUPON_ON_CAUSED, COUPON_ON_OTHERS = 0.9, 0.35


@dataclass(frozen=True)
class Campaign:
    """What was planned, and the effect it really has."""

    key: str
    name: str
    channel: str
    days_before_end: int
    uplift: float
    holdout: float
    percent: int
    budget: int


CAMPAIGNS: tuple[Campaign, ...] = (
    Campaign("harvest-1", "Autumn harvest", "email", 624, 0.10, 0.3, 10, 1200),
    Campaign("singles-1", "双十一 Singles' Day", "email", 599, 0.20, 0.3, 15, 3000),
    Campaign("spring-blend", "Spring blend", "email", 467, 0.00, 0.3, 10, 1200),
    Campaign("iced-summer", "Iced summer", "email", 385, 0.12, 0.3, 10, 1500),
    Campaign("harvest-2", "Autumn harvest, second year", "email", 263, 0.08, 0.25, 10, 1800),
    Campaign("singles-2", "双十一 Singles' Day, second year", "email", 234, 0.18, 0.25, 15, 4500),
    Campaign("new-year-sms", "New year message", "sms", 169, 0.04, 0.25, 5, 900),
    Campaign("loyalty-spring", "Loyalty spring", "email", 77, 0.15, 0.25, 10, 1600),
)


@dataclass(frozen=True)
class Exposure:
    """Who was in a campaign: people, whether held out, and who buys because of it."""

    campaign: int
    start: int
    people: Ints
    held_out: Bools
    was_buying: Bools


def code_of(campaign: Campaign) -> str:
    """The coupon code of a campaign."""
    return f"{campaign.key.replace('-', '').upper()}{campaign.percent}"


def run_campaigns(
    rng: np.random.Generator, people: People, purchases: Purchases, *, end: int
) -> tuple[Purchases, list[Exposure]]:
    """Draw audiences and holdouts, and add the purchases that campaigns cause."""
    exposures = [_expose(rng, people, purchases, number, end) for number in range(len(CAMPAIGNS))]
    coupon = purchases.coupon.copy()
    added: list[tuple[Ints, Ints, Ints, Ints]] = []
    for exposure in exposures:
        campaign = CAMPAIGNS[exposure.campaign]
        exposed = exposure.people[~exposure.held_out]
        reached = np.zeros(people.count, dtype=bool)
        reached[exposed] = True
        inside = (purchases.at >= exposure.start) & (
            purchases.at < exposure.start + WINDOW_DAYS * DAY
        )
        natural = np.flatnonzero(inside & reached[purchases.person])
        uses = rng.random(len(natural)) < COUPON_ON_OTHERS
        coupon[natural[uses]] = exposure.campaign
        can = exposure.people[~exposure.held_out & exposure.was_buying]
        caused = can[rng.random(len(can)) < campaign.uplift]
        days = np.floor(rng.beta(1.1, 2.2, size=len(caused)) * (WINDOW_DAYS - 2)) + 1
        wall = exposure.start // DAY * DAY + days.astype(np.int64) * DAY
        wall += (9 + rng.integers(0, 13, size=len(caused))) * HOUR
        wall += rng.integers(0, HOUR, size=len(caused))
        at = to_utc(wall, people.place[caused], latest=end - 1)
        used = rng.random(len(caused)) < COUPON_ON_CAUSED
        number = np.full(len(caused), exposure.campaign)
        added.append((caused, at, number, np.where(used, number, -1)))
    person, at, cause, used = (np.concatenate(parts) for parts in zip(*added, strict=True))
    person = np.concatenate([purchases.person, person])
    at = np.concatenate([purchases.at, at])
    order = np.lexsort((person, at))
    left_at = purchases.left_at.copy()
    caused_at = np.zeros(people.count, dtype=np.int64)
    for who, when, _cause, _used in added:
        np.maximum.at(caused_at, who, when)
    left = left_at != NEVER
    left_at[left] = np.maximum(left_at[left], caused_at[left])
    together = replace(
        purchases,
        person=person[order],
        at=at[order],
        campaign=np.concatenate([purchases.campaign, cause])[order],
        coupon=np.concatenate([coupon, used])[order],
        left_at=left_at,
    )
    return together, exposures


def _expose(
    rng: np.random.Generator, people: People, purchases: Purchases, number: int, end: int
) -> Exposure:
    campaign = CAMPAIGNS[number]
    start = end - campaign.days_before_end * DAY + 8 * HOUR
    known = np.flatnonzero(people.has_consent & (purchases.first_at < start))
    audience = known[rng.random(len(known)) < 0.85]
    return Exposure(
        campaign=number,
        start=start,
        people=audience,
        held_out=rng.random(len(audience)) < campaign.holdout,
        was_buying=purchases.left_at[audience] >= start,
    )
