with source as (

    select * from {{ source('landing', 'checkouts') }}

),

renamed as (

    select
        -- ids
        checkout_id,
        {{ clean_text('customer_id') }} as customer_id,
        {{ clean_text('order_id') }} as order_id,
        -- text
        {{ clean_email('email') }} as email,
        {{ clean_phone('phone') }} as phone,
        upper({{ clean_text('currency_code') }}) as currency_code,
        -- numbers
        total_amount,
        -- times
        started_at,
        completed_at,
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
