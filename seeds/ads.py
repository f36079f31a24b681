"""Daily advertising reports of three platforms, each with its own columns, marks and encoding."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from seeds.channels import ADS, CHANNELS, CURRENCIES, Ad
from seeds.sessions import ORDER
from seeds.world import World
from seeds.writing import DAY, Ints, money, write_csv

GOOGLE = (
    "Day",
    "Campaign ID",
    "Campaign",
    "Currency code",
    "Cost",
    "Impr.",
    "Clicks",
    "Conversions",
)
META = (
    "Tag",
    "Kampagnen-ID",
    "Kampagnenname",
    "Ausgegebener Betrag (EUR)",
    "Impressionen",
    "Link-Klicks",
    "Ergebnisse",
)
BAIDU = ("日期", "推广计划ID", "推广计划", "消费", "展现", "点击", "转化")
PLAN = (
    "platform",
    "campaign_id",
    "name",
    "objective",
    "channel",
    "starts_on",
    "daily_budget",
    "currency",
)


def write(directory: Path, world: World) -> dict[str, int]:
    """Write google_ads.csv, meta_ads.csv, baidu_ads.csv and campaigns.csv."""
    rng = world.dice(20)
    clicks, conversions = _counted(world)
    clicks = clicks + rng.poisson(clicks * 0.15 + world.people.count / 8000)
    price = np.array([ad.click_cost for ad in ADS])[:, None]
    spend = np.floor(clicks * price * rng.uniform(0.8, 1.2, size=clicks.shape)).astype(np.int64)
    rate = np.array([ad.click_rate for ad in ADS])[:, None]
    shown = np.floor(clicks / (rate * rng.uniform(0.85, 1.15, size=clicks.shape))).astype(np.int64)
    days = np.arange(clicks.shape[1]) * DAY + world.start

    def rows(platform: str) -> Iterator[tuple[Any, Ad, int, int, int, int]]:
        numbers = [number for number, ad in enumerate(ADS) if ad.platform == platform]
        for day, moment in enumerate(days.astype("datetime64[s]").astype("datetime64[D]")):
            for ad in numbers:
                if clicks[ad, day]:
                    cost, seen = int(spend[ad, day]), int(shown[ad, day])
                    came, bought = int(clicks[ad, day]), int(conversions[ad, day])
                    yield moment.item(), ADS[ad], cost, seen, came, bought

    return {
        "ads.google": write_csv(
            directory / "google_ads.csv",
            GOOGLE,
            (
                (day, ad.id, ad.name, "USD", money(c), i, k, f"{v}.00")
                for day, ad, c, i, k, v in rows("google")
            ),
        ),
        "ads.meta": write_csv(
            directory / "meta_ads.csv",
            META,
            (
                (f"{day:%d.%m.%Y}", ad.id, ad.name, money(c).replace(".", ","), i, k, v)
                for day, ad, c, i, k, v in rows("meta")
            ),
            encoding="utf-8-sig",
            delimiter=";",
        ),
        "ads.baidu": write_csv(
            directory / "baidu_ads.csv",
            BAIDU,
            (
                (f"{day:%Y/%m/%d}", ad.id, ad.name, money(c), i, k, v)
                for day, ad, c, i, k, v in rows("baidu")
            ),
            encoding="gbk",
        ),
        "ads.campaigns": write_csv(directory / "campaigns.csv", PLAN, _plans(world)),
    }


def _counted(world: World) -> tuple[Ints, Ints]:
    """Visits and orders that each advertisement brought on each day."""
    sessions = world.sessions
    paid = np.flatnonzero(sessions.ad >= 0)
    days = (world.end - world.start) // DAY
    cell = sessions.ad[paid] * days + (sessions.start[paid] - world.start) // DAY
    bought = sessions.kind[paid] == ORDER
    size = len(ADS) * days
    visits = np.bincount(cell, minlength=size)
    orders = np.bincount(cell[bought], minlength=size)
    return visits.reshape(len(ADS), days), orders.reshape(len(ADS), days)


def _plans(world: World) -> Iterator[tuple[Any, ...]]:
    begins = np.datetime64(world.start, "s").astype("datetime64[D]").item()
    for ad in ADS:
        budget = max(10, world.people.count * ad.click_cost // 10_000)
        platform, channel = ad.platform, CHANNELS[ad.channel]
        yield platform, ad.id, ad.name, "traffic", channel, begins, budget, CURRENCIES[platform]
