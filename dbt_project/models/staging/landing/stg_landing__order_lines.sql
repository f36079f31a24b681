with source as (

    select * from {{ source('landing', 'order_lines') }}

),

renamed as (

    select
        -- ids
        order_id,
        line_id,
        {{ clean_text('product_id') }} as product_id,
        {{ clean_text('customer_id') }} as customer_id,
        {{ clean_text('store_id') }} as store_id,
        -- text
        {{ clean_text('product_name') }} as product_name,
        {{ clean_text('order_type') }} as order_type,
        upper({{ clean_text('currency_code') }}) as currency_code,
        {{ clean_text('channel') }} as channel,
        {{ clean_text('coupon_code') }} as coupon_code,
        {{ clean_text('city') }} as city,
        {{ clean_text('region') }} as region,
        {{ clean_country('country_code') }} as country_code,
        -- numbers
        quantity,
        unit_price,
        gross_amount,
        discount_amount,
        net_amount,
        tax_amount,
        -- times
        ordered_at,
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
