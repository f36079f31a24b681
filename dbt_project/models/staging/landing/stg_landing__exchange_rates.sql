with source as (

    select * from {{ source('landing', 'exchange_rates') }}

),

renamed as (

    select
        -- text
        upper({{ clean_text('from_currency') }}) as from_currency,
        upper({{ clean_text('to_currency') }}) as to_currency,
        -- numbers
        rate,
        -- times
        rate_date,
        -- lineage
        _extra,
        _source,
        _batch_id,
        _row_hash,
        _loaded_at
    from source

)

select * from renamed
