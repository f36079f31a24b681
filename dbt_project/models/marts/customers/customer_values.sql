{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='customer_id',
    pre_hook="{{ delete_keys('customer_id', customers_written(ref('int_customers__profiles'))) }}"
) }}

with records as (

    select * from {{ ref('int_customers__records') }}

),

profiles as (

    select * from {{ ref('int_customers__profiles') }}

),

records_with_winners as (

    select
        records.*,
        {%- for field in profile_fields() %}
        profiles.{{ field }}_rank,
        {%- endfor %}
        profiles._batch_id as profile_batch_id
    from records
    inner join profiles on records.customer_id = profiles.customer_id
    {% if is_incremental() -%}
    where records.customer_id in (
        select touched.customer_id
        from ({{ since_watermark(customers_written(ref('int_customers__profiles'))) }}) as touched
    )
    {%- endif %}

)

{% for field in profile_fields() -%}
select
    customer_id,
    '{{ field }}' as field_name,
    cast({{ field }} as {{ dbt.type_string() }}) as field_value,
    source,
    record_key,
    coalesce(observed_at, last_seen_at) as observed_at,
    record_rank = {{ field }}_rank as is_winner,
    last_batch_id as batch_id,
    profile_batch_id as _batch_id
from records_with_winners
where {{ field }} is not null
{% if not loop.last %}union all{% endif %}
{% endfor %}
