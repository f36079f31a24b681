{{ config(
    materialized='incremental',
    unique_key='customer_id',
    incremental_strategy='delete+insert',
    pre_hook="{{ delete_touched('customer_id', 'customer_id') }}"
) }}

-- The whole course of every buyer as the purchases known today make it, changes still to come included: a
-- customer who buys nothing more is dormant and churned on days that are known now. Time passing changes no row.
-- depends_on: {{ ref('int_orders__versioned') }}
{% set days = status_days() %}
with purchases as (

    select
        orders.customer_id,
        orders.order_id,
        orders.ordered_date,
        orders._batch_id
    from {{ ref('orders') }} as orders
    where
        orders.is_purchase
        and orders.customer_id is not null
        {% if is_incremental() %}
        and orders.customer_id in (
            select touched.touched_key from ({{ touched_keys('customer_id') }}) as touched
        )
        {% endif %}

),

gaps as (

    select
        customer_id,
        ordered_date,
        row_number() over by_time = 1 as is_first,
        lead(ordered_date) over by_time as next_ordered_date,
        max(_batch_id) over (partition by customer_id) as _batch_id
    from purchases
    window by_time as (
        partition by customer_id order by ordered_date asc nulls first, order_id asc nulls first
    )

),

-- a purchase on the very day a status would begin keeps it from beginning
lapses as (

    select
        customer_id,
        next_ordered_date,
        {{ add_days('ordered_date', days['dormant'] + 1) }} as dormant_from,
        {{ add_days('ordered_date', days['churned'] + 1) }} as churned_from,
        _batch_id
    from gaps
    where
        next_ordered_date is null
        or next_ordered_date > {{ add_days('ordered_date', days['dormant'] + 1) }}

),

changes as (

    select customer_id, 'new' as customer_status, ordered_date as valid_from, _batch_id
    from gaps where is_first
    union all
    select
        customer_id, 'active' as customer_status,
        {{ add_days('ordered_date', days['new']) }} as valid_from, _batch_id
    from gaps where is_first
    union all
    select customer_id, 'dormant' as customer_status, dormant_from as valid_from, _batch_id
    from lapses
    union all
    select customer_id, 'churned' as customer_status, churned_from as valid_from, _batch_id
    from lapses
    where next_ordered_date is null or next_ordered_date > churned_from
    union all
    select customer_id, 'active' as customer_status, next_ordered_date as valid_from, _batch_id
    from lapses
    where next_ordered_date is not null

),

scheduled as (

    select
        customer_id,
        customer_status,
        lag(customer_status) over by_day as previous_status,
        valid_from,
        lead(valid_from) over by_day as valid_to,
        _batch_id
    from changes
    window by_day as (partition by customer_id order by valid_from asc nulls first)

)

select * from scheduled
