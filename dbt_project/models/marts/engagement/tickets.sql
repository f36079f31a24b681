-- Incremental by ticket: a new version of it, a new event on it, or its requester's link to a
-- customer changed.
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='ticket_id'
) }}

-- depends_on: {{ ref('int_ticket_events__latest') }}
with versions as (

    select
        *,
        {{ source_key('ticket_id') }} as ticket_key,
        {{ record_key('requester_id', 'requester_email', 'requester_phone') }} as record_key
    from {{ ref('stg_landing__tickets') }}

),

touched as (

    select * from versions
    {% if is_incremental() -%}
    where
        ticket_key in (
            select newer.ticket_key from versions as newer
            where newer._batch_id > {{ watermark() }}
            union
            select events.ticket_id from {{ ref('int_ticket_events__latest') }} as events
            where events._batch_id > {{ watermark() }}
            union
            select known.ticket_key from versions as known
            inner join {{ ref('stg_identity__customer_links') }} as links
                on known.record_key = links.record_key
            where links.linked_batch_id > {{ watermark() }}
        )
    {%- endif %}

),

requests as (

    {{ latest_version('touched', ['ticket_key']) }}

),

statuses_known as (

    select
        requests.*,
        links.customer_id,
        links.linked_batch_id,
        coalesce(events.comment_count, 0) as comment_count,
        coalesce(requests.first_replied_at, events.first_replied_at) as replied_at,
        coalesce(requests.solved_at, events.last_solved_at) as last_solved_at,
        coalesce(requests.satisfaction, events.last_satisfaction) as last_satisfaction,
        events._batch_id as events_batch_id,
        -- an audit newer than the ticket's own row says how it stands now
        case
            when events.last_status_at > coalesce(requests.updated_at, requests.created_at)
                then {{ ticket_status('events.last_status') }}
            else {{ ticket_status('requests.status') }}
        end as current_status
    from requests
    left join {{ ref('int_ticket_events__summed') }} as events
        on requests.ticket_key = events.ticket_id
    left join {{ ref('stg_identity__customer_links') }} as links
        on requests.record_key = links.record_key

)

select
    ticket_key as ticket_id,
    customer_id,
    subject,
    {{ plain_word('ticket_type') }} as ticket_type,
    {{ plain_word('priority') }} as priority,
    current_status as status,
    {{ plain_word('channel') }} as channel,
    group_name,
    assignee_name,
    {{ plain_word('last_satisfaction') }} as satisfaction,
    comment_count,
    cast({{ seconds_between('created_at', 'replied_at') }} as double) / 60 as first_reply_minutes,
    case
        when current_status in ('solved', 'closed')
            then cast({{ seconds_between('created_at', 'last_solved_at') }} as double) / 60
    end as resolution_minutes,
    current_status not in ('solved', 'closed') as is_open,
    created_at,
    replied_at as first_replied_at,
    case when current_status in ('solved', 'closed') then last_solved_at end as solved_at,
    greatest(_batch_id, coalesce(events_batch_id, -1), coalesce(linked_batch_id, -1)) as _batch_id
from statuses_known
