"""How one person looks in each system: typos, other addresses, shared phones, gaps and junk."""

from dataclasses import dataclass

import numpy as np

from seeds.people import People

JUNK_MAILS = ("test@example.com", "null", "none", "n/a", "noreply@example.com", "test@")
JUNK_PHONES = ("0000000000", "123456", "null", "13800138000", "n/a")
#: what the cashier types when a buyer gives no number
SHOP_PHONES = {"US": "+12125550142", "GB": "+442079460142", "CN": "+862161550142"}


@dataclass(frozen=True)
class Habits:
    """How often a system's records are off, as shares of its records."""

    typo: float = 0.03
    junk: float = 0.01
    no_mail: float = 0.0
    no_phone: float = 0.25
    household_phone: float = 0.5
    local_phone: float = 0.25
    loud_mail: float = 0.05
    other_mail: float = 0.12
    native: float = 0.5
    work_mail: float = 0.0


@dataclass(frozen=True)
class Appearance:
    """What a record says of its person."""

    first: str
    last: str
    email: str
    phone: str

    @property
    def full(self) -> str:
        """The name as one text; Chinese names without a space."""
        if self.last and "\u4e00" <= self.last[0] <= "\u9fff":
            return self.last + self.first
        return f"{self.first} {self.last}".strip()


def appear(
    people: People, person: int, dice: np.ndarray, *, habits: Habits, second: bool = False
) -> Appearance:
    """The record of a person in a system; `dice` are ten numbers from 0 to 1."""
    first, last = people.first[person], people.last[person]
    if people.native[person] and dice[0] < habits.native:
        native = people.native[person]
        first, last = native[1:], native[0]
    elif dice[1] < habits.typo:
        first = typo(first, float(dice[1] / habits.typo))
    elif dice[1] < 2 * habits.typo:
        last = typo(last, float(dice[1] / habits.typo - 1))
    email = _mail(people, person, dice, habits, second=second)
    phone = _phone(people, person, dice, habits)
    if dice[9] < habits.junk:
        email = JUNK_MAILS[int(dice[9] / habits.junk * len(JUNK_MAILS))]
    elif dice[9] > 1 - habits.junk:
        phone = JUNK_PHONES[int((1 - dice[9]) / habits.junk * len(JUNK_PHONES))]
    return Appearance(first, last, email, phone)


def _mail(people: People, person: int, dice: np.ndarray, habits: Habits, *, second: bool) -> str:
    if dice[2] < habits.no_mail:
        return ""
    email = people.email[person]
    if people.second_email[person] and (second or dice[3] < habits.other_mail):
        email = people.second_email[person]
    elif people.work_email[person] and dice[3] > 1 - habits.work_mail:
        email = people.work_email[person]
    if dice[4] < habits.loud_mail:
        return email.upper() if dice[4] < habits.loud_mail / 2 else f" {email.title()} "
    return email


def _phone(people: People, person: int, dice: np.ndarray, habits: Habits) -> str:
    if dice[5] < habits.no_phone:
        return ""
    phone = people.phone[person]
    if people.household_phone[person] and dice[6] < habits.household_phone:
        phone = people.household_phone[person]
    if dice[7] < habits.local_phone:
        return local_form(phone, people.where(person).country, float(dice[8]))
    return phone


def local_form(phone: str, country: str, dice: float) -> str:
    """A number as people of its country write it."""
    if country == "US":
        area, exchange, line = phone[2:5], phone[5:8], phone[8:]
        return f"({area}) {exchange}-{line}" if dice < 0.6 else f"{area}.{exchange}.{line}"
    if country == "CN":
        return phone[3:] if dice < 0.6 else f"{phone[3:6]} {phone[6:10]} {phone[10:]}"
    rest = phone[3:]
    return f"0{rest[:4]} {rest[4:]}" if dice < 0.7 else f"00{phone[1:3]} {rest}"


def typo(word: str, dice: float) -> str:
    """A word with one slip of the finger: two letters swapped, one lost or one doubled."""
    if len(word) < 4:
        return word
    spot = 1 + int(dice * 997) % (len(word) - 2)
    kind = int(dice * 3)
    if kind == 0:
        return word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :]
    return word[:spot] + word[spot + 1 :] if kind == 1 else word[: spot + 1] + word[spot:]
