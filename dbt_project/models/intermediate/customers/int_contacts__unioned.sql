{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='record_key') }}

-- Who speaks first about a record: the list of customers, then orders, requests, outreach, the web.
{% set feeds = {
    'customers': [
        'person_id', 'email', 'is_email_verified', 'phone', 'full_name', 'first_name', 'last_name', 'gender',
        'birth_date', 'company_name', 'account_id', 'job_title', 'city', 'region', 'country_code', 'language',
        'acquisition_channel', 'tags', 'has_email_consent', 'has_sms_consent', 'created_at', 'observed_at'
    ],
    'orders': ['email', 'phone', 'full_name', 'city', 'region', 'country_code', 'first_seen_at', 'last_seen_at'],
    'requests': [
        'email', 'phone', 'full_name', 'first_name', 'last_name', 'company_name', 'job_title', 'city', 'region',
        'country_code', 'has_email_consent', 'first_seen_at', 'last_seen_at'
    ],
    'outreach': ['email', 'phone', 'first_seen_at', 'last_seen_at'],
    'web': ['email', 'phone', 'first_seen_at', 'last_seen_at'],
} %}
{% set columns = {
    'person_id': dbt.type_string(), 'email': dbt.type_string(), 'is_email_verified': 'boolean',
    'phone': dbt.type_string(), 'full_name': dbt.type_string(), 'first_name': dbt.type_string(),
    'last_name': dbt.type_string(), 'gender': dbt.type_string(), 'birth_date': 'date',
    'company_name': dbt.type_string(), 'account_id': dbt.type_string(), 'job_title': dbt.type_string(),
    'city': dbt.type_string(), 'region': dbt.type_string(), 'country_code': dbt.type_string(),
    'language': dbt.type_string(), 'acquisition_channel': dbt.type_string(), 'tags': dbt.type_string(),
    'has_email_consent': 'boolean', 'has_sms_consent': 'boolean', 'created_at': 'timestamp',
    'observed_at': 'timestamp', 'first_seen_at': 'timestamp', 'last_seen_at': 'timestamp',
} %}
with
{%- for feed in feeds %}
from_{{ feed }} as (

    select * from {{ ref('int_contacts__from_' ~ feed) }}

),

{% endfor %}
{%- if is_incremental() -%}
touched as (

    {% for feed in feeds -%}
    select record_key from from_{{ feed }}
    where _batch_id > {{ watermark() }}
    {% if not loop.last %}union{% endif %}
    {% endfor %}

),

{% endif -%}
told as (

    {% for feed, known in feeds.items() -%}
    select
        record_key,
        {{ loop.index }} as turn,
        source,
        source_customer_id,
        {%- for column, type in columns.items() %}
        {% if column in known %}{{ column }}{% else %}cast(null as {{ type }}) as {{ column }}{% endif %},
        {%- endfor %}
        first_batch_id,
        last_loaded_at,
        _batch_id
    from from_{{ feed }}
    {% if is_incremental() -%}
    where record_key in (select touched.record_key from touched)
    {%- endif %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- most records are named by one kind of data only and need no choice
merged as (

    select
        record_key,
        min(source) as source,
        max(source_customer_id) as source_customer_id,
        {%- for column in columns if column not in ('first_seen_at', 'last_seen_at', 'observed_at') %}
        min_by({{ column }}, turn) filter (where {{ column }} is not null) as {{ column }},
        {%- endfor %}
        max(coalesce(observed_at, last_seen_at)) as observed_at,
        min(coalesce(first_seen_at, created_at)) as first_seen_at,
        max(coalesce(last_seen_at, observed_at)) as last_seen_at,
        min(first_batch_id) as first_batch_id,
        max(last_loaded_at) as last_loaded_at,
        max(_batch_id) as _batch_id
    from told
    group by record_key

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
    last_seen_at,
    last_loaded_at,
    first_batch_id,
    _batch_id as last_batch_id,
    _batch_id
from merged
