"""The whole sample company: draws what happened, writes every system's exports and the truth."""

import shutil
from datetime import date
from pathlib import Path

from seeds import ads, crm, forms, segment, shopify, shopify_people, truth, woocommerce, zendesk
from seeds.campaigns import CAMPAIGNS
from seeds.world import World, make_world

UNTIL = date(2026, 6, 30)
SYSTEMS = ("shopify", "woocommerce", "forms", "zendesk", "segment", "ads", "crm", "truth")


def generate(
    directory: Path, *, customers: int = 2000, seed: int = 7, until: date = UNTIL
) -> dict[str, int]:
    """Write the exports of every system below a directory; how many records each file kind has.

    The same numbers give the same bytes. Folders of an earlier run are replaced.
    """
    if customers < 1:
        raise ValueError(f"customers must be at least 1, not {customers}")
    world = make_world(customers=customers, seed=seed, until=until)
    directory.mkdir(parents=True, exist_ok=True)
    for system in SYSTEMS:
        if (directory / system).exists():
            shutil.rmtree(directory / system)
    totals = {**_write_shops(directory, world), **_write_others(directory, world)}
    truth.write(directory / "truth", world, totals=totals)
    return totals


def _write_shops(directory: Path, world: World) -> dict[str, int]:
    people, orders = world.people, world.orders
    shop, woo = directory / "shopify", directory / "woocommerce"
    keys = tuple(campaign.key for campaign in CAMPAIGNS)
    return {
        "shopify.orders": shopify.write_orders(
            shop, people, orders, accounts=world.shopify, campaigns=keys
        ),
        "shopify.customers": shopify_people.write_customers(
            shop, people, world.shopify, end=world.end
        ),
        "shopify.products": shopify_people.write_products(shop, start=world.start),
        "shopify.checkouts": shopify_people.write_checkouts(
            shop, orders, world.sessions, accounts=world.shopify
        ),
        "woocommerce.orders": woocommerce.write_orders(
            woo, people, orders, accounts=world.woocommerce
        ),
        "woocommerce.customers": woocommerce.write_customers(woo, people, world.woocommerce),
        "woocommerce.products": woocommerce.write_products(woo, start=world.start),
    }


def _write_others(directory: Path, world: World) -> dict[str, int]:
    shop = segment.Shop(world.seed, world.people, world.orders, world.shopify, world.sessions)
    return {
        "segment.events": segment.write_events(directory / "segment", shop),
        **forms.write(directory / "forms", world),
        **zendesk.write(directory / "zendesk", world),
        **ads.write(directory / "ads", world),
        **crm.write(directory / "crm", world),
    }
