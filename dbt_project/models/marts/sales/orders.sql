{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='order_id'
) }}

-- refs, not CTEs: DuckDB would write what is read more than once to memory as a whole
{% if is_unchanged([
    ref('int_orders__valued'), (ref('stg_identity__customer_links'), 'linked_batch_id')
]) %}
select * from {{ this }}
where false
{% else %}
with
{% if is_incremental() -%}
orders_changed as (

    select orders_valued.order_id, orders_valued.record_key, orders_valued._batch_id
    from {{ ref('int_orders__valued') }} as orders_valued
    where orders_valued._batch_id > {{ watermark() }}
    union all
    select orders_valued.order_id, orders_valued.record_key, relinked.linked_batch_id as _batch_id
    from {{ ref('int_orders__valued') }} as orders_valued
    inner join {{ ref('stg_identity__customer_links') }} as relinked
        on orders_valued.record_key = relinked.record_key
    where relinked.linked_batch_id > {{ watermark() }}

),

-- a customer's orders are numbered again when one of them comes, changes or goes to somebody else
customers_left as (

    select known.customer_id, orders_changed._batch_id
    from {{ this }} as known
    inner join orders_changed on known.order_id = orders_changed.order_id
    where known.customer_id is not null

),

customers_touched as (

    select customer_id, max(_batch_id) as _batch_id
    from (
        select links.customer_id, orders_changed._batch_id
        from orders_changed
        inner join {{ ref('stg_identity__customer_links') }} as links
            on orders_changed.record_key = links.record_key
        union all
        select
            customer_id,
            _batch_id
        from customers_left
    ) as touched
    group by customer_id

),

orders_wanted as (

    select order_id from orders_changed
    union
    select orders_valued.order_id
    from {{ ref('int_orders__valued') }} as orders_valued
    inner join {{ ref('stg_identity__customer_links') }} as links
        on orders_valued.record_key = links.record_key
    inner join customers_touched on links.customer_id = customers_touched.customer_id

),

orders_owned as (

    select
        orders_valued.*,
        links.customer_id,
        -- renumbered orders count as changed: what is built on first orders must hear of it
        greatest(
            orders_valued._batch_id,
            coalesce(links.linked_batch_id, -1),
            coalesce(customers_touched._batch_id, -1)
        ) as changed_batch_id
    from {{ ref('int_orders__valued') }} as orders_valued
    left join {{ ref('stg_identity__customer_links') }} as links
        on orders_valued.record_key = links.record_key
    left join customers_touched on links.customer_id = customers_touched.customer_id
    where orders_valued.order_id in (select orders_wanted.order_id from orders_wanted)

),
{%- else -%}
orders_owned as (

    select
        orders_valued.*,
        links.customer_id,
        greatest(orders_valued._batch_id, coalesce(links.linked_batch_id, -1)) as changed_batch_id
    from {{ ref('int_orders__valued') }} as orders_valued
    left join {{ ref('stg_identity__customer_links') }} as links
        on orders_valued.record_key = links.record_key

),
{%- endif %}

-- narrow on purpose: a window carries every column it is given through its sort
purchases as (

    {% if is_incremental() -%}
    select
        order_id,
        customer_id,
        ordered_at
    from orders_owned
    where is_purchase and customer_id is not null
    {%- else -%}
    select
        orders_placed.order_id,
        owners.customer_id,
        orders_placed.ordered_at
    from {{ ref('int_orders__valued') }} as orders_placed
    inner join {{ ref('stg_identity__customer_links') }} as owners
        on orders_placed.record_key = owners.record_key
    where orders_placed.is_purchase
    {%- endif %}

),

purchases_numbered as (

    select
        order_id,
        row_number() over (partition by customer_id order by ordered_at asc, order_id asc)
            as customer_order_number
    from purchases

)

select
    orders_owned.order_id,
    orders_owned.source,
    orders_owned.source_order_id,
    orders_owned.order_number,
    orders_owned.order_type,
    orders_owned.customer_id,
    orders_owned.status,
    orders_owned.channel,
    orders_owned.campaign_id,
    orders_owned.coupon_code,
    orders_owned.store_id,
    orders_owned.city,
    orders_owned.region,
    orders_owned.country_code,
    orders_owned.currency_code,
    orders_owned.exchange_rate,
    orders_owned.original_total_amount,
    orders_owned.gross_amount,
    orders_owned.discount_amount,
    orders_owned.refund_amount,
    orders_owned.net_amount,
    orders_owned.tax_amount,
    orders_owned.shipping_amount,
    orders_owned.total_amount,
    orders_owned.line_count,
    orders_owned.item_quantity,
    cast(purchases_numbered.customer_order_number as bigint) as customer_order_number,
    orders_owned.is_purchase,
    coalesce(purchases_numbered.customer_order_number = 1, false) as is_first_order,
    orders_owned.ordered_date,
    orders_owned.ordered_at,
    orders_owned.cancelled_at,
    cast(orders_owned.changed_batch_id as bigint) as _batch_id
from orders_owned
left join purchases_numbered on orders_owned.order_id = purchases_numbered.order_id
{% endif %}
