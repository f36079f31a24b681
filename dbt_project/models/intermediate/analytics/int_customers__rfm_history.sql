{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_stale_months() }}"
) }}

-- depends_on: {{ ref('int_orders__versioned') }}
{% set stale = first_stale_month() %}
{% if is_incremental() and stale is none %}
select * from {{ this }}
where false
{% else %}
with snapshots as (

    select * from {{ ref('int_rfm__snapshots') }}
    {% if stale is not none %}where month >= cast('{{ stale }}' as date){% endif %}

),

first_snapshot as (

    select min(month) as month from snapshots

),

-- all before the first snapshot month is one sum: months long past are not windowed over again
customer_months as (

    select
        months.customer_id,
        greatest(months.month, first_snapshot.month) as month,
        cast(sum(months.order_count) as bigint) as order_count,
        {{ money_total('months.net_amount') }} as net_amount,
        max(months.last_purchase_date) as last_purchase_date,
        max(months._batch_id) as _batch_id
    from {{ ref('int_customers__months') }} as months
    cross join first_snapshot
    group by months.customer_id, greatest(months.month, first_snapshot.month)

),

running_totals as (

    select
        customer_id,
        month,
        cast(sum(order_count) over until_month as bigint) as frequency,
        cast(sum(net_amount) over until_month as decimal(18, 2)) as monetary_amount,
        max(last_purchase_date) over until_month as last_purchase_date,
        max(_batch_id) over until_month as _batch_id,
        lead(month) over (
            partition by customer_id order by month asc nulls first
        ) as next_month
    from customer_months
    window until_month as (
        partition by customer_id order by month asc nulls first
        rows between unbounded preceding and current row
    )

),

month_ends as (

    select
        running_totals.customer_id,
        snapshots.month,
        snapshots.as_of_date,
        cast(
            {{ days_between('running_totals.last_purchase_date', 'snapshots.as_of_date') }}
            as integer
        ) as recency_days,
        running_totals.frequency,
        running_totals.monetary_amount,
        running_totals._batch_id
    from running_totals
    inner join snapshots
        on
            running_totals.month <= snapshots.month
            and coalesce(running_totals.next_month, cast('9999-12-01' as date)) > snapshots.month
    where running_totals.frequency > 0

),

bounds as (

    select
        month,
        {{ quintile_bounds('recency_days') }} as r_bounds,
        {{ quintile_bounds('frequency') }} as f_bounds,
        {{ quintile_bounds('monetary_amount') }} as m_bounds
    from month_ends
    group by month

),

scored as (

    select
        month_ends.customer_id,
        month_ends.month,
        month_ends.recency_days,
        month_ends.frequency,
        month_ends.monetary_amount,
        month_ends.as_of_date,
        month_ends._batch_id,
        -- few days are good: who bought last always scores 5
        6 - {{ rfm_score('month_ends.recency_days', 'bounds.r_bounds') }} as r_score,
        {{ rfm_score('month_ends.frequency', 'bounds.f_bounds') }} as f_score,
        {{ rfm_score('month_ends.monetary_amount', 'bounds.m_bounds') }} as m_score
    from month_ends
    inner join bounds on month_ends.month = bounds.month

),

grouped as (

    select
        customer_id,
        {{ rfm_group('r_score', 'f_score', 'm_score') }} as rfm_group,
        recency_days,
        frequency,
        monetary_amount,
        r_score,
        f_score,
        m_score,
        month,
        as_of_date,
        _batch_id
    from scored

)

select * from grouped
{% endif %}
