{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='record_key'
) }}

with requests_named as (

    select
        {{ record_key('customer_id', 'email', 'phone') }} as record_key,
        _source as source,
        customer_id as source_customer_id,
        email,
        phone,
        cast(null as {{ dbt.type_string() }}) as full_name,
        cast(null as {{ dbt.type_string() }}) as first_name,
        cast(null as {{ dbt.type_string() }}) as last_name,
        cast(null as {{ dbt.type_string() }}) as company_name,
        cast(null as {{ dbt.type_string() }}) as job_title,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as {{ dbt.type_string() }}) as region,
        cast(null as {{ dbt.type_string() }}) as country_code,
        cast(null as boolean) as has_email_consent,
        started_at as seen_at,
        _loaded_at,
        _batch_id
    from {{ ref('stg_landing__checkouts') }}
    union all
    select
        {{ record_key(email='email', phone='phone') }} as record_key,
        _source as source,
        cast(null as {{ dbt.type_string() }}) as source_customer_id,
        email,
        phone,
        full_name,
        first_name,
        last_name,
        company_name,
        job_title,
        city,
        region,
        country_code,
        has_email_consent,
        submitted_at as seen_at,
        _loaded_at,
        _batch_id
    from {{ ref('stg_landing__form_submissions') }}
    union all
    select
        {{ record_key('requester_id', 'requester_email', 'requester_phone') }} as record_key,
        _source as source,
        requester_id as source_customer_id,
        requester_email as email,
        requester_phone as phone,
        requester_name as full_name,
        cast(null as {{ dbt.type_string() }}) as first_name,
        cast(null as {{ dbt.type_string() }}) as last_name,
        cast(null as {{ dbt.type_string() }}) as company_name,
        cast(null as {{ dbt.type_string() }}) as job_title,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as {{ dbt.type_string() }}) as region,
        cast(null as {{ dbt.type_string() }}) as country_code,
        cast(null as boolean) as has_email_consent,
        created_at as seen_at,
        _loaded_at,
        _batch_id
    from {{ ref('stg_landing__tickets') }}

),

requests_touched as (

    select * from requests_named
    where
        {% if is_incremental() -%}
        record_key in (
            select touched.record_key from requests_named as touched
            where touched._batch_id > {{ watermark() }}
        ) and
        {% endif -%}
        record_key is not null

)

select
    record_key,
    min(source) as source,
    max(source_customer_id) as source_customer_id,
    {%- for column in [
        'email', 'phone', 'full_name', 'first_name', 'last_name', 'company_name', 'job_title', 'city', 'region',
        'country_code', 'has_email_consent'
    ] %}
    {{ newest(column, ['seen_at', column]) }} as {{ column }},
    {%- endfor %}
    min(seen_at) as first_seen_at,
    max(seen_at) as last_seen_at,
    min(_batch_id) as first_batch_id,
    max(_loaded_at) as last_loaded_at,
    max(_batch_id) as _batch_id
from requests_touched
group by record_key
