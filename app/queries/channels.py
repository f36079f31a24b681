"""Where customers come from and what that costs: channels by month, and campaigns.

Rates are worked out from the sums of the period, never averaged from monthly rates.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from app.queries.parameters import bound
from app.queries.people import customer_select, with_customers
from app.queries.rows import RowsQuery

if TYPE_CHECKING:
    import polars as pl

    from app.data.warehouse import Warehouse

_SUMS = """
    cast(sum(session_count) as bigint) as session_count,
    cast(sum(new_customer_count) as bigint) as new_customer_count,
    cast(sum(order_count) as bigint) as order_count,
    cast(sum(net_amount) as double) as net_amount,
    cast(sum(spend_amount) as double) as spend_amount,
    cast(sum(impressions) as bigint) as impressions,
    cast(sum(clicks) as bigint) as clicks,
    -- the mart's rate is converted sessions over sessions; weighted, it is the same over months
    sum(conversion_rate * session_count) / nullif(sum(session_count), 0) as conversion_rate
"""

_RATES = """
    spend_amount / nullif(clicks, 0) as cost_per_click,
    case when spend_amount > 0 then spend_amount / nullif(new_customer_count, 0) end
        as cost_per_acquisition,
    case when spend_amount > 0 then net_amount / spend_amount end as return_on_ad_spend
"""


def months(warehouse: Warehouse) -> list[dt.date]:
    """The months channels are known for, oldest first."""
    found = warehouse.frame("select distinct month from channel_performance order by month")
    return found["month"].to_list()


def performance(warehouse: Warehouse, *, since: dt.date, until: dt.date) -> pl.DataFrame:
    """One row per channel over the months from `since` to `until`, both included."""
    return warehouse.frame(
        *bound(
            f"""
        with summed as (

            select coalesce(channel, 'unknown') as channel, {_SUMS}
            from channel_performance
            where month between $since and $until
            group by 1

        )

        select *, {_RATES} from summed
        order by net_amount desc nulls last, session_count desc, channel
        """,
            {"since": since, "until": until},
        )
    )


def performance_rows(*, since: dt.date, until: dt.date) -> RowsQuery:
    """Channels by month as a list for export, with the sums the page adds up."""
    return RowsQuery(
        select="""channel, month, session_count, new_customer_count, order_count, net_amount,
            spend_amount, impressions, clicks, cost_per_click, cost_per_acquisition,
            return_on_ad_spend, conversion_rate""",
        source="channel_performance",
        where="month between ? and ?",
        params=(since, until),
        order="month, channel",
    )


def totals(warehouse: Warehouse, *, since: dt.date, until: dt.date) -> pl.DataFrame:
    """One row: the same figures over all channels."""
    return warehouse.frame(
        *bound(
            f"""
        with summed as (

            select {_SUMS} from channel_performance where month between $since and $until

        )

        select *, {_RATES} from summed
        """,
            {"since": since, "until": until},
        )
    )


def by_month(warehouse: Warehouse, *, since: dt.date, until: dt.date) -> pl.DataFrame:
    """One row per channel and month with every figure."""
    return warehouse.frame(
        *bound(
            f"""
        with summed as (

            select month, coalesce(channel, 'unknown') as channel, {_SUMS}
            from channel_performance
            where month between $since and $until
            group by 1, 2

        )

        select *, {_RATES} from summed
        order by month, channel
        """,
            {"since": since, "until": until},
        )
    )


def campaigns(warehouse: Warehouse, *, since: dt.date, until: dt.date) -> pl.DataFrame:
    """One row per campaign that ran in the period (or has no dates), newest first.

    Beside the mart's own figures: how many of the exposed and of the held-out bought while the
    campaign ran. Held-out people are the only honest yardstick of what a campaign adds.
    """
    return warehouse.frame(
        *bound(
            """
        with running as (

            select * from campaigns
            where
                (starts_at is null or cast(starts_at as date) <= last_day($until))
                and (ends_at is null or cast(ends_at as date) >= $since)

        ),

        members as (

            select distinct
                campaign_responses.campaign_id,
                campaign_responses.customer_id,
                campaign_responses.member_event
            from campaign_responses
            inner join running
                on campaign_responses.campaign_id = running.campaign_id
                and running.held_out_count > 0
            where campaign_responses.member_event in ('exposed', 'held_out')

        ),

        bought as (

            select
                members.campaign_id,
                members.member_event,
                cast(count(distinct members.customer_id) as bigint) as people,
                cast(count(distinct orders.customer_id) as bigint) as buyers,
                cast(sum(orders.net_amount) as double) as net_amount
            from members
            inner join running on members.campaign_id = running.campaign_id
            left join orders
                on members.customer_id = orders.customer_id
                and orders.is_purchase
                and orders.ordered_at between running.starts_at
                and coalesce(running.ends_at, running.starts_at + interval 30 day)
            group by members.campaign_id, members.member_event

        )

        select
            running.campaign_id,
            running.campaign_name,
            running.campaign_type,
            running.channel,
            running.status,
            running.starts_at,
            running.ends_at,
            cast(running.budget_amount as double) as budget_amount,
            cast(running.spend_amount as double) as spend_amount,
            running.impressions,
            running.clicks,
            running.exposed_count,
            running.held_out_count,
            running.responded_count,
            running.response_rate,
            cast(running.response_amount as double) as response_amount,
            exposed.people as exposed_people,
            exposed.buyers as exposed_buyers,
            held_out.people as held_out_people,
            held_out.buyers as held_out_buyers
        from running
        left join bought as exposed
            on running.campaign_id = exposed.campaign_id and exposed.member_event = 'exposed'
        left join bought as held_out
            on running.campaign_id = held_out.campaign_id and held_out.member_event = 'held_out'
        order by running.starts_at desc nulls last, running.campaign_id
        """,
            {"since": since, "until": until},
        )
    )


def campaign_people(campaign_id: str, member_event: str, *, with_contact: bool) -> RowsQuery:
    """The people of a campaign with one kind of event, newest first."""
    select = f"""
        {customer_select("campaign_responses", with_contact=with_contact)},
        campaign_responses.member_event,
        campaign_responses.coupon_code,
        campaign_responses.order_id,
        campaign_responses.response_amount,
        campaign_responses.occurred_at
    """
    return RowsQuery(
        select=select,
        source=with_customers("campaign_responses", "campaign_responses"),
        where="campaign_responses.campaign_id = ? and campaign_responses.member_event = ?",
        params=(campaign_id, member_event),
        order=(
            "campaign_responses.occurred_at desc nulls last, "
            "campaign_responses.campaign_response_id"
        ),
    )
