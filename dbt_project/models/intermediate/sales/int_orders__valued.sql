{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='order_id') }}

with lines as (

    select * from {{ ref('int_order_lines__latest') }}

),

refunds as (

    select * from {{ ref('int_refunds__latest') }}

),

rates as (

    select * from {{ ref('int_exchange_rates__daily') }}

),

{% if is_incremental() -%}
touched as (

    select {{ source_key('order_id') }} as order_id from {{ ref('stg_landing__orders') }}
    where _batch_id > {{ watermark() }}
    union
    select order_id from lines
    where _batch_id > {{ watermark() }}
    union
    select order_id from refunds
    where _batch_id > {{ watermark() }}
    union
    -- a rate that came late changes the orders of its days
    select known.order_id
    from {{ this }} as known
    inner join rates on known.currency_code = rates.from_currency and known.rate_date = rates.rate_date
    where rates._batch_id > {{ watermark() }}

),
{%- endif %}

headers_read as (

    select * from {{ ref('stg_landing__orders') }}
    {% if is_incremental() -%}
    where {{ source_key('order_id') }} in (select touched.order_id from touched)
    {%- endif %}

),

lines_read as (

    select * from lines
    {% if is_incremental() -%}
    where order_id in (select touched.order_id from touched)
    {%- endif %}

),

headers_latest as (

    {{ latest_version(
        'headers_read' if is_incremental() else ref('stg_landing__orders'), ['_source', 'order_id']
    ) }}

),

headers as (

    select
        {{ source_key('order_id') }} as order_id,
        _source as source,
        order_id as source_order_id,
        order_number,
        order_type,
        customer_id as source_customer_id,
        email,
        phone,
        customer_name,
        status,
        channel,
        campaign_id,
        coupon_code,
        store_id,
        city,
        region,
        country_code,
        currency_code,
        gross_amount,
        discount_amount,
        tax_amount,
        shipping_amount,
        total_amount,
        ordered_at,
        cancelled_at,
        _batch_id
    from headers_latest

),

-- sources that deliver lines only: the order is what its lines say together
headers_from_lines as (

    select
        order_id,
        min(source) as source,
        min(substring(order_id, length(source) + 2)) as source_order_id,
        max(order_type) as order_type,
        max(source_customer_id) as source_customer_id,
        max(channel) as channel,
        max(coupon_code) as coupon_code,
        max(store_id) as store_id,
        max(city) as city,
        max(region) as region,
        max(country_code) as country_code,
        max(currency_code) as currency_code,
        min(ordered_at) as ordered_at,
        max(_batch_id) as _batch_id
    from lines_read
    where
        ordered_at is not null
        and order_id not in (select headers.order_id from headers)
    group by order_id

),

headers_all as (

    select * from headers
    union all
    select
        order_id,
        source,
        source_order_id,
        source_order_id as order_number,
        order_type,
        source_customer_id,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as phone,
        cast(null as {{ dbt.type_string() }}) as customer_name,
        cast(null as {{ dbt.type_string() }}) as status,
        channel,
        cast(null as {{ dbt.type_string() }}) as campaign_id,
        coupon_code,
        store_id,
        city,
        region,
        country_code,
        currency_code,
        cast(null as decimal(18, 2)) as gross_amount,
        cast(null as decimal(18, 2)) as discount_amount,
        cast(null as decimal(18, 2)) as tax_amount,
        cast(null as decimal(18, 2)) as shipping_amount,
        cast(null as decimal(18, 2)) as total_amount,
        ordered_at,
        cast(null as timestamp) as cancelled_at,
        _batch_id
    from headers_from_lines

),

rate_bounds as (

    select distinct from_currency, first_rate_date, last_rate_date from rates

),

headers_dated as (

    select
        headers_all.*,
        least(
            greatest({{ local_date('headers_all.ordered_at') }}, rate_bounds.first_rate_date),
            rate_bounds.last_rate_date
        ) as rate_date
    from headers_all
    left join rate_bounds on headers_all.currency_code = rate_bounds.from_currency

),

headers_rated as (

    select
        headers_dated.order_id,
        headers_dated.source,
        headers_dated.source_order_id,
        headers_dated.order_number,
        headers_dated.order_type,
        headers_dated.source_customer_id,
        headers_dated.email,
        headers_dated.phone,
        headers_dated.customer_name,
        headers_dated.status,
        headers_dated.channel,
        headers_dated.campaign_id,
        headers_dated.coupon_code,
        headers_dated.store_id,
        headers_dated.city,
        headers_dated.region,
        headers_dated.country_code,
        headers_dated.gross_amount,
        headers_dated.discount_amount,
        headers_dated.tax_amount,
        headers_dated.shipping_amount,
        headers_dated.total_amount,
        headers_dated.ordered_at,
        headers_dated.cancelled_at,
        headers_dated.rate_date,
        coalesce(headers_dated.currency_code, '{{ reporting_currency() }}') as currency_code,
        -- a currency without any rate is taken as it is; assert_every_currency_has_a_rate tells
        coalesce(rates.rate, 1) as exchange_rate,
        greatest(headers_dated._batch_id, coalesce(rates._batch_id, -1)) as _batch_id
    from headers_dated
    left join rates
        on headers_dated.currency_code = rates.from_currency and headers_dated.rate_date = rates.rate_date

),

foreign_orders as (

    select order_id, exchange_rate from headers_rated
    where exchange_rate <> 1

),

line_totals as (

    select
        lines_read.order_id,
        {{ money_total(priced('lines_read.original_gross_amount', 'coalesce(foreign_orders.exchange_rate, 1)')) }}
            as gross_amount,
        {{ money_total(priced('lines_read.original_net_amount', 'coalesce(foreign_orders.exchange_rate, 1)')) }}
            as net_amount,
        {{ money_total('lines_read.original_net_amount') }} as original_net_amount,
        {{ row_count() }} as line_count,
        cast(sum(lines_read.quantity) as double) as item_quantity,
        max(lines_read._batch_id) as _batch_id
    from lines_read
    left join foreign_orders on lines_read.order_id = foreign_orders.order_id
    group by lines_read.order_id

),

refund_totals as (

    select
        headers_rated.order_id,
        {{ money_total(priced_refund('refunds', 'headers_rated')) }} as refund_amount,
        max(refunds._batch_id) as _batch_id
    from refunds
    inner join headers_rated on refunds.order_id = headers_rated.order_id
    group by headers_rated.order_id

),

orders_summed as (

    select
        headers_rated.order_id,
        headers_rated.source,
        headers_rated.source_order_id,
        headers_rated.order_number,
        headers_rated.source_customer_id,
        headers_rated.email,
        headers_rated.phone,
        headers_rated.customer_name,
        headers_rated.channel,
        headers_rated.campaign_id,
        headers_rated.coupon_code,
        headers_rated.store_id,
        headers_rated.city,
        headers_rated.region,
        headers_rated.country_code,
        headers_rated.tax_amount,
        headers_rated.shipping_amount,
        headers_rated.total_amount,
        headers_rated.ordered_at,
        headers_rated.cancelled_at,
        headers_rated.rate_date,
        headers_rated.currency_code,
        headers_rated.exchange_rate,
        coalesce(headers_rated.order_type, 'sale') as order_type,
        case
            when headers_rated.cancelled_at is not null then 'cancelled'
            else {{ order_status_of('headers_rated.status') }}
        end as stated_status,
        coalesce(
            {{ priced('headers_rated.gross_amount', 'headers_rated.exchange_rate') }},
            line_totals.gross_amount,
            {{ priced(
                'headers_rated.total_amount - coalesce(headers_rated.tax_amount, 0) '
                ~ '- coalesce(headers_rated.shipping_amount, 0) + coalesce(headers_rated.discount_amount, 0)',
                'headers_rated.exchange_rate'
            ) }},
            0
        ) as stated_gross_amount,
        coalesce(
            {{ priced('headers_rated.discount_amount', 'headers_rated.exchange_rate') }},
            line_totals.gross_amount - line_totals.net_amount,
            0
        ) as stated_discount_amount,
        refund_totals.refund_amount as refunded_amount,
        coalesce(
            headers_rated.total_amount,
            coalesce(headers_rated.gross_amount - coalesce(headers_rated.discount_amount, 0), line_totals.original_net_amount, 0)
            + coalesce(headers_rated.tax_amount, 0)
            + coalesce(headers_rated.shipping_amount, 0)
        ) as original_total_amount,
        coalesce(line_totals.line_count, 0) as line_count,
        coalesce(line_totals.item_quantity, 0) as item_quantity,
        greatest(
            headers_rated._batch_id, coalesce(line_totals._batch_id, -1), coalesce(refund_totals._batch_id, -1)
        ) as _batch_id
    from headers_rated
    left join line_totals on headers_rated.order_id = line_totals.order_id
    left join refund_totals on headers_rated.order_id = refund_totals.order_id

),

-- a cancelled order counts for nothing, whatever was given back; its worth stays in total_amount
orders_counted as (

    select
        *,
        case when stated_status = 'cancelled' then 0 else stated_gross_amount end as gross_amount,
        case when stated_status = 'cancelled' then 0 else stated_discount_amount end as discount_amount,
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
    {{ record_key('source_customer_id', 'email', 'phone', source='source') }} as record_key,
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
    {{ source_key('campaign_id', 'source') }} as campaign_id,
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
