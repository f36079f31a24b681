with source as (

    select * from {{ source('landing', 'ticket_events') }}

),

renamed as (

    select
        -- ids
        event_id,
        ticket_id,
        {{ clean_text('author_id') }} as author_id,
        -- text
        event_type,
        {{ clean_text('author_type') }} as author_type,
        {{ clean_text('field_name') }} as field_name,
        {{ clean_text('old_value') }} as old_value,
        {{ clean_text('new_value') }} as new_value,
        {{ clean_text('body') }} as body,
        -- booleans
        is_public,
        -- times
        occurred_at,
        -- lineage
        _extra,
        _source,
        _batch_id,
        _row_hash,
        _loaded_at
    from source

)

select * from renamed
