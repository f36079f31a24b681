"""The Zendesk service desk: users, tickets, comments, audits and ratings as its API pages them."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from seeds import ticket_texts as texts
from seeds.desk import FIRST_AGENT, Desk, Ticket, make_desk
from seeds.identities import Appearance
from seeds.people import person_key
from seeds.world import World
from seeds.writing import DAY, HOUR, stamps, write_jsonl, write_pages

URL = "https://lantern.zendesk.com/api/v2"
PAGE = 1000
FIRST_EVENT = 33_100_000_000_001
AGENTS = ("Nadia Brown", "Tim Keller", "Sofia Marin", "林晓", "赵雪", "Daniel Osei")


def write(directory: Path, world: World) -> dict[str, int]:
    """Write pages of users, tickets and ratings, and JSON lines of comments and audits."""
    desk = make_desk(world)
    rated = [ticket for ticket in desk.tickets if ticket.rating in ("good", "bad")]
    users = chain(_agents(world), _users(world, desk))
    return {
        "zendesk.users": write_pages(directory, "users", users, size=PAGE, key="users"),
        "zendesk.tickets": write_pages(
            directory, "tickets", texts.tickets(world, desk), size=PAGE, key="tickets"
        ),
        "zendesk.comments": write_jsonl(directory / "comments.jsonl", texts.comments(world, desk)),
        "zendesk.audits": write_jsonl(directory / "audits.jsonl", _audits(desk)),
        "zendesk.ratings": write_pages(
            directory,
            "satisfaction_ratings",
            (_rating(desk, ticket) for ticket in rated),
            size=PAGE,
            key="satisfaction_ratings",
        ),
    }


def moments(*values: int) -> list[str]:
    """Moments as the API prints them."""
    return [f"{text}Z" for text in stamps(np.array(values, dtype=np.int64))]


def _agents(world: World) -> Iterator[dict[str, Any]]:
    since = moments(world.start - 30 * DAY)[0]
    for number, name in enumerate(AGENTS):
        mail = f"agent{number + 1}@lantern.example"
        look = Appearance(name, "", mail, "")
        yield _user(FIRST_AGENT + number, look, role="agent", opened=since, changed=since)


def _users(world: World, desk: Desk) -> Iterator[dict[str, Any]]:
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for ticket in desk.tickets:
        first.setdefault(ticket.person, ticket.created_at)
        last[ticket.person] = ticket.created_at
    for person, user in desk.users.items():
        look = desk.looks[person]
        opened, changed = moments(first[person], last[person])
        row = _user(user, look, role="end-user", opened=opened, changed=changed)
        row["locale"] = "zh-CN" if world.people.where(person).country == "CN" else "en-US"
        row["iana_time_zone"] = world.people.where(person).timezone
        yield row


def _user(user: int, look: Appearance, *, role: str, opened: str, changed: str) -> dict[str, Any]:
    return {
        "id": user,
        "url": f"{URL}/users/{user}.json",
        "name": look.full,
        "email": look.email or None,
        "phone": look.phone or None,
        "created_at": opened,
        "updated_at": changed,
        "locale": "en-US",
        "role": role,
        "verified": user % 5 != 1,
        "external_id": None,
        "tags": [],
        "active": True,
        "suspended": False,
    }


def user_keys(world: World) -> Iterator[tuple[str, str]]:
    """Truth: person and record of every user."""
    for person, user in make_desk(world).users.items():
        yield person_key(person), f"zendesk:{user}"


def steps(ticket: Ticket) -> list[tuple[int, str, str, int]]:
    """Status changes of a ticket: when, from, to, by whom (0: the desk itself)."""
    changes = [(ticket.replied_at, "new", "pending", ticket.agent)]
    changes.append((ticket.answered_at, "pending", "open", -1))
    changes.append((ticket.solved_at, "open", "solved", ticket.agent))
    if ticket.status == "closed":
        changes.append((ticket.solved_at + 4 * DAY, "solved", "closed", 0))
    return [change for change in changes if change[0]]


def _audits(desk: Desk) -> Iterator[dict[str, Any]]:
    for ticket in desk.tickets:
        base = FIRST_EVENT + ticket.id * 4096
        requester = desk.users[ticket.person]
        created = [
            {"id": base + 1, "type": "Create", "field_name": "status", "value": "new"},
            {
                "id": base + 2,
                "type": "Create",
                "field_name": "group_id",
                "value": str(ticket.group),
            },
        ]
        yield _audit(base, ticket, requester, ticket.created_at, created)
        for number, (at, before, after, who) in enumerate(steps(ticket)):
            key = base + 16 * (number + 1)
            change: dict[str, Any] = {"id": key + 1, "type": "Change", "field_name": "status"}
            events = [{**change, "value": after, "previous_value": before}]
            if number == 0:
                given = {"id": key + 2, "type": "Change", "field_name": "assignee_id"}
                events.append({**given, "value": str(ticket.agent), "previous_value": None})
            author = requester if who < 0 else who or -1
            yield _audit(key, ticket, author, at, events)


def _audit(
    key: int, ticket: Ticket, author: int, at: int, events: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "id": key,
        "ticket_id": ticket.id,
        "created_at": moments(at)[0],
        "author_id": author,
        "events": events,
        "via": {"channel": ticket.channel},
    }


def _rating(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    given = moments(ticket.solved_at + 2 * HOUR)[0]
    return {
        "id": 62_000_000_001 + ticket.id,
        "url": f"{URL}/satisfaction_ratings/{62_000_000_001 + ticket.id}.json",
        "ticket_id": ticket.id,
        "requester_id": desk.users[ticket.person],
        "assignee_id": ticket.agent,
        "group_id": ticket.group,
        "score": ticket.rating,
        "created_at": given,
        "updated_at": given,
        "comment": texts.remark(ticket.rating, is_chinese=ticket.is_chinese, number=ticket.id),
        "reason": "The issue took too long to resolve" if ticket.rating == "bad" else None,
    }
