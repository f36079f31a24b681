with source as (

    select * from {{ source('landing', 'web_events') }}

),

renamed as (

    select
        -- ids
        message_id,
        {{ clean_text('anonymous_id') }} as anonymous_id,
        {{ clean_text('user_id') }} as user_id,
        {{ clean_text('product_id') }} as product_id,
        {{ clean_text('order_id') }} as order_id,
        {{ clean_text('checkout_id') }} as checkout_id,
        -- text
        event_type,
        {{ clean_text('event_name') }} as event_name,
        {{ clean_text('user_source') }} as user_source,
        {{ clean_email('email') }} as email,
        {{ clean_phone('phone') }} as phone,
        {{ clean_text('page_url') }} as page_url,
        {{ clean_text('page_path') }} as page_path,
        {{ clean_text('referrer') }} as referrer,
        {{ clean_text('utm_source') }} as utm_source,
        {{ clean_text('utm_medium') }} as utm_medium,
        {{ clean_text('utm_campaign') }} as utm_campaign,
        upper({{ clean_text('currency_code') }}) as currency_code,
        {{ clean_text('device') }} as device,
        {{ clean_country('country_code') }} as country_code,
        {{ clean_text('region') }} as region,
        {{ clean_text('city') }} as city,
        properties,
        -- numbers
        revenue_amount,
        -- times
        occurred_at,
        received_at,
        -- lineage
        _extra,
        _source,
        _batch_id,
        _row_hash,
        _loaded_at
    from source

)

select * from renamed
