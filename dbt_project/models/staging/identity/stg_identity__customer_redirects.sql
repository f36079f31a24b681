with source as (

    select * from {{ source('identity', 'customer_redirects') }}

),

renamed as (

    select
        old_customer_id,
        customer_id,
        redirected_at
    from source

)

select * from renamed
