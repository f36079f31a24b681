-- One version of each event, narrow: the text of a comment is cut, people read it in the service
-- desk.
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='ticket_event_id'
) }}

with events as (

    select
        {{ source_key('event_id') }} as ticket_event_id,
        {{ source_key('ticket_id') }} as ticket_id,
        _source as source,
        {{ plain_word('event_type') }} as event_type,
        lower(author_type) as author_type,
        new_value,
        left(body, 300) as body,
        coalesce(is_public, true) as is_public,
        occurred_at,
        _row_hash,
        _batch_id
    from {{ ref('stg_landing__ticket_events') }}

),

touched as (

    select * from events
    {% if is_incremental() -%}
    where
        ticket_event_id in (
            select newer.ticket_event_id from events as newer
            where newer._batch_id > {{ watermark() }}
        )
    {%- endif %}

),

newest as (

    {{ latest_version('touched', ['ticket_event_id'], ['_batch_id desc', '_row_hash desc']) }}

)

select * from newest
