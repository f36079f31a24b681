with source as (

    select * from {{ source('landing', 'orders') }}

),

renamed as (

    select
        -- ids
        order_id,
        {{ clean_text('customer_id') }} as customer_id,
        {{ clean_text('campaign_id') }} as campaign_id,
        {{ clean_text('store_id') }} as store_id,
        {{ clean_text('deal_id') }} as deal_id,
        -- text
        {{ clean_text('order_number') }} as order_number,
        {{ clean_text('order_type') }} as order_type,
        {{ clean_email('email') }} as email,
        {{ clean_phone('phone') }} as phone,
        {{ clean_text('customer_name') }} as customer_name,
        {{ clean_text('status') }} as status,
        upper({{ clean_text('currency_code') }}) as currency_code,
        {{ clean_text('channel') }} as channel,
        {{ clean_text('coupon_code') }} as coupon_code,
        {{ clean_text('landing_page') }} as landing_page,
        {{ clean_text('city') }} as city,
        {{ clean_text('region') }} as region,
        {{ clean_country('country_code') }} as country_code,
        -- numbers
        gross_amount,
        discount_amount,
        tax_amount,
        shipping_amount,
        total_amount,
        -- times
        ordered_at,
        cancelled_at,
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
