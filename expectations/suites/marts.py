"""What people read: the marts behind the pages, judged before they are published."""

from expectations.rules import (
    Suite,
    between,
    has_rows,
    no_rows,
    not_null,
    one_of,
    unique,
)

_STATUSES = ("prospect", "new", "active", "dormant", "churned")
_STAGES = ("subscriber", "lead", "mql", "sql", "opportunity", "customer")
_TIERS = ("vip", "gold", "silver", "standard", "none")
_RFM_GROUPS = (
    "champions", "loyal", "potential_loyal", "new", "promising", "needs_attention",
    "about_to_sleep", "at_risk", "cannot_lose", "hibernating", "lost",
)  # fmt: skip
_ORDER_STATUSES = ("completed", "cancelled", "pending", "refunded", "partially_refunded")

MART_SUITES = (
    Suite(
        "marts/customers",
        "select * from marts.customers",
        (
            has_rows(severity="warn"),
            not_null("customer_id"),
            unique("customer_id"),
            not_null("customer_status"),
            one_of("customer_status", _STATUSES),
            one_of("lifecycle_stage", _STAGES),
            one_of("tier", _TIERS),
            between("order_count", 0),
            between("days_since_last_order", 0),
            no_rows(
                "first_order_is_not_after_the_last",
                "select customer_id, first_order_at, last_order_at from {batch}"
                " where first_order_at > last_order_at",
                "The first order of a customer is not later than the last.",
            ),
            no_rows(
                "lifetime_net_equals_its_orders",
                "select customers_net, orders_net from"
                " (select coalesce(cast(sum(lifetime_net_amount) as decimal(18, 2)), 0)"
                " as customers_net from {batch}) as c cross join"
                " (select coalesce(cast(sum(net_amount) as decimal(18, 2)), 0) as orders_net"
                " from marts.orders where customer_id is not null) as o"
                " where abs(customers_net - orders_net) > 0.01",
                "Lifetime net amounts add up to the net amounts of the orders with a customer.",
            ),
        ),
    ),
    Suite(
        "marts/orders",
        "select * from marts.orders",
        (
            not_null("order_id"),
            unique("order_id"),
            not_null("ordered_at"),
            one_of("order_type", ("sale", "cancellation")),
            one_of("status", _ORDER_STATUSES),
            between("refund_amount", 0),
            no_rows(
                "cancelled_orders_are_worth_nothing",
                "select order_id, net_amount from {batch}"
                " where status = 'cancelled' and order_type = 'sale' and net_amount <> 0",
                "A cancelled order has a net amount of 0.",
            ),
            no_rows(
                "net_follows_from_its_parts",
                "select order_id, net_amount from {batch}"
                " where status <> 'cancelled' and"
                " net_amount <> gross_amount - discount_amount - refund_amount",
                "net_amount = gross_amount - discount_amount - refund_amount.",
            ),
            no_rows(
                "a_purchase_is_a_sale",
                "select order_id from {batch}"
                " where is_purchase and (order_type <> 'sale' or gross_amount <= 0)",
                "Only sales with a gross amount above 0 are purchases.",
            ),
        ),
    ),
    Suite(
        "marts/order_lines",
        "select * from marts.order_lines",
        (
            not_null("order_line_id"),
            unique("order_line_id"),
            not_null("order_id"),
            not_null("net_amount"),
        ),
    ),
    Suite(
        "marts/revenue_by_day",
        "select * from marts.revenue_by_day",
        (
            not_null("revenue_date"),
            between("order_count", 0),
            no_rows(
                "days_add_up_to_orders",
                "select days_net, orders_net from"
                " (select coalesce(cast(sum(net_amount) as decimal(18, 2)), 0) as days_net"
                " from {batch}) as d cross join"
                " (select coalesce(cast(sum(net_amount) as decimal(18, 2)), 0) as orders_net"
                " from marts.orders) as o where days_net <> orders_net",
                "Net revenue by day adds up to the net amounts of all orders.",
            ),
        ),
    ),
    Suite(
        "marts/retention_by_cohort",
        "select * from marts.retention_by_cohort",
        (
            not_null("cohort_month"),
            between("months_since", 0),
            between("retention_rate", 0, 1),
            no_rows(
                "no_more_customers_than_the_cohort",
                "select cohort_month, months_since, customers, cohort_size from {batch}"
                " where customers > cohort_size",
                "A cohort never has more active customers than members.",
            ),
        ),
    ),
    Suite(
        "marts/rfm",
        "select * from marts.rfm",
        (
            not_null("customer_id"),
            unique("customer_id"),
            between("r_score", 1, 5),
            between("f_score", 1, 5),
            between("m_score", 1, 5),
            between("recency_days", 0),
            between("frequency", 1),
            one_of("rfm_group", _RFM_GROUPS),
        ),
    ),
    Suite(
        "marts/reconciliation",
        "select * from marts.reconciliation",
        (
            no_rows(
                "sources_equal_marts",
                "select source, target, event_date, difference_count, difference_amount"
                " from {batch} where not is_reconciled",
                "What sources delivered, per source and day, is what the marts hold.",
                severity="warn",
            ),
        ),
    ),
    Suite(
        "marts/data_freshness",
        "select * from marts.data_freshness",
        (
            no_rows(
                "sources_are_fresh",
                "select source, target, last_loaded_at from {batch} where is_stale",
                "Every source delivered within the time it promised.",
                severity="warn",
            ),
        ),
    ),
)
