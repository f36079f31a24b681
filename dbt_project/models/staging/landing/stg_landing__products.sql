with source as (

    select * from {{ source('landing', 'products') }}

),

renamed as (

    select
        -- ids
        product_id,
        -- text
        {{ clean_text('product_name') }} as product_name,
        {{ clean_text('category') }} as category,
        {{ clean_text('subcategory') }} as subcategory,
        {{ clean_text('brand') }} as brand,
        upper({{ clean_text('currency_code') }}) as currency_code,
        -- numbers
        unit_price,
        unit_cost,
        -- booleans
        is_active,
        -- times
        created_at,
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
