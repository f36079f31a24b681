-- What changes about customers without their doing: time passes, and others buy more.
with totals as (

    select * from {{ ref('int_customers__order_totals') }}

),

statuses as (

    select
        customer_id,
        customer_status
    from {{ ref('int_customers__status') }}

),

scores as (

    select
        customer_id,
        rfm_group,
        r_score,
        f_score,
        m_score
    from {{ ref('rfm') }}

),

calendar as (

    select as_of_date from {{ ref('int_calendar__as_of') }}

),

buyers_ranked as (

    select
        customer_id,
        {{ safe_divide(
            'row_number() over (order by lifetime_net_amount desc nulls last, customer_id asc nulls last)',
            'count(*) over ()'
        ) }} as share_from_top
    from totals
    where order_count > 0

)

select
    totals.customer_id,
    statuses.customer_status,
    case
        when buyers_ranked.share_from_top is null then 'none'
        when buyers_ranked.share_from_top <= {{ var('tier_vip_share') }} then 'vip'
        when buyers_ranked.share_from_top <= {{ var('tier_gold_share') }} then 'gold'
        when buyers_ranked.share_from_top <= {{ var('tier_silver_share') }} then 'silver'
        else 'standard'
    end as tier,
    scores.rfm_group,
    scores.r_score,
    scores.f_score,
    scores.m_score,
    -- what lies after the day things are looked at was today, at the latest
    case
        when totals.last_order_at is not null
            then cast(greatest(
                {{ days_between(local_date('totals.last_order_at'), 'calendar.as_of_date') }}, 0
            ) as integer)
    end as days_since_last_order
from totals
cross join calendar
left join buyers_ranked on totals.customer_id = buyers_ranked.customer_id
left join statuses on totals.customer_id = statuses.customer_id
left join scores on totals.customer_id = scores.customer_id
