-- Incremental by customer; those left without any activity are taken out before.
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='customer_id',
    pre_hook="{{ delete_keys('customer_id', customers_with_new_activity()) }}"
) }}

-- depends_on: {{ ref('stg_identity__customer_changes') }}
with activities as (

    select * from {{ ref('int_activities__united') }}
    where
        customer_id is not null
        {%- if is_incremental() %}
        and customer_id in (
            select touched.touched_key from ({{ customers_with_new_activity() }}) as touched
        )
        {%- endif %}
        and not is_gone

)

select
    customer_id,
    cast(count(*) filter (where activity_type = 'ticket') as bigint) as ticket_count,
    cast(
        count(*) filter (
            where activity_type = 'ticket' and detail not in ('solved', 'closed')
        ) as bigint
    ) as open_ticket_count,
    cast(count(*) filter (where activity_type = 'web_session') as bigint) as session_count,
    cast(
        count(*) filter (where activity_type = 'form_submission') as bigint
    ) as form_submission_count,
    -- being shown or kept from a campaign is nothing the customer did
    max(occurred_at) filter (where direction = 'inbound') as last_activity_at,
    min(occurred_at) filter (where direction = 'inbound') as first_activity_at,
    max(_batch_id) as _batch_id
from activities
group by customer_id
