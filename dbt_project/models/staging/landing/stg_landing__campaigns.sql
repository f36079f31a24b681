with source as (

    select * from {{ source('landing', 'campaigns') }}

),

renamed as (

    select
        -- ids
        campaign_id,
        -- text
        {{ clean_text('campaign_name') }} as campaign_name,
        {{ clean_text('campaign_type') }} as campaign_type,
        {{ clean_text('channel') }} as channel,
        {{ clean_text('status') }} as status,
        upper({{ clean_text('currency_code') }}) as currency_code,
        -- numbers
        budget_amount,
        -- times
        starts_at,
        ends_at,
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
