{{ config(materialized='view') }}

-- What happened on a ticket in one row. A view: tickets reads it for the tickets it recomputes.
with events as (

    select
        *,
        coalesce(
            event_type = 'status_change'
            and {{ ticket_status('new_value') }} in ('solved', 'closed'),
            false
        ) as settles_ticket
    from {{ ref('int_ticket_events__latest') }}

)

select
    ticket_id,
    cast(count(*) filter (where event_type = 'comment') as bigint) as comment_count,
    min(occurred_at) filter (
        where event_type = 'comment' and author_type = 'agent' and is_public
    ) as first_replied_at,
    (
        max({{ dated('new_value', 'occurred_at', 'ticket_event_id') }})
        filter (where event_type = 'status_change')
    ).picked as last_status,
    max(occurred_at) filter (where event_type = 'status_change') as last_status_at,
    min(occurred_at) filter (where settles_ticket) as first_solved_at,
    max(occurred_at) filter (where settles_ticket) as last_solved_at,
    (
        max({{ dated('new_value', 'occurred_at', 'ticket_event_id') }})
        filter (where event_type in ('satisfaction', 'satisfaction_rating'))
    ).picked as last_satisfaction,
    max(_batch_id) as _batch_id
from events
group by ticket_id
