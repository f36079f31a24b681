with source as (

    select * from {{ source('landing', 'form_submissions') }}

),

renamed as (

    select
        -- ids
        submission_id,
        {{ clean_text('form_id') }} as form_id,
        {{ clean_text('anonymous_id') }} as anonymous_id,
        -- text
        form_name,
        {{ clean_text('form_type') }} as form_type,
        {{ clean_email('email') }} as email,
        {{ clean_phone('phone') }} as phone,
        {{ clean_text('full_name') }} as full_name,
        {{ clean_text('first_name') }} as first_name,
        {{ clean_text('last_name') }} as last_name,
        {{ clean_text('company_name') }} as company_name,
        {{ clean_text('job_title') }} as job_title,
        {{ clean_country('country_code') }} as country_code,
        {{ clean_text('region') }} as region,
        {{ clean_text('city') }} as city,
        {{ clean_text('message') }} as message,
        {{ clean_text('utm_source') }} as utm_source,
        {{ clean_text('utm_medium') }} as utm_medium,
        {{ clean_text('utm_campaign') }} as utm_campaign,
        {{ clean_text('page_url') }} as page_url,
        -- booleans
        has_email_consent,
        -- times
        submitted_at,
        -- lineage
        _extra,
        _source,
        _batch_id,
        _row_hash,
        _loaded_at
    from source

)

select * from renamed
