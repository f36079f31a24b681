"""Web forms of three tools: newsletter (CSV), white papers (CSV), demo requests (Typeform)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from seeds.channels import DIRECT, draw_ads, draw_channels, utm
from seeds.identities import Appearance, Habits, appear
from seeds.people import person_key
from seeds.purchases import NEVER
from seeds.segment import anonymous_id
from seeds.world import World
from seeds.writing import DAY, HOUR, Bools, Ints, local_stamps, stamps, write_csv, write_jsonl

NEWSLETTER = (
    "entry_id",
    "submitted_at",
    "email",
    "first_name",
    "consent",
    "country",
    "page",
    "utm_source",
    "utm_medium",
    "utm_campaign",
)
PAPERS = (
    "Submission ID",
    "Date",
    "Name",
    "Work e-mail",
    "Company",
    "Job title",
    "Phone",
    "Country",
    "Paper",
    "May we write?",
    "utm",
)
PAPER_TITLES = ("The office coffee guide", "Water and extraction", "中国茶采购指南")
QUESTIONS = (
    ("Xq1dNameF", "short_text", "full_name", "What is your name?"),
    ("Xq2dMailF", "email", "work_email", "What is your work e-mail?"),
    ("Xq3dCompF", "short_text", "company", "Which company are you with?"),
    ("Xq4dTeamF", "number", "team_size", "How many people are in your office?"),
    ("Xq5dCtryF", "short_text", "country", "Which country are you in?"),
    ("Xq6dNeedF", "long_text", "need", "What do you need?"),
    ("Xq7dPhonF", "phone_number", "phone", "Your phone number"),
)
NEEDS = (
    "Machines and beans for 40 people",
    "Tea corner for our lobby",
    "每月办公室咖啡",
    "Price list, please",
)
LOOKS = {
    "newsletter": Habits(typo=0.01, junk=0.02, no_phone=1, other_mail=0.25, loud_mail=0.1),
    "white_paper": Habits(typo=0.03, junk=0.015, no_phone=0.5, local_phone=0.5, work_mail=0.8),
    "demo_request": Habits(typo=0.02, no_phone=0.3, household_phone=0, work_mail=0.9),
}


@dataclass(frozen=True)
class Entry:
    """One form sent by one person."""

    number: int
    person: int
    look: Appearance
    at: int
    utm: dict[str, str]


def write(directory: Path, world: World) -> dict[str, int]:
    """Write newsletter.csv, white_papers.csv and demo_requests.jsonl."""
    forms = make_entries(world)
    newsletter = (_signup(world, entry) for entry in forms["newsletter"])
    papers = (_paper(world, entry) for entry in forms["white_paper"])
    requests = (_typeform(world, entry) for entry in forms["demo_request"])
    return {
        "forms.newsletter": write_csv(directory / "newsletter.csv", NEWSLETTER, newsletter),
        "forms.white_papers": write_csv(
            directory / "white_papers.csv", PAPERS, papers, encoding="utf-8-sig"
        ),
        "forms.demo_requests": write_jsonl(directory / "demo_requests.jsonl", requests),
    }


def make_entries(world: World) -> dict[str, list[Entry]]:
    """Who sends which form when: mostly before the first purchase, if there is one."""
    people = world.people
    is_business = people.company >= 0
    chances = {
        "newsletter": np.where(people.is_buyer, 0.3, 0.65),
        "white_paper": np.where(is_business, 0.6, 0.03),
        "demo_request": np.where(is_business, 0.45, 0.0),
    }
    made: dict[str, list[Entry]] = {}
    for number, (form, chance) in enumerate(chances.items()):
        rng = world.dice(10 + number)
        sent = rng.random(people.count) < chance
        made[form] = _entries(world, rng, sent, form=form)
    return made


def _entries(world: World, rng: np.random.Generator, sent: Bools, *, form: str) -> list[Entry]:
    who = np.flatnonzero(sent)
    first = world.purchases.first_at[who]
    free = rng.integers(world.start, world.end - HOUR, size=len(who))
    before = first - rng.integers(HOUR, 45 * DAY, size=len(who))
    at = np.where((first == NEVER) | (rng.random(len(who)) < 0.25), free, before)
    at = np.maximum(at, world.start + rng.integers(0, 5 * DAY, size=len(who)))
    by_time: Ints = np.lexsort((who, at))
    channel = draw_channels(rng, np.ones(len(who), dtype=bool))
    ads = draw_ads(rng, world.people.place[who], channel)
    dice = rng.random((len(who), 10))
    return [
        Entry(
            number=number + 1,
            person=int(who[k]),
            look=appear(world.people, int(who[k]), dice[k], habits=LOOKS[form]),
            at=int(at[k]),
            utm=utm(int(channel[k]), int(ads[k]), "") if channel[k] != DIRECT else {},
        )
        for number, k in enumerate(by_time.tolist())
    ]


def record_key(entry: Entry) -> str:
    """The name of the person a form makes known: by e-mail, else by phone."""
    mail = entry.look.email.strip().lower()
    return f"forms:email:{mail}" if mail else f"forms:phone:{entry.look.phone}"


def form_keys(world: World) -> Iterator[tuple[str, str]]:
    """Truth: person and record of every form sent."""
    for entries in make_entries(world).values():
        for entry in entries:
            yield person_key(entry.person), record_key(entry)


_moment = partial(np.array, dtype=np.int64)


def _signup(world: World, entry: Entry) -> tuple[Any, ...]:
    consents = "yes" if world.people.has_consent[entry.person] else "no"
    return (
        f"nl-{entry.number:06d}",
        local_stamps(_moment([entry.at]), "America/New_York")[0].replace("T", " "),
        entry.look.email,
        entry.look.first,
        consents,
        world.people.where(entry.person).country,
        "https://shop.example/newsletter",
        entry.utm.get("source", ""),
        entry.utm.get("medium", ""),
        entry.utm.get("campaign", ""),
    )


def _paper(world: World, entry: Entry) -> tuple[Any, ...]:
    wall = local_stamps(_moment([entry.at]), "Europe/London")[0]
    people, person = world.people, entry.person
    firm = int(people.company[person])
    return (
        f"WP{entry.number:05d}",
        f"{wall[8:10]}/{wall[5:7]}/{wall[:4]} {wall[11:]}",
        entry.look.full,
        entry.look.email,
        world.companies[firm].name if firm >= 0 else "",
        people.job_title[person],
        entry.look.phone,
        people.where(person).country_name,
        PAPER_TITLES[entry.number % 3],
        "Yes" if people.has_consent[person] else "No",
        "&".join(f"utm_{name}={value}" for name, value in entry.utm.items()),
    )


def _typeform(world: World, entry: Entry) -> dict[str, Any]:
    people, person = world.people, entry.person
    firm = world.companies[int(people.company[person])]
    told: dict[str, Any] = {
        "full_name": entry.look.full,
        "work_email": entry.look.email,
        "company": firm.name,
        "team_size": firm.employees,
        "country": people.where(person).country,
        "need": NEEDS[entry.number % len(NEEDS)],
        "phone": entry.look.phone,
    }
    landed, sent = stamps(_moment([entry.at - 75, entry.at]))
    browser = anonymous_id(world.seed, person * 2) if people.is_buyer[person] else ""
    hidden = {f"utm_{name}": entry.utm.get(name, "") for name in ("source", "medium", "campaign")}
    token = f"{entry.number * 2654435761 % (1 << 60):015x}"
    return {
        "event_id": f"01H{entry.number:023d}",
        "event_type": "form_response",
        "form_response": {
            "form_id": "KdEm0R3q",
            "token": token,
            "landed_at": f"{landed}Z",
            "submitted_at": f"{sent}Z",
            "hidden": {**hidden, "anonymous_id": browser},
            "definition": {
                "id": "KdEm0R3q",
                "title": "Ask for a demo",
                "fields": [
                    {"id": key, "ref": ref, "type": kind, "title": title}
                    for key, kind, ref, title in QUESTIONS
                ],
            },
            "answers": [
                _answer(*question[:3], told[question[2]])
                for question in QUESTIONS
                if told[question[2]]
            ],
        },
    }


def _answer(key: str, kind: str, ref: str, value: Any) -> dict[str, Any]:
    name = "text" if kind in ("short_text", "long_text") else kind
    return {"type": name, name: value, "field": {"id": key, "type": kind, "ref": ref}}
