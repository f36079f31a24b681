{{ config(materialized='view') }}

-- A comment belongs to the customer of its ticket and changes hands with it, so it carries the ticket's batch.
select
    comments.ticket_event_id,
    comments.ticket_id,
    tickets.customer_id,
    comments.source,
    tickets.channel,
    tickets.subject,
    comments.body,
    comments.author_type,
    comments.occurred_at,
    greatest(comments._batch_id, tickets._batch_id) as _batch_id
from {{ ref('int_ticket_events__latest') }} as comments
inner join {{ ref('tickets') }} as tickets
    on comments.ticket_id = tickets.ticket_id
where comments.event_type = 'comment'
