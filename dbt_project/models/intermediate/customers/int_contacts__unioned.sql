{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='record_key'
) }}

-- Who speaks first about a record: the list of customers, then orders, requests, outreach, the web.
{% set feeds = {
    'customers': [
        'source', 'source_customer_id', 'person_id', 'email', 'is_email_verified', 'phone',
        'full_name', 'first_name', 'last_name', 'gender',
        'birth_date', 'company_name', 'account_id', 'job_title', 'city', 'region', 'country_code', 'language',
        'acquisition_channel', 'tags', 'has_email_consent', 'has_sms_consent', 'created_at'
    ],
    'orders': ['source', 'source_customer_id', 'email', 'phone', 'full_name', 'city', 'region', 'country_code'],
    'requests': [
        'source', 'source_customer_id', 'email', 'phone', 'full_name', 'first_name', 'last_name', 'company_name', 'job_title', 'city', 'region',
        'country_code', 'has_email_consent'
    ],
    'outreach': ['source', 'source_customer_id', 'email', 'phone'],
    'web': ['source', 'source_customer_id', 'email', 'phone'],
} %}
{% set told_by = [] %}
{% for columns in feeds.values() %}
{% for column in columns if column not in told_by %}{% do told_by.append(column) %}{% endfor %}
{% endfor %}
{% set seen_by = ['orders', 'requests', 'outreach', 'web'] %}
-- refs, not CTEs: DuckDB would write each feed to memory, as it is read twice
with
records as (

    {% for feed in feeds -%}
    select record_key from {{ ref('int_contacts__from_' ~ feed) }}
    {% if is_incremental() -%}
    where _batch_id > {{ watermark() }}
    {% endif -%}
    {% if not loop.last %}union{% endif %}
    {% endfor %}

),

merged as (

    select
        records.record_key,
        {%- for column in told_by %}
        coalesce(
            {%- for feed in feeds if column in feeds[feed] %}
            from_{{ feed }}.{{ column }}{% if not loop.last %},{% endif %}
            {%- endfor %}
        ) as {{ column }},
        {%- endfor %}
        greatest(
            from_customers.observed_at,
            {%- for feed in seen_by %}
            from_{{ feed }}.last_seen_at{% if not loop.last %},{% endif %}
            {%- endfor %}
        ) as observed_at,
        least(
            from_customers.created_at,
            {%- for feed in seen_by %}
            from_{{ feed }}.first_seen_at{% if not loop.last %},{% endif %}
            {%- endfor %}
        ) as first_seen_at,
        least(
            {%- for feed in feeds %}
            from_{{ feed }}.first_batch_id{% if not loop.last %},{% endif %}
            {%- endfor %}
        ) as first_batch_id,
        greatest(
            {%- for feed in feeds %}
            from_{{ feed }}.last_loaded_at{% if not loop.last %},{% endif %}
            {%- endfor %}
        ) as last_loaded_at,
        greatest(
            {%- for feed in feeds %}
            from_{{ feed }}._batch_id{% if not loop.last %},{% endif %}
            {%- endfor %}
        ) as _batch_id
    from records
    {% for feed in feeds %}
    left join {{ ref('int_contacts__from_' ~ feed) }} as from_{{ feed }}
        on records.record_key = from_{{ feed }}.record_key
    {% endfor %}

)

select
    record_key,
    source,
    source_customer_id,
    person_id,
    email,
    coalesce(is_email_verified, false) as is_email_verified,
    {{ normalised_email('email') }} as email_normalised,
    phone,
    country_code as phone_country_code,
    coalesce(full_name, {{ joined_name('first_name', 'last_name') }}) as full_name,
    coalesce(first_name, {{ given_name_of('full_name') }}) as first_name,
    last_name,
    {{ normalised_given_name('first_name', 'full_name') }} as first_name_normalised,
    gender,
    birth_date,
    company_name,
    account_id,
    job_title,
    city,
    region,
    country_code,
    language,
    acquisition_channel,
    tags,
    has_email_consent,
    has_sms_consent,
    created_at,
    observed_at,
    first_seen_at,
    observed_at as last_seen_at,
    last_loaded_at,
    first_batch_id,
    _batch_id as last_batch_id,
    _batch_id
from merged
