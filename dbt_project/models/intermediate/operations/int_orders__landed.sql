{{ config(
    materialized='incremental',
    unique_key='order_id',
    incremental_strategy='delete+insert'
) }}

-- What the sources say was ordered, counted without the sales models: the newest version of each
-- header and line, and an order for every set of lines that came without a header. Only rates and
-- cancellations come from the marts: they decide how an amount is told, not whether it is there.
{% set reached = watermark() | trim %}
{% set inputs = [
    ref('stg_landing__orders'), ref('stg_landing__order_lines'), ref('int_orders__versioned')
] %}
{% if is_unchanged(inputs) %}
select * from {{ this }}
where false
{% else %}
with
{% if is_incremental() -%}
touched as (

    select {{ source_key('order_id') }} as order_id from {{ ref('stg_landing__orders') }}
    where _batch_id > {{ reached }}
    union distinct
    select {{ source_key('order_id') }} as order_id from {{ ref('stg_landing__order_lines') }}
    where _batch_id > {{ reached }}
    union distinct
    select order_id from {{ ref('int_orders__versioned') }}
    where _batch_id > {{ reached }}

),
{% endif %}
headers_read as (

    select
        {{ source_key('order_id') }} as order_id,
        _source as source,
        coalesce(
            total_amount,
            gross_amount - coalesce(discount_amount, 0) + coalesce(tax_amount, 0)
            + coalesce(shipping_amount, 0)
        ) as stated_amount,
        coalesce(tax_amount, 0) + coalesce(shipping_amount, 0) as extra_amount,
        {{ local_date('ordered_at') }} as event_date,
        updated_at,
        _batch_id,
        _row_hash
    from {{ ref('stg_landing__orders') }}
    {% if is_incremental() -%}
    where {{ source_key('order_id') }} in (select touched.order_id from touched)
    {%- endif %}

),

headers as (

    {{ latest_version('headers_read', ['order_id']) }}

),

lines_read as (

    select
        {{ source_key('order_id') }} as order_id,
        _source as source,
        line_id,
        coalesce(
            net_amount,
            coalesce(
                gross_amount,
                cast(cast(quantity as decimal(18, 4)) * unit_price as decimal(18, 2))
            )
            - coalesce(discount_amount, 0),
            0
        ) as original_net_amount,
        {{ local_date('ordered_at') }} as event_date,
        updated_at,
        _batch_id,
        _row_hash
    from {{ ref('stg_landing__order_lines') }}
    {% if is_incremental() -%}
    where {{ source_key('order_id') }} in (select touched.order_id from touched)
    {%- endif %}

),

lines_named as (

    select * from lines_read
    where line_id is not null

),

lines as (

    {{ latest_version('lines_named', ['order_id', 'line_id']) }}
    union all
    select * from lines_read
    where line_id is null

),

known_orders as (

    select
        order_id,
        exchange_rate,
        status = 'cancelled' as is_cancelled,
        ordered_date,
        _batch_id
    from {{ ref('orders') }}
    {% if is_incremental() -%}
    where order_id in (select touched.order_id from touched)
    {%- endif %}

),

line_totals as (

    select
        lines.order_id,
        max(lines.source) as source,
        {{ row_count() }} as line_count,
        min(lines.event_date) as event_date,
        {{ money_total('lines.original_net_amount') }} as original_net_amount,
        {{ money_total(
            'case when not coalesce(known_orders.is_cancelled, false) then '
            ~ priced('lines.original_net_amount', 'coalesce(known_orders.exchange_rate, 1)') ~ ' end'
        ) }} as net_amount,
        max(lines._batch_id) as _batch_id
    from lines
    left join known_orders on lines.order_id = known_orders.order_id
    group by lines.order_id

),

landed as (

    select
        coalesce(headers.order_id, line_totals.order_id) as order_id,
        coalesce(headers.source, line_totals.source) as source,
        {{ money(
            'coalesce(headers.stated_amount, coalesce(line_totals.original_net_amount, 0)'
            ~ ' + coalesce(headers.extra_amount, 0))'
        ) }} as order_amount,
        coalesce(line_totals.line_count, 0) as line_count,
        coalesce(line_totals.net_amount, 0) as line_amount,
        coalesce(known_orders.exchange_rate, 1) <> 1 as is_foreign,
        -- 1970-01-01 holds what no date is known of
        coalesce(
            headers.event_date, line_totals.event_date, cast('1970-01-01' as date)
        ) as event_date,
        -- lines are told on the day of their order
        coalesce(
            known_orders.ordered_date, headers.event_date, line_totals.event_date,
            cast('1970-01-01' as date)
        ) as line_event_date,
        -- with the batch of the mart's row: else every order linked later looks new for ever
        greatest(
            coalesce(headers._batch_id, -1),
            coalesce(line_totals._batch_id, -1),
            coalesce(known_orders._batch_id, -1)
        ) as _batch_id
    from headers
    full outer join line_totals on headers.order_id = line_totals.order_id
    left join known_orders
        on coalesce(headers.order_id, line_totals.order_id) = known_orders.order_id

)

select * from landed
{% endif %}
