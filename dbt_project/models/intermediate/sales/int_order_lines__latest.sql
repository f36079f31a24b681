{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='order_id'
) }}

{% set lines = ref('stg_landing__order_lines') %}
{% if is_unchanged([lines]) %}
select * from {{ this }}
where false
{% else %}
with
{%- if is_incremental() %}
-- every line of an order that got a new one, so that an order is always whole
lines_touched as (

    select * from {{ lines }}
    where {{ source_key('order_id') }} in (
        select {{ source_key('touched.order_id', 'touched._source') }}
        from {{ lines }} as touched
        where touched._batch_id > {{ watermark() }}
    )

),
{%- endif %}

-- a line without an id is a fact of its own, and its hash counts equal lines: two are two sales
lines_latest as (

    {{ latest_version(
        'lines_touched' if is_incremental() else lines,
        ['_source', 'order_id', 'coalesce(line_id, cast(_row_hash as ' ~ dbt.type_string() ~ '))']
    ) }}

),

lines_valued as (

    select
        *,
        coalesce(
            gross_amount,
            net_amount + coalesce(discount_amount, 0),
            cast(cast(quantity as decimal(18, 4)) * unit_price as decimal(18, 2)),
            0
        ) as gross_known
    from lines_latest

)

select
    {{ source_key('order_id') }}
    || ':' || coalesce(line_id, cast(_row_hash as {{ dbt.type_string() }})) as order_line_id,
    {{ source_key('order_id') }} as order_id,
    {{ source_key('product_id') }} as product_id,
    _source as source,
    product_name,
    order_type,
    customer_id as source_customer_id,
    currency_code,
    channel,
    coupon_code,
    store_id,
    city,
    region,
    country_code,
    coalesce(quantity, 1) as quantity,
    coalesce(
        unit_price, cast({{ safe_divide('gross_known', 'quantity') }} as decimal(18, 4))
    ) as original_unit_price,
    cast(gross_known as decimal(18, 2)) as original_gross_amount,
    cast(
        coalesce(net_amount, gross_known - coalesce(discount_amount, 0)) as decimal(18, 2)
    ) as original_net_amount,
    ordered_at,
    _batch_id
from lines_valued
{% endif %}
