{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='customer_id',
    pre_hook="{{ delete_keys('customer_id', customers_with_new_orders()) }}"
) }}

with orders as (

    select * from {{ ref('orders') }}
    where
        {% if is_incremental() -%}
        customer_id in (
            {{ since_watermark(customers_with_new_orders()) }}
        ) and
        {% endif -%}
        customer_id is not null

),

summed as (

    select
        customer_id,
        cast(count(*) filter (where is_purchase) as bigint) as order_count,
        {{ money_total('gross_amount') }} as lifetime_gross_amount,
        {{ money_total('discount_amount') }} as lifetime_discount_amount,
        {{ money_total('refund_amount') }} as lifetime_refund_amount,
        {{ money_total('net_amount') }} as lifetime_net_amount,
        min(ordered_at) filter (where is_purchase) as first_order_at,
        max(ordered_at) filter (where is_purchase) as last_order_at,
        min(ordered_at) as first_entry_at,
        max(ordered_at) as last_entry_at,
        min_by(channel, order_id) filter (where is_first_order) as first_order_channel,
        min_by(campaign_id, order_id) filter (where is_first_order) as first_order_campaign_id,
        max(_batch_id) as _batch_id
    from orders
    group by customer_id

)

select
    customer_id,
    order_count,
    lifetime_gross_amount,
    lifetime_discount_amount,
    lifetime_refund_amount,
    lifetime_net_amount,
    cast({{ safe_divide('lifetime_net_amount', 'order_count') }} as decimal(18, 2))
        as average_order_amount,
    -- the gaps between purchases add up to the whole span
    cast(
        {{ seconds_between('first_order_at', 'last_order_at') }} as double
    ) / 86400 / nullif(order_count - 1, 0) as average_days_between_orders,
    first_order_at,
    last_order_at,
    first_entry_at,
    last_entry_at,
    first_order_channel,
    first_order_campaign_id,
    _batch_id
from summed
