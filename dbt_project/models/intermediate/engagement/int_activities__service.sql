{{ config(materialized='view') }}

-- A view, as int_activities__commerce.
select
    'ticket' as activity_type,
    ticket_id as record_id,
    cast(null as {{ dbt.type_string() }}) as parent_id,
    customer_id,
    channel,
    'inbound' as direction,
    subject as title,
    status as detail,
    cast(null as decimal(18, 2)) as amount,
    split_part(ticket_id, ':', 1) as source,
    created_at as occurred_at,
    _batch_id
from {{ ref('tickets') }}
union all
select
    'ticket_comment' as activity_type,
    ticket_event_id as record_id,
    ticket_id as parent_id,
    customer_id,
    channel,
    case author_type
        when 'customer' then 'inbound'
        when 'agent' then 'outbound'
        else 'none'
    end as direction,
    subject as title,
    body as detail,
    cast(null as decimal(18, 2)) as amount,
    source,
    occurred_at,
    _batch_id
from {{ ref('int_ticket_comments__attributed') }}
union all
select
    'form_submission' as activity_type,
    submission_id as record_id,
    cast(null as {{ dbt.type_string() }}) as parent_id,
    customer_id,
    channel,
    'inbound' as direction,
    form_name as title,
    form_type as detail,
    cast(null as decimal(18, 2)) as amount,
    split_part(submission_id, ':', 1) as source,
    submitted_at as occurred_at,
    _batch_id
from {{ ref('int_form_submissions__linked') }}
