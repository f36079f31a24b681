{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='order_id'
) }}

-- refs, not CTEs: DuckDB would write what is read more than once to memory as a whole
{% set headers = ref('int_orders__headers') %}
{% set lines = ref('int_order_lines__latest') %}
{% set refunds = ref('int_refunds__latest') %}
{% if is_unchanged([headers, lines, refunds]) %}
select * from {{ this }}
where false
{% else %}
with
{%- if is_incremental() %}
touched as (

    select order_id from {{ headers }}
    where _batch_id > {{ watermark() }}
    union
    select order_id from {{ lines }}
    where _batch_id > {{ watermark() }}
    union
    select order_id from {{ refunds }}
    where _batch_id > {{ watermark() }}

),
{%- endif %}

foreign_orders as (

    select
        order_id,
        exchange_rate
    from {{ headers }}
    where exchange_rate <> 1

),

line_totals as (

    select
        lines.order_id,
        {{ money_total(priced(
            'lines.original_gross_amount', 'coalesce(foreign_orders.exchange_rate, 1)'
        )) }} as gross_amount,
        {{ money_total(priced(
            'lines.original_net_amount', 'coalesce(foreign_orders.exchange_rate, 1)'
        )) }} as net_amount,
        {{ money_total('lines.original_net_amount') }} as original_net_amount,
        {{ row_count() }} as line_count,
        cast(sum(lines.quantity) as double) as item_quantity,
        max(lines._batch_id) as _batch_id
    from {{ lines }} as lines
    left join foreign_orders on lines.order_id = foreign_orders.order_id
    {% if is_incremental() -%}
    where lines.order_id in (select touched.order_id from touched)
    {% endif -%}
    group by lines.order_id

),

refund_totals as (

    select
        headers.order_id,
        {{ money_total(priced_refund('refunds', 'headers')) }} as refund_amount,
        max(refunds._batch_id) as _batch_id
    from {{ refunds }} as refunds
    inner join {{ headers }} as headers on refunds.order_id = headers.order_id
    {% if is_incremental() -%}
    where headers.order_id in (select touched.order_id from touched)
    {% endif -%}
    group by headers.order_id

),

orders_summed as (

    select
        headers.order_id,
        headers.record_key,
        headers.source,
        headers.source_order_id,
        headers.order_number,
        headers.source_customer_id,
        headers.email,
        headers.phone,
        headers.customer_name,
        headers.channel,
        headers.campaign_id,
        headers.coupon_code,
        headers.store_id,
        headers.city,
        headers.region,
        headers.country_code,
        headers.tax_amount,
        headers.shipping_amount,
        headers.total_amount,
        headers.ordered_at,
        headers.cancelled_at,
        headers.rate_date,
        headers.currency_code,
        headers.exchange_rate,
        coalesce(headers.order_type, 'sale') as order_type,
        case
            when headers.cancelled_at is not null then 'cancelled'
            else {{ order_status_of('headers.status') }}
        end as stated_status,
        coalesce(
            {{ priced('headers.gross_amount', 'headers.exchange_rate') }},
            line_totals.gross_amount,
            {{ priced(
                'headers.total_amount - coalesce(headers.tax_amount, 0) '
                ~ '- coalesce(headers.shipping_amount, 0) + coalesce(headers.discount_amount, 0)',
                'headers.exchange_rate'
            ) }},
            0
        ) as stated_gross_amount,
        coalesce(
            {{ priced('headers.discount_amount', 'headers.exchange_rate') }},
            line_totals.gross_amount - line_totals.net_amount,
            0
        ) as stated_discount_amount,
        refund_totals.refund_amount as refunded_amount,
        coalesce(
            headers.total_amount,
            coalesce(
                headers.gross_amount - coalesce(headers.discount_amount, 0),
                line_totals.original_net_amount,
                0
            )
            + coalesce(headers.tax_amount, 0)
            + coalesce(headers.shipping_amount, 0)
        ) as original_total_amount,
        coalesce(line_totals.line_count, 0) as line_count,
        coalesce(line_totals.item_quantity, 0) as item_quantity,
        greatest(
            headers._batch_id,
            coalesce(line_totals._batch_id, -1),
            coalesce(refund_totals._batch_id, -1)
        ) as _batch_id
    from {{ headers }} as headers
    left join line_totals on headers.order_id = line_totals.order_id
    left join refund_totals on headers.order_id = refund_totals.order_id
    {% if is_incremental() -%}
    where headers.order_id in (select touched.order_id from touched)
    {%- endif %}

),

-- a cancelled order counts for nothing, whatever was given back; its worth stays in total_amount
orders_counted as (

    select
        *,
        case when stated_status = 'cancelled' then 0 else stated_gross_amount end as gross_amount,
        case when stated_status = 'cancelled' then 0 else stated_discount_amount end
            as discount_amount,
        case
            when stated_status = 'cancelled' then 0
            when refunded_amount is not null then refunded_amount
            when stated_status = 'refunded' then stated_gross_amount - stated_discount_amount
            else 0
        end as refund_amount
    from orders_summed

)

select
    order_id,
    source,
    source_order_id,
    order_number,
    order_type,
    source_customer_id,
    record_key,
    email,
    phone,
    customer_name,
    case
        when stated_status = 'cancelled' then 'cancelled'
        when refund_amount > 0 and refund_amount >= gross_amount - discount_amount then 'refunded'
        when refund_amount > 0 or stated_status = 'partially_refunded' then 'partially_refunded'
        when stated_status = 'refunded' then 'refunded'
        else stated_status
    end as status,
    channel,
    campaign_id,
    coupon_code,
    store_id,
    city,
    region,
    country_code,
    currency_code,
    cast(exchange_rate as double) as exchange_rate,
    cast(original_total_amount as decimal(18, 2)) as original_total_amount,
    cast(gross_amount as decimal(18, 2)) as gross_amount,
    cast(discount_amount as decimal(18, 2)) as discount_amount,
    cast(refund_amount as decimal(18, 2)) as refund_amount,
    cast(gross_amount - discount_amount - refund_amount as decimal(18, 2)) as net_amount,
    coalesce({{ priced('tax_amount') }}, 0) as tax_amount,
    coalesce({{ priced('shipping_amount') }}, 0) as shipping_amount,
    {{ priced('original_total_amount') }} as total_amount,
    cast(line_count as bigint) as line_count,
    cast(item_quantity as double) as item_quantity,
    order_type = 'sale' and stated_status <> 'cancelled' and gross_amount > 0 as is_purchase,
    {{ local_date('ordered_at') }} as ordered_date,
    rate_date,
    ordered_at,
    cancelled_at,
    '{{ reporting_currency() }}' as reporting_currency,
    _batch_id
from orders_counted
{% endif %}
