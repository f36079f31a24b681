"""The sales team's CRM: companies, contacts, deals and every stage a deal went through."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from seeds import deals, marketing
from seeds.identities import Habits, appear
from seeds.people import People, person_key, phone_number
from seeds.world import World
from seeds.writing import DAY, local_stamps, write_csv

ZONE = "Europe/London"
CURRENCIES = {"US": "USD", "GB": "GBP", "DE": "EUR", "FR": "EUR", "CN": "CNY"}
HABITS = Habits(typo=0.03, no_mail=0.04, no_phone=0.3, native=0.8, household_phone=0, work_mail=0.8)

ACCOUNTS = [
    "Account ID",
    "Account Name",
    "Domain",
    "Industry",
    "Employees",
    "Annual Revenue",
    "Phone",
    "City",
    "Region",
    "Country",
    "Parent Account ID",
    "Owner",
    "Created",
]
CONTACTS = [
    "Contact ID",
    "Account ID",
    "First Name",
    "Last Name",
    "Email",
    "Phone",
    "Job Title",
    "City",
    "Region",
    "Country",
    "Email Opt In",
    "Created",
    "Modified",
]
DEALS = [
    "Deal ID",
    "Deal Name",
    "Account ID",
    "Contact ID",
    "Pipeline",
    "Stage",
    "Amount",
    "Currency",
    "Probability %",
    "Owner",
    "Region",
    "Lead Source",
    "Lost Reason",
    "Created",
    "Closed",
    "Expected Close",
    "Modified",
]
HISTORY = ["Deal ID", "Stage", "Previous Stage", "Entered", "Owner"]


def contact_id(person: int) -> str:
    """The CRM's id of a person."""
    return f"C{person + 1:07d}"


def _account_id(company: int) -> str:
    return f"A{company + 1:06d}"


def _clock(moment: int) -> str:
    """A moment as the CRM prints it: day first, London time, no zone."""
    wall = local_stamps(np.array([moment], dtype=np.int64), ZONE)[0]
    return f"{wall[8:10]}/{wall[5:7]}/{wall[:4]} {wall[11:16]}"


def write(directory: Path, world: World) -> dict[str, int]:
    """Write the CRM's tables and the marketing tool's campaigns beside them."""
    drawn = deals.make_deals(world)
    history = ((f"D{deal.number:06d}", *step) for deal in drawn for step in _steps(deal))
    return {
        "crm.accounts": write_csv(directory / "accounts.csv", ACCOUNTS, _accounts(world)),
        "crm.contacts": write_csv(directory / "contacts.csv", CONTACTS, _contacts(world)),
        "crm.deals": write_csv(directory / "deals.csv", DEALS, (_deal(world, d) for d in drawn)),
        "crm.deal_stages": write_csv(directory / "deal_stage_history.csv", HISTORY, history),
        **marketing.write(directory, world),
    }


def _accounts(world: World) -> Iterator[tuple[Any, ...]]:
    rng = world.dice(30)
    opened = rng.integers(world.start, world.end - 60 * DAY, size=len(world.companies))
    for number, company in enumerate(world.companies):
        place = company.where
        parent = _account_id(number - 9) if number > 10 and number % 11 == 0 else ""
        phone = phone_number(place.country, 3_000_000 + number)
        yield (
            _account_id(number),
            company.name,
            company.domain,
            company.industry,
            company.employees,
            company.revenue,
            phone,
            place.native_city or place.city,
            place.region,
            place.country,
            parent,
            deals.OWNERS[number % len(deals.OWNERS)],
            _clock(int(opened[number])),
        )


def _contacts(world: World) -> Iterator[tuple[Any, ...]]:
    rng = world.dice(31)
    people: People = world.people
    for person in np.flatnonzero(people.company >= 0).tolist():
        look = appear(people, person, rng.random(10), habits=HABITS)
        place = people.where(person)
        made = int(rng.integers(world.start, world.end - 30 * DAY))
        yield (
            contact_id(person),
            _account_id(int(people.company[person])),
            look.first,
            look.last,
            look.email,
            look.phone,
            people.job_title[person],
            place.city,
            place.region,
            place.country,
            "Yes" if people.has_consent[person] else "No",
            _clock(made),
            _clock(made + 20 * DAY),
        )


def contact_keys(world: World) -> Iterator[tuple[str, str]]:
    """Truth: person and record of every contact."""
    for person in np.flatnonzero(world.people.company >= 0).tolist():
        yield person_key(person), f"crm:{contact_id(person)}"


def _steps(deal: deals.Deal) -> Iterator[tuple[str, str, str, str]]:
    previous = ("", *deal.stages)
    for stage, before, moment in zip(deal.stages, previous, deal.entered, strict=False):
        yield stage, before, _clock(moment), deal.owner


def _deal(world: World, deal: deals.Deal) -> tuple[Any, ...]:
    company = world.companies[deal.company]
    stage = deal.stages[-1]
    closed = stage.startswith("Closed")
    chance = deals.CHANCES.get(stage, 100 if stage == "Closed Won" else 0)
    expected = np.datetime64(deal.entered[0] + 45 * DAY, "s").astype("datetime64[D]")
    return (
        f"D{deal.number:06d}",
        f"{company.name} - {'Office coffee' if deal.number % 2 else 'Tea corner'}",
        _account_id(deal.company),
        contact_id(deal.contact) if deal.contact >= 0 else "",
        "Wholesale",
        stage,
        f"{deal.amount // 100:,}.{deal.amount % 100:02d}",
        CURRENCIES[company.where.country],
        chance,
        deal.owner,
        company.where.region,
        deal.lead_source,
        deal.lost_reason,
        _clock(deal.entered[0]),
        _clock(deal.entered[-1]) if closed else "",
        f"{expected.item():%d/%m/%Y}",
        _clock(deal.entered[-1]),
    )
