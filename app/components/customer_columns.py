"""Columns of the customer list, and which of them a person has chosen."""

from __future__ import annotations

from app.components.record_words import LIFECYCLE_STAGES, TIERS
from app.components.tables import Column
from app.components.vocabulary import CHANNELS, CUSTOMER_STATUSES, RFM_GROUPS, words_of
from app.strings import _

DEFAULT_COLUMNS = (
    "customer_status",
    "tier",
    "email",
    "region",
    "order_count",
    "lifetime_net_amount",
    "last_order_at",
)


def customer_columns(currency: str) -> dict[str, Column]:
    """Every column the list can show, by name; the name itself is always there."""
    net = _("Net revenue ({currency})").format(currency=currency)
    average = _("Average order ({currency})").format(currency=currency)
    columns = (
        Column("full_name", _("Name"), width=190),
        Column("customer_status", _("Status"), width=90, labels=words_of(CUSTOMER_STATUSES)),
        Column("tier", _("Tier"), width=90, labels=words_of(TIERS)),
        Column("email", _("E-mail"), width=210),
        Column("phone", _("Phone"), width=130),
        Column("region", _("Region"), width=110),
        Column("city", _("City"), width=120),
        Column("country_code", _("Country"), width=80),
        Column("company_name", _("Company"), width=160),
        Column("tags", _("Tags"), width=140),
        Column("rfm_group", _("RFM group"), width=130, labels=words_of(RFM_GROUPS)),
        Column("lifecycle_stage", _("Stage"), width=130, labels=words_of(LIFECYCLE_STAGES)),
        Column("acquisition_channel", _("First channel"), width=120, labels=words_of(CHANNELS)),
        Column("first_source", _("First source"), width=110),
        Column("order_count", _("Orders"), "integer", width=80),
        Column("lifetime_net_amount", net, "money", width=150),
        Column("average_order_amount", average, "money", width=150),
        Column("first_order_at", _("First order"), "date", width=110),
        Column("last_order_at", _("Last order"), "date", width=110),
        Column("days_since_last_order", _("Days since order"), "integer", width=120),
        Column("ticket_count", _("Tickets"), "integer", width=80),
        Column("open_ticket_count", _("Open tickets"), "integer", width=100),
        Column("session_count", _("Visits"), "integer", width=80),
        Column("created_at", _("Known since"), "date", width=110),
    )
    return {column.name: column for column in columns}
