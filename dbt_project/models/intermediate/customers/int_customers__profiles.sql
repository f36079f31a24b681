{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='customer_id',
    pre_hook="{{ delete_keys('customer_id', customers_written(ref('int_customers__records'))) }}"
) }}

-- The winning value of each field, and the rank of the record that won it: customer_values marks
-- it by that.
with records as (

    select * from {{ ref('int_customers__records') }}
    {% if is_incremental() -%}
    where
        customer_id in (
            {{ since_watermark(customers_written(ref('int_customers__records'))) }}
        )
    {%- endif %}

)

select
    customer_id,
    {%- for field in profile_fields() %}
    min_by({{ field }}, record_rank) filter (where {{ field }} is not null) as {{ field }},
    cast(
        min(case when {{ field }} is not null then record_rank end) as integer
    ) as {{ field }}_rank,
    {%- endfor %}
    min_by(acquisition_channel, record_rank)
    filter (where acquisition_channel is not null) as acquisition_channel,
    -- consent is what was said last, whoever knows more else
    {{ newest('has_email_consent', ['observed_at', 'record_key']) }} as has_email_consent,
    {{ newest('has_sms_consent', ['observed_at', 'record_key']) }} as has_sms_consent,
    min_by(source, {{ sort_key(['first_batch_id', 'record_key']) }}) as first_source,
    cast(count(distinct source) as integer) as source_count,
    cast(
        count(distinct email) + count(distinct phone)
        + count(source_customer_id) + count(distinct person_id) as integer
    ) as identifier_count,
    min(created_at) as created_at,
    min(first_seen_at) as first_seen_at,
    max(last_seen_at) as last_seen_at,
    max(_batch_id) as _batch_id
from records
group by customer_id
