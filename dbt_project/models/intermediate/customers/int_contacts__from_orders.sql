{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='record_key'
) }}

-- Every version of an order speaks: a guest whose order is later given to an account was still
-- named once, and a full rebuild must find the same records as a run of every day.
with orders_named as (

    select
        {{ record_key('customer_id', 'email', 'phone') }} as record_key,
        _source as source,
        customer_id as source_customer_id,
        email,
        phone,
        customer_name as full_name,
        city,
        region,
        country_code,
        ordered_at,
        _loaded_at,
        _batch_id
    from {{ ref('stg_landing__orders') }}
    where customer_id is not null or email is not null or phone is not null
    union all
    -- files of lines only: nobody is named but by id
    select
        {{ source_key('customer_id') }} as record_key,
        _source as source,
        customer_id as source_customer_id,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as phone,
        cast(null as {{ dbt.type_string() }}) as full_name,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as {{ dbt.type_string() }}) as region,
        max(country_code) as country_code,
        max(ordered_at) as ordered_at,
        max(_loaded_at) as _loaded_at,
        _batch_id
    from {{ ref('stg_landing__order_lines') }}
    where customer_id is not null and ordered_at is not null
    group by _source, customer_id, order_id, _batch_id

),

orders_touched as (

    select * from orders_named
    {% if is_incremental() -%}
    where
        record_key in (
            select touched.record_key from orders_named as touched
            where touched._batch_id > {{ watermark() }}
        )
    {%- endif %}

)

select
    record_key,
    min(source) as source,
    max(source_customer_id) as source_customer_id,
    {{ newest('email', ['ordered_at', 'email']) }} as email,
    {{ newest('phone', ['ordered_at', 'phone']) }} as phone,
    {{ newest('full_name', ['ordered_at', 'full_name']) }} as full_name,
    {{ newest('city', ['ordered_at', 'city']) }} as city,
    {{ newest('region', ['ordered_at', 'region']) }} as region,
    {{ newest('country_code', ['ordered_at', 'country_code']) }} as country_code,
    min(ordered_at) as first_seen_at,
    max(ordered_at) as last_seen_at,
    min(_batch_id) as first_batch_id,
    max(_loaded_at) as last_loaded_at,
    max(_batch_id) as _batch_id
from orders_touched
group by record_key
