with source as (

    select * from {{ source('landing', 'deal_events') }}

),

renamed as (

    select
        -- ids
        deal_id,
        -- text
        stage,
        {{ clean_text('previous_stage') }} as previous_stage,
        {{ clean_text('owner_name') }} as owner_name,
        -- times
        entered_at,
        -- lineage
        _extra,
        _source,
        _batch_id,
        _row_hash,
        _loaded_at
    from source

)

select * from renamed
