-- A view on purpose: the rows lie in int_activities__united once, not twice; publishing copies and
-- sorts them.
{{ config(materialized='view') }}

select
    activity_id,
    customer_id,
    activity_type,
    channel,
    direction,
    title,
    detail,
    amount,
    '{{ reporting_currency() }}' as currency_code,
    source,
    record_id,
    occurred_at,
    _batch_id
from {{ ref('int_activities__united') }}
where not is_gone
