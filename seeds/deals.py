"""How deals go: stage by stage until they are won, lost or still open."""

from dataclasses import dataclass

import numpy as np

from seeds.world import World
from seeds.writing import DAY, HOUR

OWNERS = ("Priya Shah", "Tom Becker", "陈晓明", "Laura Rossi", "James Okafor")
STAGES = ("Qualification", "Needs Analysis", "Proposal", "Negotiation")
CHANCES = {"Qualification": 10, "Needs Analysis": 25, "Proposal": 50, "Negotiation": 75}
ON_WARD = (0.8, 0.82, 0.84, 0.78)
LOST = ("Price", "Chose a competitor", "No budget", "No reply", "Timing")
SOURCES = ("Demo request", "White paper", "Trade fair", "Referral", "Outbound")


@dataclass(frozen=True)
class Deal:
    """A deal and the moments at which it entered its stages."""

    number: int
    company: int
    contact: int
    stages: tuple[str, ...]
    entered: tuple[int, ...]
    amount: int
    lead_source: str
    lost_reason: str
    owner: str


def make_deals(world: World) -> list[Deal]:
    """Draw deals: each moves stage by stage until it is won, lost or still open at the end."""
    rng = world.dice(32)
    people = np.flatnonzero(world.people.company >= 0)
    contacts: dict[int, list[int]] = {}
    for person in people.tolist():
        contacts.setdefault(int(world.people.company[person]), []).append(person)
    deals: list[Deal] = []
    for company in range(len(world.companies)):
        for _ in range(int(rng.poisson(4.0))):
            known = contacts.get(company, [])
            person = known[int(rng.integers(len(known)))] if known else -1
            deals.append(_draw(world, rng, len(deals) + 1, company=company, contact=person))
    return deals


def _draw(
    world: World, rng: np.random.Generator, number: int, *, company: int, contact: int
) -> Deal:
    day = int(rng.integers(world.start, world.end - 2 * DAY)) // DAY * DAY
    moment = min(day + 10 * HOUR + int(rng.integers(0, 7 * HOUR)) // 60 * 60, world.end - HOUR)
    stages, entered = [STAGES[0]], [moment]
    lost = ""
    for onward, following in zip(ON_WARD, (*STAGES[1:], "Closed Won"), strict=True):
        moment += (2 + int(rng.gamma(1.6, 16.0))) * DAY
        moment += int(rng.integers(-90, 90)) * 60
        is_on = rng.random() < onward
        if moment >= world.end:
            break
        stages.append(following if is_on else "Closed Lost")
        entered.append(moment)
        if not is_on:
            lost = LOST[int(rng.integers(len(LOST)))]
            break
    size = world.companies[company].employees
    return Deal(
        number=number,
        company=company,
        contact=contact,
        stages=tuple(stages),
        entered=tuple(entered),
        amount=int(np.exp(rng.normal(7.2, 0.7)) * (1 + size / 300)) * 100,
        lead_source=SOURCES[int(rng.integers(len(SOURCES)))],
        lost_reason=lost,
        owner=OWNERS[company % len(OWNERS)],
    )
