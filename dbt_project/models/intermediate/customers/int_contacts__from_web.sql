{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='record_key'
) }}

with browsers as (

    select * from {{ ref('int_contacts__browsers') }}
    {% if is_incremental() -%}
    where
        record_key in (
            select touched.record_key from {{ ref('int_contacts__browsers') }} as touched
            where touched._batch_id > {{ watermark() }}
        )
    {%- endif %}

)

select
    record_key,
    min(source) as source,
    max(source_customer_id) as source_customer_id,
    {{ newest('email', ['email_seen_at', 'email']) }} as email,
    {{ newest('phone', ['phone_seen_at', 'phone']) }} as phone,
    min(first_seen_at) as first_seen_at,
    max(last_seen_at) as last_seen_at,
    min(first_batch_id) as first_batch_id,
    max(last_loaded_at) as last_loaded_at,
    max(_batch_id) as _batch_id
from browsers
group by record_key
