"""Codes of the marts in words: groups, channels, steps, states.

A code without a word of its own is shown readable: `web_purchase` becomes "Web purchase".
"""

from __future__ import annotations

from app.strings import N_, _

RFM_GROUPS = {
    "champions": N_("Champions"),
    "loyal": N_("Loyal"),
    "potential_loyal": N_("Potential loyal"),
    "new": N_("New"),
    "promising": N_("Promising"),
    "needs_attention": N_("Needs attention"),
    "about_to_sleep": N_("About to sleep"),
    "at_risk": N_("At risk"),
    "cannot_lose": N_("Cannot lose"),
    "hibernating": N_("Hibernating"),
    "lost": N_("Lost"),
    "none": N_("Not yet a buyer"),
}

CHANNELS = {
    "organic_search": N_("Organic search"),
    "paid_search": N_("Paid search"),
    "paid_social": N_("Paid social"),
    "social": N_("Social"),
    "email": N_("E-mail"),
    "referral": N_("Referral"),
    "direct": N_("Direct"),
    "affiliate": N_("Affiliate"),
    "web": N_("Web"),
    "store": N_("Store"),
    "in_store": N_("In store"),
    "app": N_("App"),
    "sales": N_("Sales team"),
    "mobile": N_("Mobile"),
    "desktop": N_("Desktop"),
    "tablet": N_("Tablet"),
    "unknown": N_("Unknown"),
}

CUSTOMER_STATUSES = {
    "prospect": N_("Prospect"),
    "new": N_("New"),
    "active": N_("Active"),
    "dormant": N_("Dormant"),
    "churned": N_("Churned"),
}

DIMENSIONS = {
    "all": N_("Everybody"),
    "channel": N_("Channel"),
    "region": N_("Region"),
    "device": N_("Device"),
}

RUN_STATES = {
    "running": N_("Running"),
    "succeeded": N_("Succeeded"),
    "failed": N_("Failed"),
    "cancelled": N_("Cancelled"),
    "skipped": N_("Skipped"),
}

# Funnels and their steps are named in dbt_project.yml; those that come with Kith have words here.
FUNNEL_STEPS = {
    "web_purchase": N_("Web purchase"),
    "lead_to_order": N_("Lead to order"),
    "b2b_pipeline": N_("B2B pipeline"),
    "Viewed product": N_("Viewed product"),
    "Added to cart": N_("Added to cart"),
    "Started checkout": N_("Started checkout"),
    "Ordered": N_("Ordered"),
    "Sent a form": N_("Sent a form"),
    "Qualified as a deal": N_("Qualified as a deal"),
    "First order": N_("First order"),
    "Qualification": N_("Qualification"),
    "Needs analysis": N_("Needs analysis"),
    "Proposal": N_("Proposal"),
    "Negotiation": N_("Negotiation"),
    "Won": N_("Won"),
}

TARGETS = {
    "customers": N_("Customers"),
    "accounts": N_("Accounts"),
    "orders": N_("Orders"),
    "order_lines": N_("Order lines"),
    "products": N_("Products"),
    "refunds": N_("Refunds"),
    "checkouts": N_("Checkouts"),
    "form_submissions": N_("Forms"),
    "tickets": N_("Tickets"),
    "ticket_events": N_("Ticket events"),
    "web_events": N_("Web events"),
    "ad_spend": N_("Ad spend"),
    "campaigns": N_("Campaigns"),
    "campaign_members": N_("Campaign members"),
    "deals": N_("Deals"),
    "deal_events": N_("Deal events"),
    "exchange_rates": N_("Exchange rates"),
}

COLUMN_STATES = {
    "mapped": N_("Mapped"),
    "unmapped": N_("Not mapped"),
    "missing": N_("Missing"),
    "type_changed": N_("Type changed"),
    "new": N_("New"),
}

QUARANTINE_STATES = {
    "open": N_("Open"),
    "replayed": N_("Replayed"),
    "dismissed": N_("Dismissed"),
}


def readable(code: str | None) -> str:
    """A code without underscores and with a capital; words of other people stay as they are."""
    if not code:
        return ""
    if "_" not in code and not (code.isascii() and code.islower()):
        return code
    return (code[0].upper() + code[1:]).replace("_", " ")


def word(code: str | None, words: dict[str, str]) -> str:
    """The word for a code in the reader's language."""
    if code is None:
        return ""
    return _(words[code]) if code in words else readable(code)


def words_of(words: dict[str, str]) -> dict[str, str]:
    """A whole vocabulary in the reader's language, for table columns."""
    return {code: _(text) for code, text in words.items()}
