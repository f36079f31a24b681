"""Where the sample company's people live: country, region, city, dialling and shop habits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A city with what addresses, phones and clocks need to know of it."""

    country: str
    country_name: str
    region: str
    region_code: str
    city: str
    native_city: str
    postal: str
    street: str
    timezone: str
    weight: float
    shopify_share: float


_TABLE = """\
US|United States|New York|NY|New York||100{:02d}|{} Canal Street|America/New_York|9|0.95
US|United States|California|CA|San Francisco||941{:02d}|{} Haight Street|America/Los_Angeles|7|0.95
US|United States|California|CA|Los Angeles||900{:02d}|{} Sunset Blvd|America/Los_Angeles|5|0.95
US|United States|Illinois|IL|Chicago||606{:02d}|{} Lake Street|America/Chicago|5|0.95
US|United States|Texas|TX|Austin||787{:02d}|{} Lamar Boulevard|America/Chicago|5|0.95
US|United States|Washington|WA|Seattle||981{:02d}|{} Pike Street|America/Los_Angeles|4|0.95
GB|United Kingdom|England|ENG|London||SW{} 2AB|{} Mercer Street|Europe/London|10|0.55
GB|United Kingdom|England|ENG|Manchester||M{} 4EQ|{} Oldham Street|Europe/London|4|0.55
GB|United Kingdom|Scotland|SCT|Edinburgh||EH{} 3JT|{} Leith Walk|Europe/London|3|0.55
DE|Germany|Berlin|BE|Berlin||101{:02d}|Torstraße {}|Europe/Berlin|6|0.1
DE|Germany|Bavaria|BY|Munich||803{:02d}|Türkenstraße {}|Europe/Berlin|5|0.1
FR|France|Île-de-France|IDF|Paris||750{:02d}|{} rue Oberkampf|Europe/Paris|6|0.1
CN|China|Shanghai|SH|Shanghai|上海|2000{:02d}|淮海中路{}号|Asia/Shanghai|10|0.92
CN|China|Beijing|BJ|Beijing|北京|1000{:02d}|朝阳北路{}号|Asia/Shanghai|7|0.92
CN|China|Guangdong|GD|Shenzhen|深圳|5180{:02d}|深南大道{}号|Asia/Shanghai|7|0.92
CN|China|Guangdong|GD|Guangzhou|广州|5100{:02d}|天河路{}号|Asia/Shanghai|5|0.92
CN|China|Zhejiang|ZJ|Hangzhou|杭州|3100{:02d}|文三路{}号|Asia/Shanghai|4|0.92
CN|China|Sichuan|SC|Chengdu|成都|6100{:02d}|天府大道{}号|Asia/Shanghai|4|0.92
"""


def _place(line: str) -> Place:
    *words, weight, shopify_share = line.split("|")
    return Place(*words, weight=float(weight), shopify_share=float(shopify_share))


PLACES: tuple[Place, ...] = tuple(_place(line) for line in _TABLE.splitlines())

#: checkout -> order is weak here, and only here (truth/funnel.csv)
WEAK_REGION = "Guangdong"

#: mobile numbers: country -> (calling code, prefixes, digits after the prefix)
MOBILES: dict[str, tuple[str, tuple[str, ...], int]] = {
    "US": ("+1", ("212", "415", "312", "512", "206", "646", "213", "718"), 7),
    "GB": ("+44", ("7400", "7450", "7500", "7710", "7800", "7900"), 6),
    "DE": ("+49", ("1511", "1520", "1570", "1601", "1701"), 7),
    "FR": ("+33", ("61", "62", "66", "67"), 7),
    "CN": ("+86", ("138", "139", "150", "151", "186", "187", "133", "177"), 8),
}
