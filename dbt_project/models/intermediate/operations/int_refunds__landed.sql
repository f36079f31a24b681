-- Refunds as the sources say, told in the reporting currency by the rates of the orders; small.
with refunds_read as (

    select
        {{ source_key('refund_id') }} as refund_id,
        {{ source_key('order_id') }} as order_id,
        _source as source,
        currency_code,
        refund_amount,
        {{ local_date('refunded_at') }} as event_date,
        updated_at,
        _batch_id,
        _row_hash
    from {{ ref('stg_landing__refunds') }}

),

refunds as (

    {{ latest_version('refunds_read', ['refund_id']) }}

),

rates as (

    select
        refund_id,
        exchange_rate
    from {{ ref('int_refunds__latest') }}

),

known_orders as (

    select
        order_id,
        currency_code,
        exchange_rate
    from {{ ref('orders') }}

),

landed as (

    select
        refunds.refund_id,
        refunds.source,
        -- at the order's own rate when it is in the order's currency, as the refund mart does
        cast(
            refunds.refund_amount
            * case
                when
                    coalesce(refunds.currency_code, known_orders.currency_code)
                    = known_orders.currency_code
                    then known_orders.exchange_rate
                else coalesce(rates.exchange_rate, 1)
            end as decimal(18, 2)
        ) as refund_amount,
        coalesce(known_orders.exchange_rate, 1) <> 1 or coalesce(rates.exchange_rate, 1) <> 1
            as is_foreign,
        refunds.event_date
    from refunds
    left join known_orders on refunds.order_id = known_orders.order_id
    left join rates on refunds.refund_id = rates.refund_id

)

select * from landed
