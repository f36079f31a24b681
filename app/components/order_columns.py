"""Columns of lists of orders."""

from __future__ import annotations

from app.components.record_words import ORDER_STATUSES
from app.components.tables import Column
from app.components.vocabulary import CHANNELS, words_of
from app.strings import _


def order_columns(currency: str, *, with_customer: bool = True) -> list[Column]:
    """Number, customer, when, state and the amounts that make up the net one."""

    def money(label: str) -> str:
        return f"{label} ({currency})"

    customer = [Column("full_name", _("Customer"), width=170)] if with_customer else []
    return [
        Column("order_number", _("Order"), width=110),
        *customer,
        Column("ordered_at", _("Ordered"), "moment", width=140),
        Column("status", _("Status"), width=120, labels=words_of(ORDER_STATUSES)),
        Column("net_amount", money(_("Net")), "money", width=120),
        Column("channel", _("Channel"), width=110, labels=words_of(CHANNELS)),
        Column("region", _("Region"), width=110),
        Column("item_quantity", _("Items"), "integer", width=70),
        Column("gross_amount", money(_("Gross")), "money", width=120),
        Column("discount_amount", money(_("Discount")), "money", width=125),
        Column("refund_amount", money(_("Refunds")), "money", width=125),
    ]
