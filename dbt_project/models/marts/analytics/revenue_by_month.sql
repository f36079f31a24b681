{{ config(
    materialized='incremental',
    unique_key='revenue_month',
    incremental_strategy='delete+insert',
    pre_hook="{{ delete_touched('revenue_month', month_of('ordered_date')) }}"
) }}

-- depends_on: {{ ref('int_orders__versioned') }}
with orders as (

    select
        {{ month_of('ordered_date') }} as revenue_month,
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
        {{ month_of('ordered_date') }} in (
            select touched.touched_key
            from ({{ touched_keys(month_of('ordered_date')) }}) as touched
        )
        -- a month that was not over may be over now
        or {{ month_of('ordered_date') }} in (
            select reached.revenue_month
            from {{ this }} as reached
            where not reached.is_complete
        )
    {% endif %}

),

summed as (

    select
        revenue_month,
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
    group by revenue_month, channel, region, source

),

with_returning as (

    select
        summed.revenue_month,
        summed.channel,
        summed.region,
        summed.source,
        summed.order_count,
        summed.customer_count,
        summed.new_customer_count,
        summed.customer_count - summed.new_customer_count as returning_customer_count,
        summed.gross_amount,
        summed.discount_amount,
        summed.refund_amount,
        summed.net_amount,
        {{ add_days(add_months('summed.revenue_month', 1), -1) }} <= calendar.as_of_date
            as is_complete,
        summed._batch_id
    from summed
    cross join {{ ref('int_calendar__as_of') }} as calendar

)

select * from with_returning
