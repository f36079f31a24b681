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
with month_ends as (

    select * from {{ ref('int_customers__rfm_history') }}

),

snapshots as (

    select
        month,
        as_of_date,
        lag(month) over (order by month asc nulls first) as previous_month
    from {{ ref('int_rfm__snapshots') }}

),

moved as (

    select
        snapshots.month,
        snapshots.as_of_date,
        snapshots.previous_month,
        coalesce(previous_ends.rfm_group, 'none') as from_group,
        month_ends.rfm_group as to_group,
        month_ends.monetary_amount,
        month_ends._batch_id
    from month_ends
    inner join snapshots on month_ends.month = snapshots.month
    left join month_ends as previous_ends
        on
            month_ends.customer_id = previous_ends.customer_id
            and snapshots.previous_month = previous_ends.month
    {% if stale is not none %}
    where month_ends.month >= cast('{{ stale }}' as date)
    {% endif %}

),

counted as (

    select
        month,
        from_group,
        to_group,
        as_of_date,
        previous_month is not null as has_previous_month,
        {{ row_count() }} as customer_count,
        {{ money_total('monetary_amount') }} as net_amount,
        max(_batch_id) as _batch_id
    from moved
    group by month, from_group, to_group, as_of_date, previous_month is not null

)

select * from counted
{% endif %}
