"""What people ask the service desk, when it answers and what they think of it."""

from dataclasses import dataclass

import numpy as np

from seeds.identities import Appearance, Habits, appear
from seeds.orders import FINE
from seeds.world import World
from seeds.writing import DAY, HOUR

FIRST_AGENT, FIRST_USER = 360_100_001, 1_900_000_000_001
GROUPS = {360_500_001: "Orders", 360_500_002: "Products", 360_500_003: "中国客服"}
HABITS = Habits(no_mail=0.12, no_phone=0.45, native=0.75, other_mail=0.2, local_phone=0.5)

REFUND, TOPIC_COUNT = 2, 7


@dataclass(frozen=True)
class Ticket:
    """A request and what came of it; 0 for moments that did not happen."""

    id: int
    person: int
    order: int
    topic: int
    is_chinese: bool
    created_at: int
    replied_at: int
    answered_at: int
    solved_at: int
    status: str
    channel: str
    agent: int
    group: int
    rating: str


@dataclass(frozen=True)
class Desk:
    """All tickets, and the user each person is at the desk."""

    tickets: list[Ticket]
    users: dict[int, int]
    looks: dict[int, Appearance]


def make_desk(world: World) -> Desk:
    """Draw tickets: about one in seven orders asks something, more often when it came back."""
    rng = world.dice(15)
    orders = world.orders
    chance = np.where(orders.refunded_at > 0, 0.55, np.where(orders.state != FINE, 0.3, 0.11))
    asked = np.flatnonzero(rng.random(orders.count) < chance)
    created = orders.at[asked] + rng.integers(2 * HOUR, 12 * DAY, size=len(asked))
    asked = asked[created < world.end - HOUR]
    created = created[created < world.end - HOUR]
    by_time = np.lexsort((asked, created))
    tickets = [
        _ticket(world, rng.random(8), number + 1, order=int(asked[k]), at=int(created[k]))
        for number, k in enumerate(by_time.tolist())
    ]
    people = sorted({ticket.person for ticket in tickets})
    users = {person: FIRST_USER + number * 160 for number, person in enumerate(people)}
    dice = rng.random((len(people), 10))
    looks = {p: appear(world.people, p, dice[k], habits=HABITS) for k, p in enumerate(people)}
    return Desk(tickets, users, looks)


def _ticket(world: World, dice: np.ndarray, number: int, *, order: int, at: int) -> Ticket:
    person = int(world.orders.person[order])
    is_chinese = bool(world.people.native[person]) and world.people.where(person).country == "CN"
    replied = at + int(600 + 9 * HOUR * dice[0] ** 2 * (2.0 if is_chinese else 1.0))
    answered = replied + int(HOUR + 1.5 * DAY * dice[1])
    solved = answered + int(1800 + 4 * DAY * dice[2] ** 2)
    if dice[3] < 0.04:
        solved = world.end
    moments = [moment if moment < world.end else 0 for moment in (replied, answered, solved)]
    status = "new" if not moments[0] else "open" if dice[4] < 0.5 else "pending"
    status = "hold" if status == "open" and dice[4] < 0.08 else status
    if moments[2]:
        status = "closed" if solved + 20 * DAY < world.end else "solved"
    slow = (replied - at) > 5 * HOUR
    rating = "offered" if moments[2] else "unoffered"
    if moments[2] and dice[5] < 0.45:
        rating = "bad" if dice[6] < (0.42 if slow else 0.12) else "good"
    agent = 3 + number % 2 if is_chinese else number % 4 if number % 4 < 3 else 5
    return Ticket(
        id=1000 + number,
        person=person,
        order=order,
        topic=REFUND if world.orders.refunded_at[order] else int(dice[7] * TOPIC_COUNT),
        is_chinese=is_chinese,
        created_at=at,
        replied_at=moments[0],
        answered_at=moments[1],
        solved_at=moments[2],
        status=status,
        channel=("email", "web", "chat")[number % 3],
        agent=FIRST_AGENT + agent,
        group=360_500_003 if is_chinese else 360_500_001 + number % 2,
        rating=rating,
    )
