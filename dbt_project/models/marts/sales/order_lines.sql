{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='order_id') }}

with lines as (

    select * from {{ ref('int_order_lines__latest') }}

),

orders as (

    select
        order_id,
        customer_id,
        order_type,
        status,
        exchange_rate,
        is_purchase,
        ordered_at,
        _batch_id
    from {{ ref('orders') }}

),

products as (

    select product_id, product_name, category from {{ ref('int_products__latest') }}

),

{% if is_incremental() -%}
touched as (

    select order_id from lines
    where _batch_id > {{ watermark() }}
    union
    select order_id from orders
    where _batch_id > {{ watermark() }}

),

{% endif -%}
lines_placed as (

    select
        lines.order_line_id,
        lines.order_id,
        orders.customer_id,
        lines.product_id,
        lines.product_name,
        lines.quantity,
        lines.original_unit_price * orders.exchange_rate as unit_price,
        -- as in orders: what was cancelled counts for nothing
        case
            when orders.status = 'cancelled' then 0
            else {{ priced('lines.original_gross_amount', 'orders.exchange_rate') }}
        end as gross_amount,
        case
            when orders.status = 'cancelled' then 0
            else {{ priced('lines.original_net_amount', 'orders.exchange_rate') }}
        end as net_amount,
        orders.order_type,
        orders.is_purchase,
        orders.ordered_at,
        greatest(lines._batch_id, orders._batch_id) as _batch_id
    from lines
    inner join orders on lines.order_id = orders.order_id
    {% if is_incremental() -%}
    where
        lines.order_id in (select touched.order_id from touched)
        and orders.order_id in (select touched.order_id from touched)
    {%- endif %}

)

select
    lines_placed.order_line_id,
    lines_placed.order_id,
    lines_placed.customer_id,
    lines_placed.product_id,
    coalesce(lines_placed.product_name, products.product_name) as product_name,
    products.category,
    cast(lines_placed.quantity as double) as quantity,
    cast(lines_placed.unit_price as decimal(18, 4)) as unit_price,
    cast(lines_placed.gross_amount as decimal(18, 2)) as gross_amount,
    cast(lines_placed.gross_amount - lines_placed.net_amount as decimal(18, 2)) as discount_amount,
    cast(lines_placed.net_amount as decimal(18, 2)) as net_amount,
    lines_placed.order_type,
    lines_placed.is_purchase,
    lines_placed.ordered_at,
    cast(lines_placed._batch_id as bigint) as _batch_id
from lines_placed
left join products on lines_placed.product_id = products.product_id
