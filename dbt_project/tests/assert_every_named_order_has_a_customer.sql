-- Rows: one, when fewer orders have a customer than name one. Identity links every record there is,
-- so the identity step was left out between the two dbt runs, or an order was built before it.
with named as (

    select {{ row_count('record_key') }} as order_count from {{ ref('int_orders__valued') }}

),

owned as (

    select {{ row_count('customer_id') }} as order_count from {{ ref('orders') }}

)

select
    named.order_count as named_count,
    owned.order_count as owned_count
from named
cross join owned
where named.order_count <> owned.order_count
