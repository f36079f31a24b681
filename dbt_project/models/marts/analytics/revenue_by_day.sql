{{ config(
    materialized='incremental',
    unique_key='revenue_date',
    incremental_strategy='delete+insert',
    pre_hook="{{ delete_touched('revenue_date', 'ordered_date') }}"
) }}

-- depends_on: {{ ref('int_orders__versioned') }}
with orders as (

    select
        ordered_date as revenue_date,
        coalesce(channel, 'unknown') as channel,
        coalesce(region, 'unknown') as region,
        source,
        customer_id,
        gross_amount,
        discount_amount,
        refund_amount,
        net_amount,
        status = 'cancelled' as is_cancelled,
        is_purchase,
        is_first_order,
        _batch_id
    from {{ ref('orders') }}
    {% if is_incremental() %}
    where
        ordered_date in (
            select touched.touched_key from ({{ touched_keys('ordered_date') }}) as touched
        )
    {% endif %}

),

summed as (

    select
        revenue_date,
        channel,
        region,
        source,
        {{ row_count('case when is_purchase then 1 end') }} as order_count,
        {{ row_count('distinct case when is_purchase then customer_id end') }} as customer_count,
        {{ row_count('case when is_first_order then 1 end') }} as new_customer_count,
        -- a cancelled order earns nothing, so its gross and discount count for nothing too
        {{ money_total('case when not is_cancelled then gross_amount end') }} as gross_amount,
        {{ money_total('case when not is_cancelled then discount_amount end') }} as discount_amount,
        {{ money_total('case when not is_cancelled then refund_amount end') }} as refund_amount,
        {{ money_total('net_amount') }} as net_amount,
        max(_batch_id) as _batch_id
    from orders
    group by revenue_date, channel, region, source

),

with_returning as (

    select
        revenue_date,
        channel,
        region,
        source,
        order_count,
        customer_count,
        new_customer_count,
        customer_count - new_customer_count as returning_customer_count,
        gross_amount,
        discount_amount,
        refund_amount,
        net_amount,
        _batch_id
    from summed

)

select * from with_returning
