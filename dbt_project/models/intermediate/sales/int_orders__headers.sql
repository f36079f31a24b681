{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='order_id'
) }}

{% set headers_landed = ref('stg_landing__orders') %}
{% set lines = ref('int_order_lines__latest') %}
{% if is_unchanged([headers_landed, lines, ref('int_exchange_rates__daily')]) %}
select * from {{ this }}
where false
{% else %}
with rates as (

    select * from {{ ref('int_exchange_rates__daily') }}

),

{% if is_incremental() -%}
touched as (

    select {{ source_key('order_id') }} as order_id from {{ headers_landed }}
    where _batch_id > {{ watermark() }}
    union
    select order_id from {{ lines }}
    where _batch_id > {{ watermark() }} and ordered_at is not null
    union
    -- a rate that came late changes the orders of its days
    select known.order_id
    from {{ this }} as known
    inner join rates
        on known.currency_code = rates.from_currency and known.rate_date = rates.rate_date
    where rates._batch_id > {{ watermark() }}

),

headers_touched as (

    select * from {{ headers_landed }}
    where {{ source_key('order_id') }} in (select touched.order_id from touched)

),

{% endif -%}
headers_latest as (

    {{ latest_version(
        'headers_touched' if is_incremental() else headers_landed, ['_source', 'order_id']
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
    from {{ lines }}
    where
        {% if is_incremental() -%}
        order_id in (select touched.order_id from touched) and
        {% endif -%}
        ordered_at is not null
        and order_id not in (
            select {{ source_key('landed.order_id', 'landed._source') }}
            from {{ headers_landed }} as landed
        )
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

    select distinct
        from_currency,
        first_rate_date,
        last_rate_date
    from rates

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

)

select
    headers_dated.order_id,
    {{ record_key(
        'headers_dated.source_customer_id', 'headers_dated.email', 'headers_dated.phone',
        source='headers_dated.source'
    ) }} as record_key,
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
    on
        headers_dated.currency_code = rates.from_currency
        and headers_dated.rate_date = rates.rate_date
{% endif %}
