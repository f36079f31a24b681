-- Visits, orders and spend meet in channel and month; whichever has none of a pair counts nought
-- there.
with sessions_counted as (

    select
        channel,
        {{ month_of(local_time('started_at')) }} as performance_month,
        {{ row_count() }} as session_count,
        cast(count(*) filter (where is_converted) as bigint) as converted_session_count
    from {{ ref('web_sessions') }}
    group by channel, performance_month

),

orders_summed as (

    select
        channel,
        revenue_month as performance_month,
        cast(sum(new_customer_count) as bigint) as new_customer_count,
        cast(sum(order_count) as bigint) as order_count,
        {{ money_total('net_amount') }} as net_amount
    from {{ ref('revenue_by_month') }}
    group by channel, revenue_month

),

spend_summed as (

    select
        channel,
        {{ month_of('spend_date') }} as performance_month,
        {{ money_total('spend_amount') }} as spend_amount,
        cast(coalesce(sum(impressions), 0) as bigint) as impressions,
        cast(coalesce(sum(clicks), 0) as bigint) as clicks
    from {{ ref('ad_spend') }}
    group by channel, performance_month

),

channel_months as (

    select
        channel,
        performance_month
    from sessions_counted
    union distinct
    select
        channel,
        performance_month
    from orders_summed
    union distinct
    select
        channel,
        performance_month
    from spend_summed

)

select
    channel_months.channel,
    channel_months.performance_month as month,
    coalesce(sessions_counted.session_count, 0) as session_count,
    coalesce(orders_summed.new_customer_count, 0) as new_customer_count,
    coalesce(orders_summed.order_count, 0) as order_count,
    coalesce(orders_summed.net_amount, 0) as net_amount,
    coalesce(spend_summed.spend_amount, 0) as spend_amount,
    coalesce(spend_summed.impressions, 0) as impressions,
    coalesce(spend_summed.clicks, 0) as clicks,
    {{ safe_divide('spend_summed.spend_amount', 'spend_summed.clicks') }} as cost_per_click,
    {{ safe_divide('spend_summed.spend_amount', 'orders_summed.new_customer_count') }}
        as cost_per_acquisition,
    {{ safe_divide('coalesce(orders_summed.net_amount, 0)', 'spend_summed.spend_amount') }}
        as return_on_ad_spend,
    {{ safe_divide('sessions_counted.converted_session_count', 'sessions_counted.session_count') }}
        as conversion_rate
from channel_months
left join sessions_counted
    on
        channel_months.channel = sessions_counted.channel
        and channel_months.performance_month = sessions_counted.performance_month
left join orders_summed
    on
        channel_months.channel = orders_summed.channel
        and channel_months.performance_month = orders_summed.performance_month
left join spend_summed
    on
        channel_months.channel = spend_summed.channel
        and channel_months.performance_month = spend_summed.performance_month
