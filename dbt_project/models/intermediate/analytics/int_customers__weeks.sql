{{ config(
    materialized='incremental',
    unique_key='customer_id',
    incremental_strategy='delete+insert',
    pre_hook="{{ delete_touched('customer_id', 'customer_id') }}"
) }}

-- depends_on: {{ ref('int_orders__versioned') }}
with orders_until_as_of as (

    select
        orders.customer_id,
        orders.is_purchase,
        orders.net_amount,
        orders.ordered_date,
        orders._batch_id,
        {{ week_of('orders.ordered_date') }} as week
    from {{ ref('orders') }} as orders
    cross join {{ ref('int_calendar__as_of') }} as calendar
    where
        orders.customer_id is not null
        {%- if is_incremental() %}
        and orders.customer_id in (
            select due.touched_key from ({{ touched_or_due_customers() }}) as due
        )
        {%- endif %}
        and orders.ordered_date <= calendar.as_of_date

),

customer_weeks as (

    select
        customer_id,
        week,
        {{ row_count('case when is_purchase then 1 end') }} as order_count,
        {{ money_total('net_amount') }} as net_amount,
        max(case when is_purchase then ordered_date end) as last_purchase_date,
        max(ordered_date) as last_order_date,
        max(_batch_id) as _batch_id
    from orders_until_as_of
    group by customer_id, week

),

first_purchases as (

    select
        customer_id,
        min(week) as cohort_week
    from customer_weeks
    where order_count > 0
    group by customer_id

),

with_cohorts as (

    select
        customer_weeks.customer_id,
        customer_weeks.week,
        first_purchases.cohort_week,
        customer_weeks.order_count,
        customer_weeks.net_amount,
        customer_weeks.last_purchase_date,
        customer_weeks.last_order_date,
        customer_weeks._batch_id
    from customer_weeks
    left join first_purchases on customer_weeks.customer_id = first_purchases.customer_id

)

select * from with_cohorts
