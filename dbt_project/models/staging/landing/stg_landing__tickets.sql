with source as (

    select * from {{ source('landing', 'tickets') }}

),

renamed as (

    select
        -- ids
        ticket_id,
        {{ clean_text('requester_id') }} as requester_id,
        {{ clean_text('order_id') }} as order_id,
        -- text
        {{ clean_email('requester_email') }} as requester_email,
        {{ clean_phone('requester_phone') }} as requester_phone,
        {{ clean_text('requester_name') }} as requester_name,
        {{ clean_text('subject') }} as subject,
        {{ clean_text('description') }} as description,
        {{ clean_text('ticket_type') }} as ticket_type,
        {{ clean_text('priority') }} as priority,
        status,
        {{ clean_text('channel') }} as channel,
        {{ clean_text('group_name') }} as group_name,
        {{ clean_text('assignee_name') }} as assignee_name,
        {{ clean_text('tags') }} as tags,
        {{ clean_text('satisfaction') }} as satisfaction,
        -- times
        created_at,
        first_replied_at,
        solved_at,
        updated_at,
        -- lineage
        _extra,
        _source,
        _batch_id,
        _row_hash,
        _loaded_at
    from source

)

select * from renamed
