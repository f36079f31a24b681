{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='record_key'
) }}

{% set people = 'people_touched' if is_incremental() else ref('stg_landing__customers') %}
with
{%- if is_incremental() %}
people_touched as (

    select * from {{ ref('stg_landing__customers') }}
    where {{ source_key('customer_id') }} in (
        select {{ source_key('touched.customer_id', 'touched._source') }}
        from {{ ref('stg_landing__customers') }} as touched
        where touched._batch_id > {{ watermark() }}
    )

),
{%- endif %}

people_latest as (

    {{ latest_version(people, ['_source', 'customer_id']) }}

),

versions as (

    select
        _source,
        customer_id,
        min(_batch_id) as first_batch_id,
        max(_batch_id) as _batch_id,
        max(_loaded_at) as last_loaded_at
    from {{ people }}
    group by _source, customer_id

)

select
    {{ source_key('people_latest.customer_id', 'people_latest._source') }} as record_key,
    people_latest._source as source,
    people_latest.customer_id as source_customer_id,
    people_latest.person_id,
    people_latest.email,
    coalesce(people_latest.is_email_verified, false) as is_email_verified,
    people_latest.phone,
    people_latest.full_name,
    people_latest.first_name,
    people_latest.last_name,
    people_latest.gender,
    people_latest.birth_date,
    people_latest.company_name,
    {{ source_key('people_latest.account_id', 'people_latest._source') }} as account_id,
    people_latest.job_title,
    people_latest.city,
    people_latest.region,
    people_latest.country_code,
    people_latest.language,
    people_latest.acquisition_channel,
    people_latest.tags,
    people_latest.has_email_consent,
    people_latest.has_sms_consent,
    people_latest.created_at,
    coalesce(people_latest.updated_at, people_latest.created_at) as observed_at,
    versions.first_batch_id,
    versions.last_loaded_at,
    versions._batch_id
from people_latest
inner join versions
    on
        people_latest._source = versions._source
        and people_latest.customer_id = versions.customer_id
