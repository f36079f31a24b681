with source as (

    select * from {{ source('identity', 'phone_numbers') }}

),

renamed as (

    select
        phone,
        country_code,
        phone_e164
    from source

)

select * from renamed
