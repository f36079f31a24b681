with source as (

    select * from {{ source('landing', 'ad_spend') }}

),

renamed as (

    select
        -- ids
        campaign_id,
        -- text
        platform,
        {{ clean_text('campaign_name') }} as campaign_name,
        {{ clean_text('channel') }} as channel,
        upper({{ clean_text('currency_code') }}) as currency_code,
        -- numbers
        spend_amount,
        impressions,
        clicks,
        conversions,
        -- times
        spend_date,
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
