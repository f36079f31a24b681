"""The companies that buy from the sample company."""

from dataclasses import dataclass

import numpy as np

from seeds import names
from seeds.places import PLACES, Place

INDUSTRIES = ("Hospitality", "Logistics", "Healthcare", "Education", "Technology", "Retail")


@dataclass(frozen=True)
class Company:
    """A company as the sales team knows it."""

    name: str
    domain: str
    place: int
    industry: str
    employees: int
    revenue: int

    @property
    def where(self) -> Place:
        """The place its office is in."""
        return PLACES[self.place]


def make_companies(rng: np.random.Generator, count: int) -> list[Company]:
    """Draw `count` companies with names and domains of their own."""
    places = rng.integers(0, len(PLACES), size=count)
    employees = np.exp(rng.normal(4.2, 1.1, size=count)).astype(int) + 5
    industries = rng.integers(0, len(INDUSTRIES), size=count)
    return [
        _company(i, int(places[i]), INDUSTRIES[int(industries[i])], int(employees[i]))
        for i in range(count)
    ]


def _company(i: int, place: int, industry: str, employees: int) -> Company:
    if PLACES[place].country == "CN":
        word, latin = names.CHINESE_COMPANY_WORDS[i % len(names.CHINESE_COMPANY_WORDS)]
        sector, latin_sector = names.CHINESE_COMPANY_KINDS[
            i // len(names.CHINESE_COMPANY_WORDS) % len(names.CHINESE_COMPANY_KINDS)
        ]
        turn = i // (len(names.CHINESE_COMPANY_WORDS) * len(names.CHINESE_COMPANY_KINDS))
        name = f"{PLACES[place].native_city}{word}{sector}有限公司" + (
            f"{turn + 1}部" if turn else ""
        )
        domain = f"{latin}{latin_sector}{i}.example"
    else:
        first = names.COMPANY_WORDS[i % len(names.COMPANY_WORDS)]
        second = names.COMPANY_KINDS[i // len(names.COMPANY_WORDS) % len(names.COMPANY_KINDS)]
        turn = i // (len(names.COMPANY_WORDS) * len(names.COMPANY_KINDS))
        name = f"{first} {second}" + (f" {turn + 1}" if turn else "")
        domain = f"{first}{second}{i}.example".lower()
    return Company(name, domain, place, industry, employees, employees * 145_000)
