{{ config(
    materialized='incremental',
    unique_key='ordered_date',
    incremental_strategy='delete+insert',
    pre_hook="{{ delete_touched('ordered_date', 'ordered_date') }}"
) }}

-- depends_on: {{ ref('int_orders__versioned') }}
with orders as (

    select
        customer_id,
        gross_amount,
        refund_amount,
        net_amount,
        status = 'cancelled' as is_cancelled,
        is_purchase,
        is_first_order,
        ordered_date,
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
        ordered_date,
        {{ row_count('case when is_purchase then 1 end') }} as order_count,
        {{ row_count('distinct case when is_purchase then customer_id end') }}
            as active_customer_count,
        {{ row_count('case when is_first_order then 1 end') }} as new_customer_count,
        {{ money_total('net_amount') }} as net_amount,
        {{ money_total('case when not is_cancelled then gross_amount end') }} as gross_amount,
        {{ money_total('case when not is_cancelled then refund_amount end') }} as refund_amount,
        max(_batch_id) as _batch_id
    from orders
    group by ordered_date

)

select * from summed
