{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='customer_id',
    pre_hook="{{ delete_keys('customer_id', customers_written(ref('int_customers__profiles'))) }}"
) }}

with records_with_winners as (

    select
        records.*,
        {%- for field in profile_fields() %}
        profiles.{{ field }}_rank,
        {%- endfor %}
        profiles._batch_id as profile_batch_id
    from {{ ref('int_customers__records') }} as records
    inner join {{ ref('int_customers__profiles') }} as profiles
        on records.customer_id = profiles.customer_id
    {% if is_incremental() -%}
    where
        records.customer_id in (
            {{ since_watermark(customers_written(ref('int_customers__profiles'))) }}
        )
    {%- endif %}

),

{% set items = [] %}
{% for field in profile_fields() %}
{% do items.append({
    'field_name': "'" ~ field ~ "'",
    'field_value': 'cast(' ~ field ~ ' as ' ~ dbt.type_string() ~ ')',
    'winner_rank': field ~ '_rank',
}) %}
{% endfor %}
told as (

    select
        customer_id,
        source,
        record_key,
        record_rank,
        coalesce(observed_at, last_seen_at) as observed_at,
        last_batch_id,
        profile_batch_id,
        {{ unnest_items(items) }} as item
    from records_with_winners

)

-- an item is one value of many, not a table
-- noqa: disable=RF03
select
    customer_id,
    item.field_name,
    item.field_value,
    source,
    record_key,
    observed_at,
    record_rank = item.winner_rank as is_winner,
    last_batch_id as batch_id,
    profile_batch_id as _batch_id
from told
where item.field_value is not null
