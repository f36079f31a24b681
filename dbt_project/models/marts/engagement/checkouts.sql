-- Incremental by checkout: a new version of it, or its buyer's link to a customer changed.
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='checkout_id'
) }}

with versions as (

    select
        {{ source_key('checkout_id') }} as checkout_id,
        {{ record_key('customer_id', 'email', 'phone') }} as record_key,
        {{ source_key('order_id') }} as order_id,
        coalesce(currency_code, '{{ reporting_currency() }}') as currency_code,
        total_amount,
        started_at,
        completed_at,
        updated_at,
        _row_hash,
        _batch_id
    from {{ ref('stg_landing__checkouts') }}

),

touched as (

    select * from versions
    {% if is_incremental() -%}
    where
        checkout_id in (
            select newer.checkout_id from versions as newer
            where newer._batch_id > {{ watermark() }}
            union
            select known.checkout_id from versions as known
            inner join {{ ref('stg_identity__customer_links') }} as links
                on known.record_key = links.record_key
            where links.linked_batch_id > {{ watermark() }}
        )
    {%- endif %}

),

latest as (

    {{ latest_version('touched', ['checkout_id']) }}

)

select
    latest.checkout_id,
    links.customer_id,
    latest.started_at,
    latest.completed_at,
    cast(latest.total_amount * coalesce(exchange_rates.rate, 1) as decimal(18, 2)) as total_amount,
    latest.order_id,
    latest.completed_at is null and latest.order_id is null as is_abandoned,
    greatest(latest._batch_id, coalesce(links.linked_batch_id, -1)) as _batch_id
from latest
left join {{ ref('stg_identity__customer_links') }} as links
    on latest.record_key = links.record_key
{{ join_exchange_rate('latest.currency_code', 'cast(latest.started_at as date)') }}
