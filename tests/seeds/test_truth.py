"""What is hidden in the sample company is really there: people, leaving, effects, the weak step."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import phonenumbers

from seeds.campaigns import CAMPAIGNS, WINDOW_DAYS
from seeds.places import WEAK_REGION
from seeds.purchases import NEVER
from seeds.sessions import COMPLETES, COMPLETES_WEAK, step_by_region
from seeds.world import World
from seeds.writing import DAY

from .conftest import Exports


def test_people_repeat_across_systems(exports: Exports) -> None:
    systems: defaultdict[str, set[str]] = defaultdict(set)
    for row in exports.rows("truth/records.csv"):
        systems[row["person"]].add(row["record"].split(":")[0])
    counts = Counter(len(found) for found in systems.values())
    assert sum(count for size, count in counts.items() if size >= 2) > 0.4 * len(systems)
    assert max(counts) >= 4


def test_every_account_of_a_shop_is_somebody(exports: Exports) -> None:
    known = {row["record"] for row in exports.rows("truth/records.csv")}
    for customer in exports.lines("shopify/customers.jsonl"):
        assert f"shopify:{customer['id']}" in known
    for page in exports.pages("zendesk/users-*"):
        for user in page["users"]:
            assert user["role"] == "agent" or f"zendesk:{user['id']}" in known


def test_truth_of_orders_equals_the_totals(exports: Exports) -> None:
    sums: Counter[str] = Counter()
    for row in exports.rows("truth/orders.csv"):
        shop = row["order"].split(":")[0]
        sums[f"{shop}.orders"] += 1
        for name in ("gross", "discount", "refund", "net"):
            sums[f"{shop}.{name}"] += round(float(row[name]) * 100)
    for shop in ("shopify", "woocommerce"):
        assert sums[f"{shop}.orders"] == exports.totals[f"{shop}.orders"]
        for name in ("gross", "discount", "refund", "net"):
            told = round(float(exports.totals[f"{shop}.{name}"]) * 100)
            assert sums[f"{shop}.{name}"] == told


def test_phones_and_addresses_are_of_one_person_each(world: World) -> None:
    people = world.people
    mails = [*people.email, *(mail for mail in people.second_email if mail)]
    assert len(set(mails)) == len(mails)
    assert len(set(people.phone)) > 0.999 * people.count
    sample = [phonenumbers.parse(phone) for phone in people.phone[:1500]]
    valid = sum(phonenumbers.is_valid_number(number) for number in sample)
    assert valid > 0.97 * len(sample)


def test_households_share_a_name_and_a_phone(world: World) -> None:
    people = world.people
    second = np.flatnonzero(
        (people.household >= 0) & (people.household == np.arange(people.count) - 1)
    )
    assert len(second) > 0.03 * people.count
    for person in second[:200].tolist():
        assert people.household_phone[person] == people.household_phone[person - 1]
        assert people.last[person] == people.last[person - 1]
        assert people.first[person] != people.first[person - 1]


def test_nobody_buys_after_leaving_or_outside_history(world: World) -> None:
    purchases = world.purchases
    assert purchases.at.min() >= world.start - DAY
    assert purchases.at.max() < world.end
    assert (purchases.at <= purchases.left_at[purchases.person]).all()
    assert (purchases.first_at[purchases.person] <= purchases.at).all()


def test_buying_follows_rates_and_leaving(world: World) -> None:
    purchases = world.purchases
    counts = np.bincount(purchases.person, minlength=world.people.count)
    buyers = counts > 0
    left = (purchases.left_at != NEVER) & buyers
    assert 0.3 < left.sum() / buyers.sum() < 0.7
    early = buyers & (purchases.first_at < world.start + 180 * DAY)
    staying = early & ~left
    eager = staying & (purchases.rate > np.median(purchases.rate[staying]))
    assert counts[eager].mean() > 3 * counts[staying & ~eager].mean()
    loyal = early & (purchases.leave_probability < 0.1)
    fickle = early & (purchases.leave_probability > 0.3)
    assert left[fickle].mean() > left[loyal].mean() + 0.3


def test_campaigns_have_the_effect_that_the_truth_tells(world: World) -> None:
    purchases = world.purchases
    for exposure in world.exposures:
        campaign = CAMPAIGNS[exposure.campaign]
        ends = exposure.start + WINDOW_DAYS * DAY
        inside = (purchases.at >= exposure.start) & (purchases.at < ends)
        bought = np.bincount(purchases.person[inside], minlength=world.people.count)
        seen = bought[exposure.people[~exposure.held_out]]
        held = bought[exposure.people[exposure.held_out]]
        effect = campaign.uplift * exposure.was_buying[~exposure.held_out].mean()
        error = np.sqrt(seen.var() / len(seen) + held.var() / len(held))
        assert abs((seen.mean() - held.mean()) - effect) < 4 * error, campaign.key
        if campaign.uplift >= 0.12 and len(held) > 400:
            assert seen.mean() - held.mean() > 2 * error, campaign.key
        caused = int((purchases.campaign == exposure.campaign).sum())
        assert caused == 0 if campaign.uplift == 0 else caused > 0


def test_one_step_is_weak_in_one_region_only(world: World) -> None:
    for region, reached, ordered in step_by_region(world.sessions):
        true = COMPLETES_WEAK if region == WEAK_REGION else COMPLETES
        error = np.sqrt(true * (1 - true) / reached)
        assert abs(ordered / reached - true) < 4 * error, region


def test_a_larger_company_grows_in_proportion(world: World, exports: Exports) -> None:
    small = exports.totals["shopify.orders"] + exports.totals["woocommerce.orders"]
    assert 0.6 < (world.orders.count / world.people.count) / (small / 300) < 1.6
