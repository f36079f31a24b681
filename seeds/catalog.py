"""What the sample company sells: coffee, tea and what goes with them."""

from dataclasses import dataclass

import numpy as np

_TABLE = """\
Coffee|House Espresso Beans 1 kg|2490|1180|250 g,1 kg|9
Coffee|Ethiopia Yirgacheffe 250 g|1450|700||8
Coffee|Colombia Huila 250 g|1350|640||7
Coffee|Decaf Swiss Water 250 g|1390|690||4
Coffee|Yunnan Honey Process 250 g|1590|760||5
Coffee|Cold Brew Concentrate 1 l|1190|430||5
Coffee|Espresso Subscription Box|3900|1900||3
Coffee|Sumatra Mandheling 250 g|1420|690||3
Tea|West Lake Longjing 100 g|2890|1300||7
Tea|Jasmine Pearls 100 g|1990|820||6
Tea|Tieguanyin Oolong 100 g|2290|990||5
Tea|Aged Pu'er Cake 357 g|4890|2200||3
Tea|Earl Grey 50 Bags|890|310||7
Tea|Peppermint 50 Bags|790|260||4
Tea|First Flush Darjeeling 100 g|2190|980||3
Tea|White Peony 100 g|2390|1080||2
Brewing|Pour-over Dripper|2900|1150|White,Black|6
Brewing|Paper Filters 100|690|190||8
Brewing|French Press 1 l|3490|1500|Steel,Copper|4
Brewing|Hand Grinder|6900|3300||4
Brewing|Gooseneck Kettle 0.9 l|7900|3900|Black,Steel|4
Brewing|Digital Scale|4500|2050||3
Brewing|Moka Pot 6 Cups|3990|1700||3
Brewing|Espresso Machine|49900|29500||0.6
Cups|Porcelain Gaiwan 120 ml|3200|1250|Plain,Blue|3
Cups|Espresso Cups, Set of 4|3600|1400||4
Cups|Travel Mug 350 ml|2790|1050|Green,Black,Sand|6
Cups|Latte Glass, Set of 2|2190|820||3
Cups|Teapot 800 ml|4290|1900||3
Cups|Stoneware Mug|1690|560|Sand,Slate|6
Cups|Yixing Clay Teapot|8900|4100||1
Cups|Bamboo Tea Tray|5900|2600||1
Kitchen|Milk Frother|3990|1800||4
Kitchen|Airtight Canister|2290|890|0.5 l,1 l|4
Kitchen|Cleaning Tablets|1090|330||5
Kitchen|Descaler 500 ml|1190|380||4
Kitchen|Tea Infuser|990|310||5
Kitchen|Measuring Spoon|790|240||3
Kitchen|Barista Towel Set|1490|520||2
Kitchen|Water Filter Cartridge|1890|760||3
Gifts|Gift Card 50|5000|5000||2
Gifts|Mid-Autumn Gift Box|6890|3100||2
Gifts|Tasting Flight, 6 Coffees|3290|1500||4
Gifts|Tea Discovery Set|2990|1350||4
Gifts|Home Barista Course|8900|2000||1
Gifts|Christmas Hamper|7900|3800||1.5
Gifts|Stickers and Postcards|490|110||3
Gifts|Coffee Brewing Handbook|2450|900||2
"""

#: things bought together: index of a product -> index of what goes along
PARTNERS = {0: 34, 1: 17, 2: 17, 8: 24, 9: 36, 10: 24, 12: 36, 16: 17, 18: 19, 19: 21, 23: 32}
EUR_PER_USD = 0.92


@dataclass(frozen=True)
class Product:
    """A product in both shops."""

    index: int
    category: str
    name: str
    price: int
    cost: int
    variants: tuple[str, ...]
    popularity: float

    @property
    def sku(self) -> str:
        """Its stock number, the same in both shops."""
        return f"{self.category[:3].upper()}-{self.index + 1:03d}"

    @property
    def shopify_id(self) -> int:
        """Its id in the Shopify shop."""
        return 7_890_000_000_001 + self.index * 32

    @property
    def woocommerce_id(self) -> int:
        """Its id in the WooCommerce shop."""
        return 101 + self.index * 3

    @property
    def euro_price(self) -> int:
        """Its price in the WooCommerce shop, in cents."""
        return round(self.price * EUR_PER_USD / 10) * 10


def _product(index: int, line: str) -> Product:
    category, name, price, cost, variants, popularity = line.split("|")
    options = tuple(variants.split(",")) if variants else ("Default Title",)
    return Product(index, category, name, int(price), int(cost), options, float(popularity))


PRODUCTS: tuple[Product, ...] = tuple(
    _product(index, line) for index, line in enumerate(_TABLE.splitlines())
)
WEIGHTS = np.array([product.popularity for product in PRODUCTS])
PRICES = np.array(
    [[product.price for product in PRODUCTS], [product.euro_price for product in PRODUCTS]]
)
