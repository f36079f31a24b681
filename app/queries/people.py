"""Columns that lists of customers share, whatever they are lists of."""

from __future__ import annotations


def customer_select(owner: str, *, with_contact: bool) -> str:
    """Who a row is about; `owner` is the table that holds customer_id.

    E-mail and phone are selected only for people who may see them, so an export has no more than
    the page.
    """
    contact = "customers.email, customers.phone," if with_contact else ""
    return f"""
        {owner}.customer_id,
        coalesce(customers.full_name, {owner}.customer_id) as full_name,
        {contact}
        customers.customer_status
    """


def with_customers(source: str, owner: str) -> str:
    """The source with the customer of each row, when one is known."""
    return f"{source} left join customers on {owner}.customer_id = customers.customer_id"
