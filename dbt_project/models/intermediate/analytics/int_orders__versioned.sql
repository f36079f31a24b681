{{ config(materialized='incremental', incremental_strategy='append') }}

-- A log of every state an order was ever counted in. Marts of days, months and customers read from
-- it what to compute again: the order mart no longer knows where an order used to be, and it stamps
-- all orders of a customer who buys again, most of which have not changed at all.
{% set reached = watermark() | trim %}
{% if is_incremental() and watermark(ref('orders')) | trim == reached %}
select * from {{ this }}
where false
{% else %}
with current_orders as (

    select
        order_id,
        customer_id,
        source,
        channel,
        region,
        gross_amount,
        discount_amount,
        refund_amount,
        net_amount,
        status = 'cancelled' as is_cancelled,
        is_purchase,
        is_first_order,
        ordered_date,
        _batch_id
    from {{ ref('orders') }}
    where _batch_id > {{ reached }}

),

{% if is_incremental() -%}
last_states as (

    select logged.*
    from {{ this }} as logged
    where logged.order_id in (select current_orders.order_id from current_orders)
    qualify row_number() over (
        partition by logged.order_id order by logged._batch_id desc nulls last
    ) = 1

),
{%- endif %}

versions as (

    select current_orders.*
    from current_orders
    {% if is_incremental() -%}
    left join last_states on current_orders.order_id = last_states.order_id
    where
        last_states.order_id is null
        {%- for column in [
            'customer_id', 'source', 'channel', 'region', 'gross_amount', 'discount_amount',
            'refund_amount', 'net_amount', 'is_cancelled', 'is_purchase', 'is_first_order',
            'ordered_date'
        ] %}
        or current_orders.{{ column }} is distinct from last_states.{{ column }}
        {%- endfor %}
    {%- endif %}

)

select * from versions
{% endif %}
