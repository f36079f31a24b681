{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='order_id'
) }}

{% if is_unchanged([
    ref('int_order_lines__latest'),
    ref('int_orders__valued'),
    (ref('stg_identity__customer_links'), 'linked_batch_id'),
]) %}
select * from {{ this }}
where false
{% else %}
with
{% if is_incremental() -%}
touched as (

    select order_id from {{ ref('int_order_lines__latest') }}
    where _batch_id > {{ watermark() }}
    union
    select order_id from {{ ref('int_orders__valued') }}
    where _batch_id > {{ watermark() }}
    union
    select known.order_id
    from {{ ref('int_orders__valued') }} as known
    inner join {{ ref('stg_identity__customer_links') }} as relinked
        on known.record_key = relinked.record_key
    where relinked.linked_batch_id > {{ watermark() }}

),

{% endif -%}
lines as (

    select * from {{ ref('int_order_lines__latest') }}
    {% if is_incremental() -%}
    where order_id in (select touched.order_id from touched)
    {%- endif %}

),

-- the numbering of orders says nothing about lines, so the mart of orders is not waited for
orders as (

    select
        orders_valued.order_id,
        links.customer_id,
        orders_valued.order_type,
        orders_valued.status,
        orders_valued.exchange_rate,
        orders_valued.is_purchase,
        orders_valued.ordered_at,
        greatest(orders_valued._batch_id, coalesce(links.linked_batch_id, -1)) as _batch_id
    from {{ ref('int_orders__valued') }} as orders_valued
    left join {{ ref('stg_identity__customer_links') }} as links
        on orders_valued.record_key = links.record_key
    {% if is_incremental() -%}
    where orders_valued.order_id in (select touched.order_id from touched)
    {%- endif %}

),

products as (

    select
        product_id,
        product_name,
        category
    from {{ ref('int_products__latest') }}

),

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
{% endif %}
