with source as (

    select * from {{ source('landing', 'deals') }}

),

renamed as (

    select
        -- ids
        deal_id,
        {{ clean_text('account_id') }} as account_id,
        {{ clean_text('contact_id') }} as contact_id,
        {{ clean_text('product_id') }} as product_id,
        -- text
        {{ clean_text('deal_name') }} as deal_name,
        {{ clean_text('pipeline') }} as pipeline,
        stage,
        upper({{ clean_text('currency_code') }}) as currency_code,
        {{ clean_text('owner_name') }} as owner_name,
        {{ clean_text('region') }} as region,
        {{ clean_text('lead_source') }} as lead_source,
        {{ clean_text('lost_reason') }} as lost_reason,
        -- numbers
        deal_amount,
        probability_rate,
        -- booleans
        is_won,
        is_closed,
        -- times
        expected_close_date,
        created_at,
        closed_at,
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
