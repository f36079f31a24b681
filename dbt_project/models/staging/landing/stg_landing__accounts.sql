with source as (

    select * from {{ source('landing', 'accounts') }}

),

renamed as (

    select
        -- ids
        account_id,
        {{ clean_text('parent_account_id') }} as parent_account_id,
        -- text
        account_name,
        {{ clean_text('domain') }} as domain,
        {{ clean_text('industry') }} as industry,
        {{ clean_phone('phone') }} as phone,
        {{ clean_text('city') }} as city,
        {{ clean_text('region') }} as region,
        {{ clean_country('country_code') }} as country_code,
        {{ clean_text('owner_name') }} as owner_name,
        -- numbers
        employee_count,
        annual_revenue_amount,
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
