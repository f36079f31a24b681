{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='customer_id',
    pre_hook="{{ delete_keys('customer_id', customers_with_new_records()) }}"
) }}

with records as (

    select * from {{ ref('int_customers__records') }}
    {% if is_incremental() -%}
    where
        customer_id in (
            {{ since_watermark(customers_with_new_records()) }}
        )
    {%- endif %}

),

browsers as (

    select
        record_key,
        anonymous_id,
        min(web_source) as source,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at,
        max(_batch_id) as _batch_id
    from {{ ref('int_contacts__browsers') }}
    where anonymous_id <> ''
    group by record_key, anonymous_id

)

{% for type, column in {
    'email': 'email', 'phone': 'phone', 'source_id': 'source_customer_id', 'person_id': 'person_id'
}.items() -%}
select
    customer_id,
    '{{ type }}' as identifier_type,
    {{ column }} as identifier_value,
    source,
    record_key,
    rule,
    first_seen_at,
    last_seen_at,
    _batch_id
from records
where {{ column }} is not null
union all
{% endfor -%}
select
    records.customer_id,
    'anonymous_id' as identifier_type,
    browsers.anonymous_id as identifier_value,
    browsers.source,
    browsers.record_key,
    records.rule,
    browsers.first_seen_at,
    browsers.last_seen_at,
    greatest(records._batch_id, browsers._batch_id) as _batch_id
from browsers
inner join records on browsers.record_key = records.record_key
