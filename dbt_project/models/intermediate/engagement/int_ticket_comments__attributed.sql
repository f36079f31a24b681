{{ config(materialized='view') }}

-- A comment belongs to the customer of its ticket and changes hands with it, so it carries the
-- ticket's batch.
select
    ticket_comments.ticket_event_id,
    ticket_comments.ticket_id,
    tickets.customer_id,
    ticket_comments.source,
    tickets.channel,
    tickets.subject,
    ticket_comments.body,
    ticket_comments.author_type,
    ticket_comments.occurred_at,
    greatest(ticket_comments._batch_id, tickets._batch_id) as _batch_id
from {{ ref('int_ticket_events__latest') }} as ticket_comments
inner join {{ ref('tickets') }} as tickets
    on ticket_comments.ticket_id = tickets.ticket_id
where ticket_comments.event_type = 'comment'
