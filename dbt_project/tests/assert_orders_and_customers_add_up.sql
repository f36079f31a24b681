-- Rows: a difference between what the orders of known customers come to and the customers' totals.
-- Both are built incrementally, each on its own; a missed touch would show here first.
with by_order as (

    select {{ money_total('net_amount') }} as net_amount
    from {{ ref('orders') }}
    where customer_id is not null

),

by_customer as (

    select {{ money_total('lifetime_net_amount') }} as net_amount
    from {{ ref('customers') }}

)

select
    by_order.net_amount as orders_net_amount,
    by_customer.net_amount as customers_net_amount
from by_order
cross join by_customer
where by_order.net_amount <> by_customer.net_amount
