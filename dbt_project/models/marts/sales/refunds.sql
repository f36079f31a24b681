-- Small against the orders: rebuilt whole, so that a customer's new id needs no thought here.
with refunds as (

    select * from {{ ref('int_refunds__latest') }}

),

orders as (

    select
        order_id,
        customer_id,
        currency_code,
        exchange_rate,
        _batch_id
    from {{ ref('orders') }}

)

select
    refunds.refund_id,
    refunds.order_id,
    orders.customer_id,
    {{ priced_refund('refunds', 'orders') }} as refund_amount,
    refunds.reason,
    refunds.refunded_at,
    cast(greatest(refunds._batch_id, orders._batch_id) as bigint) as _batch_id
from refunds
inner join orders on refunds.order_id = orders.order_id
