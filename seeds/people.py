"""The real people behind the exports: who they are, where, and how they can be reached."""

import unicodedata
from collections import Counter
from dataclasses import dataclass

import numpy as np

from seeds import names
from seeds.companies import Company
from seeds.places import MOBILES, PLACES, Place
from seeds.writing import Bools, Ints

MAIL_DOMAINS = {
    "US": ("example.com", "mail.example", "example.org", "post.example"),
    "GB": ("example.com", "mail.example", "example.org", "post.example"),
    "DE": ("example.net", "web.example", "mail.example"),
    "FR": ("example.net", "courriel.example", "mail.example"),
    "CN": ("qq.example", "163.example", "example.com"),
}


@dataclass(frozen=True)
class People:
    """One entry per real person in every list; -1 or "" where a person has none."""

    place: Ints
    first: list[str]
    last: list[str]
    native: list[str]
    gender: list[str]
    birth_year: Ints
    email: list[str]
    second_email: list[str]
    phone: list[str]
    household: Ints
    household_phone: list[str]
    is_buyer: Bools
    company: Ints
    work_email: list[str]
    job_title: list[str]
    has_consent: Bools

    @property
    def count(self) -> int:
        """How many people there are."""
        return len(self.first)

    def where(self, person: int) -> Place:
        """The place a person lives in."""
        return PLACES[int(self.place[person])]


def person_key(person: int) -> str:
    """The truth's name of a person."""
    return f"p{person + 1:07d}"


def make_people(rng: np.random.Generator, count: int, *, companies: list[Company]) -> People:
    """Draw `count` people: households share a family name and a phone, a few work for companies."""
    weights = np.array([place.weight for place in PLACES])
    place = rng.choice(len(PLACES), size=count, p=weights / weights.sum())
    starts = rng.random(count) < 0.06
    starts[:1] = False
    follows = starts & ~np.roll(starts, 1)
    follows[:1] = False
    index = np.arange(count)
    household = np.where(follows, index - 1, np.where(np.roll(follows, -1), index, -1))
    household[-1:] = np.where(follows[-1:], index[-1:] - 1, -1)
    place = np.where(follows, np.roll(place, 1), place)
    gender = ["F" if dice < 0.52 else "M" for dice in rng.random(count)]
    first, last, native = _names(rng, place, gender=gender, follows=follows)
    birth_year = rng.integers(1948, 2006, size=count)
    phones = _phones(count, place)
    company = np.where(rng.random(count) < 0.09, rng.integers(0, len(companies), size=count), -1)
    local = [ascii_letters(name) for name in first], [ascii_letters(name) for name in last]
    domains = [companies[firm].domain if firm >= 0 else "" for firm in company.tolist()]
    email, second, work = _mails(rng, local, place, birth_year=birth_year, domains=domains)
    titles = rng.choice(len(names.JOB_TITLES), size=count)
    return People(
        place=place,
        first=first,
        last=last,
        native=native,
        gender=gender,
        birth_year=birth_year,
        email=email,
        second_email=second,
        phone=phones,
        household=household,
        household_phone=_household_phones(household, place),
        is_buyer=rng.random(count) < 0.88,
        company=company,
        work_email=work,
        job_title=[
            names.JOB_TITLES[title] if firm >= 0 else ""
            for title, firm in zip(titles, company, strict=True)
        ],
        has_consent=rng.random(count) < 0.82,
    )


def _names(
    rng: np.random.Generator, place: Ints, *, gender: list[str], follows: Bools
) -> tuple[list[str], list[str], list[str]]:
    abroad = rng.random(len(place))
    dice = rng.random((len(place), 2))
    first: list[str] = []
    last: list[str] = []
    native: list[str] = []
    family, native_family = "", ""
    for i, where in enumerate(place.tolist()):
        culture = PLACES[where].country
        if culture in ("US", "GB") and abroad[i] < 0.09:
            culture = "CN"
        given, own, native_given, native_own = _draw(culture, gender[i], dice[i])
        if not follows[i]:
            family, native_family = own, native_own
        elif given == first[-1]:
            given, native_given = ("Alex", "安") if gender[i] == "F" else ("Robin", "平")
        first.append(given)
        last.append(family)
        has_native = bool(native_family and native_given)
        native.append(native_family + native_given if has_native else "")
    return first, last, native


def _draw(culture: str, gender: str, dice: np.ndarray) -> tuple[str, str, str, str]:
    """A given name and a family name, and both in Chinese characters where there are any."""
    if culture == "CN":
        givens = names.CHINESE_WOMEN if gender == "F" else names.CHINESE_MEN
        native_given, given = givens[int(dice[0] * len(givens))]
        native, family = names.CHINESE_FAMILIES[int(dice[1] * len(names.CHINESE_FAMILIES))]
        return given, family, native_given, native
    women, men, families = {
        "DE": (names.GERMAN_WOMEN, names.GERMAN_MEN, names.GERMAN_FAMILIES),
        "FR": (names.FRENCH_WOMEN, names.FRENCH_MEN, names.FRENCH_FAMILIES),
    }.get(culture, (names.ENGLISH_WOMEN, names.ENGLISH_MEN, names.ENGLISH_FAMILIES))
    plain = women if gender == "F" else men
    return plain[int(dice[0] * len(plain))], families[int(dice[1] * len(families))], "", ""


def ascii_letters(text: str) -> str:
    """Lower-case letters of a name as they go into an address: O'Brien -> obrien."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(c for c in plain.lower() if c.isascii() and c.isalnum())


def _mails(
    rng: np.random.Generator,
    local: tuple[list[str], list[str]],
    place: Ints,
    *,
    birth_year: Ints,
    domains: list[str],
) -> tuple[list[str], list[str], list[str]]:
    dice = rng.random((len(place), 4))
    taken: Counter[str] = Counter()
    email: list[str] = []
    second: list[str] = []
    work: list[str] = []
    for i, (given, family) in enumerate(zip(*local, strict=True)):
        hosts = MAIL_DOMAINS[PLACES[int(place[i])].country]
        forms = (
            f"{given}.{family}",
            f"{given[0]}.{family}",
            f"{family}{given}",
            f"{given}{family[0]}",
        )
        main = forms[int(dice[i, 0] * 4)]
        email.append(_unique(taken, main, hosts[int(dice[i, 1] * len(hosts))]))
        other = ""
        if dice[i, 2] < 0.28:
            domain = hosts[int(dice[i, 3] * len(hosts))]
            other = _unique(taken, f"{given}{birth_year[i] % 100:02d}", domain)
        second.append(other)
        work.append(_unique(taken, f"{given}.{family}", domains[i]) if domains[i] else "")
    return email, second, work


def _unique(taken: Counter[str], local: str, domain: str) -> str:
    taken[f"{local}@{domain}"] += 1
    number = taken[f"{local}@{domain}"]
    return f"{local}@{domain}" if number == 1 else f"{local}_{number}@{domain}"


def phone_number(country: str, key: int) -> str:
    """The mobile number with a given key in a country, E.164; other keys give other numbers."""
    code, prefixes, digits = MOBILES[country]
    space = 690 * 10_000 if country == "US" else 10**digits
    spread = (key * 1_000_003 + 424_243) % (space * len(prefixes))
    prefix = prefixes[spread % len(prefixes)]
    rest = spread // len(prefixes)
    if country != "US":
        return f"{code}{prefix}{rest:0{digits}d}"
    exchange = 220 + rest // 10_000
    if exchange % 100 == 11:
        exchange += 89 if exchange > 300 else 1
    return f"{code}{prefix}{exchange}{rest % 10_000:04d}"


def _phones(count: int, place: Ints) -> list[str]:
    return [phone_number(PLACES[int(place[i])].country, 2 * i) for i in range(count)]


def _household_phones(household: Ints, place: Ints) -> list[str]:
    return [
        phone_number(PLACES[int(place[i])].country, 2 * int(home) + 1) if home >= 0 else ""
        for i, home in enumerate(household)
    ]
