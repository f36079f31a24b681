with source as (

    select * from {{ source('landing', 'customers') }}

),

renamed as (

    select
        -- ids
        customer_id,
        {{ clean_text('person_id') }} as person_id,
        {{ clean_text('account_id') }} as account_id,
        -- text
        {{ clean_email('email') }} as email,
        {{ clean_phone('phone') }} as phone,
        {{ clean_text('full_name') }} as full_name,
        {{ clean_text('first_name') }} as first_name,
        {{ clean_text('last_name') }} as last_name,
        {{ clean_text('gender') }} as gender,
        {{ clean_text('company_name') }} as company_name,
        {{ clean_text('job_title') }} as job_title,
        {{ clean_text('address') }} as address,
        {{ clean_text('city') }} as city,
        {{ clean_text('region') }} as region,
        {{ clean_text('postal_code') }} as postal_code,
        {{ clean_country('country_code') }} as country_code,
        {{ clean_text('language') }} as language,
        {{ clean_text('acquisition_channel') }} as acquisition_channel,
        {{ clean_text('tags') }} as tags,
        {{ clean_text('segment') }} as segment,
        -- booleans
        has_email_consent,
        has_sms_consent,
        is_email_verified,
        -- times
        birth_date,
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
