"""The ids the Shopify shop gives to orders, lines, checkouts and tills."""

from seeds.orders import Orders
from seeds.people import People


def order_id(sequence: int) -> int:
    """The id of the n-th order of the shop."""
    return 5_462_000_000_001 + sequence * 1536


def checkout_id(order: int) -> int:
    """The id of the checkout an order came from; those given up have even numbers."""
    return 33_150_000_000_001 + order * 2


def store_id(people: People, orders: Orders, order: int) -> int:
    """The till an order was rung up at: each city has one."""
    return 66_120_001 + int(people.place[orders.person[order]])


def line_id(line: int) -> int:
    """The id of an order line."""
    return 14_210_000_000_003 + line * 32
