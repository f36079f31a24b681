with source as (

    select * from {{ source('landing', 'refunds') }}

),

renamed as (

    select
        -- ids
        refund_id,
        order_id,
        -- text
        upper({{ clean_text('currency_code') }}) as currency_code,
        {{ clean_text('reason') }} as reason,
        -- numbers
        refund_amount,
        tax_amount,
        shipping_amount,
        -- times
        refunded_at,
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
