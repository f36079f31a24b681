"""Words for the codes on customers, orders, tickets and activities."""

from __future__ import annotations

from app.strings import N_

TIERS = {
    "vip": N_("VIP"),
    "gold": N_("Gold"),
    "silver": N_("Silver"),
    "standard": N_("Standard"),
    "none": N_("No tier"),
}

LIFECYCLE_STAGES = {
    "subscriber": N_("Subscriber"),
    "lead": N_("Lead"),
    "mql": N_("Marketing qualified"),
    "sql": N_("Sales qualified"),
    "opportunity": N_("Opportunity"),
    "customer": N_("Customer"),
}

ORDER_STATUSES = {
    "completed": N_("Completed"),
    "cancelled": N_("Cancelled"),
    "pending": N_("Pending"),
    "refunded": N_("Refunded"),
    "partially_refunded": N_("Partly refunded"),
}

ORDER_KINDS = {
    "all": N_("All orders"),
    "purchases": N_("Purchases"),
    "first": N_("First purchases"),
    "refunded": N_("With a refund"),
    "cancelled": N_("Cancelled"),
}

BOUGHT = {
    "any": N_("Bought any time or never"),
    "active": N_("Bought in the period"),
    "new": N_("First bought in the period"),
    "returning": N_("Bought again in the period"),
}

TICKET_STATUSES = {
    "new": N_("New"),
    "open": N_("Open"),
    "pending": N_("Pending"),
    "on_hold": N_("On hold"),
    "solved": N_("Solved"),
    "closed": N_("Closed"),
}

PRIORITIES = {
    "low": N_("Low"),
    "normal": N_("Normal"),
    "high": N_("High"),
    "urgent": N_("Urgent"),
}

ACTIVITY_TYPES = {
    "order": N_("Order"),
    "refund": N_("Refund"),
    "ticket": N_("Ticket"),
    "ticket_comment": N_("Ticket comment"),
    "form_submission": N_("Form"),
    "checkout": N_("Checkout"),
    "web_session": N_("Visit"),
    "campaign": N_("Campaign"),
    "deal": N_("Deal"),
}

ACTIVITY_ICONS = {
    "order": "shopping_bag",
    "refund": "undo",
    "ticket": "support_agent",
    "ticket_comment": "chat",
    "form_submission": "assignment",
    "checkout": "shopping_cart",
    "web_session": "language",
    "campaign": "campaign",
    "deal": "handshake",
}

IDENTIFIER_TYPES = {
    "email": N_("E-mail"),
    "phone": N_("Phone"),
    "source_id": N_("Id in a source"),
    "person_id": N_("Person id"),
    "anonymous_id": N_("Browser"),
}

PROFILE_FIELDS = {
    "full_name": N_("Name"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "email": N_("E-mail"),
    "phone": N_("Phone"),
    "gender": N_("Gender"),
    "birth_date": N_("Date of birth"),
    "company_name": N_("Company"),
    "job_title": N_("Job title"),
    "city": N_("City"),
    "region": N_("Region"),
    "country_code": N_("Country"),
    "language": N_("Language"),
}

STATUS_COLOURS = {
    "active": "green",
    "new": "blue",
    "prospect": "gray",
    "dormant": "orange",
    "churned": "red",
}
