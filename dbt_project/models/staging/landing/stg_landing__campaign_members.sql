with source as (

    select * from {{ source('landing', 'campaign_members') }}

),

renamed as (

    select
        -- ids
        campaign_id,
        member_id,
        {{ clean_text('customer_id') }} as customer_id,
        {{ clean_text('order_id') }} as order_id,
        -- text
        {{ clean_email('email') }} as email,
        {{ clean_phone('phone') }} as phone,
        member_event,
        {{ clean_text('coupon_code') }} as coupon_code,
        -- numbers
        response_amount,
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
