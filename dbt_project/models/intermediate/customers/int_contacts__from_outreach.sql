{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='record_key'
) }}

with people_named as (

    select
        {{ record_key('customer_id', 'email', 'phone') }} as record_key,
        _source as source,
        customer_id as source_customer_id,
        email,
        phone,
        occurred_at as seen_at,
        _loaded_at,
        _batch_id
    from {{ ref('stg_landing__campaign_members') }}
    union all
    select
        {{ source_key('contact_id') }} as record_key,
        _source as source,
        contact_id as source_customer_id,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as phone,
        created_at as seen_at,
        _loaded_at,
        _batch_id
    from {{ ref('stg_landing__deals') }}

),

people_touched as (

    select * from people_named
    where
        {% if is_incremental() -%}
        record_key in (
            select touched.record_key from people_named as touched
            where touched._batch_id > {{ watermark() }}
        ) and
        {% endif -%}
        record_key is not null

)

select
    record_key,
    min(source) as source,
    max(source_customer_id) as source_customer_id,
    {{ newest('email', ['seen_at', 'email']) }} as email,
    {{ newest('phone', ['seen_at', 'phone']) }} as phone,
    min(seen_at) as first_seen_at,
    max(seen_at) as last_seen_at,
    min(_batch_id) as first_batch_id,
    max(_loaded_at) as last_loaded_at,
    max(_batch_id) as _batch_id
from people_touched
group by record_key
