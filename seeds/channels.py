"""How visitors find the shop, and the advertisements that bring some of them."""

from dataclasses import dataclass

import numpy as np

from seeds.people import People
from seeds.places import PLACES
from seeds.writing import Ints

CHANNELS = ("direct", "organic_search", "paid_search", "paid_social", "email", "referral")
DIRECT, ORGANIC, SEARCH, SOCIAL, EMAIL, REFERRAL = range(6)
FIRST_VISIT = np.array([0.16, 0.24, 0.28, 0.20, 0.03, 0.09])
LATER_VISIT = np.array([0.42, 0.20, 0.09, 0.07, 0.18, 0.04])


@dataclass(frozen=True)
class Ad:
    """An advertising campaign on a platform and what a click costs there, in cents."""

    platform: str
    id: str
    name: str
    channel: int
    countries: tuple[str, ...]
    click_cost: int
    click_rate: float


ADS: tuple[Ad, ...] = (
    Ad("google", "21480011", "Brand search US", SEARCH, ("US",), 95, 0.062),
    Ad("google", "21480012", "Coffee generic US", SEARCH, ("US",), 210, 0.031),
    Ad("google", "21480013", "Search UK and EU", SEARCH, ("GB", "DE", "FR"), 160, 0.038),
    Ad("meta", "120210440071", "Prospecting US", SOCIAL, ("US",), 120, 0.011),
    Ad("meta", "120210440072", "Prospecting EU", SOCIAL, ("GB", "DE", "FR"), 105, 0.012),
    Ad("meta", "120210440073", "Retargeting CN", SOCIAL, ("CN",), 70, 0.015),
    Ad("baidu", "bd-700301", "品牌词", SEARCH, ("CN",), 310, 0.055),
    Ad("baidu", "bd-700302", "通用词 咖啡", SEARCH, ("CN",), 540, 0.024),
)
CURRENCIES = {"google": "USD", "meta": "EUR", "baidu": "CNY"}

_REFERRERS = {
    ORGANIC: "https://www.google.com/",
    REFERRAL: "https://coffeeblog.example/best-grinders",
    SOCIAL: "https://www.facebook.com/",
}


def draw_channels(rng: np.random.Generator, is_first: np.ndarray) -> Ints:
    """A channel for each visit; first visits come more from search and advertisements."""
    dice = rng.random(len(is_first))
    first = np.searchsorted(np.cumsum(FIRST_VISIT), dice).clip(max=5)
    later = np.searchsorted(np.cumsum(LATER_VISIT), dice).clip(max=5)
    return np.where(is_first, first, later)


def draw_ads(rng: np.random.Generator, place: Ints, channel: Ints) -> Ints:
    """The advertisement behind each paid visit, -1 for the others."""
    dice = rng.random(len(place))
    ad = np.full(len(place), -1)
    for country in sorted({where.country for where in PLACES}):
        here = np.isin(place, [i for i, where in enumerate(PLACES) if where.country == country])
        for paid in (SEARCH, SOCIAL):
            fits = [
                i for i, one in enumerate(ADS) if one.channel == paid and country in one.countries
            ]
            chosen = here & (channel == paid)
            ad[chosen] = np.array(fits)[(dice[chosen] * len(fits)).astype(int)]
    return ad


def utm(channel: int, ad: int, campaign: str) -> dict[str, str]:
    """The utm parameters a visit carries: source, medium, campaign; empty without."""
    if ad >= 0:
        source = {"google": "google", "meta": "facebook", "baidu": "baidu"}[ADS[ad].platform]
        medium = "cpc" if channel == SEARCH else "paid_social"
        return {"source": source, "medium": medium, "campaign": ADS[ad].id}
    if channel == EMAIL:
        return {"source": "klaviyo", "medium": "email", "campaign": campaign or "newsletter"}
    return {}


def referrer(channel: int, country: str) -> str:
    """The page a visit comes from."""
    if country == "CN" and channel in (ORGANIC, SEARCH):
        return "https://www.baidu.com/"
    if channel == SEARCH:
        return "https://www.google.com/"
    return _REFERRERS.get(channel, "")


def query(parameters: dict[str, str]) -> str:
    """utm parameters as the tail of an address."""
    if not parameters:
        return ""
    return "?" + "&".join(f"utm_{name}={value}" for name, value in parameters.items())


def country_of(people: People, person: int) -> str:
    """The country of a person."""
    return people.where(person).country
