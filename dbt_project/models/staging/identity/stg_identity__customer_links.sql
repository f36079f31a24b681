with source as (

    select * from {{ source('identity', 'customer_links') }}

),

renamed as (

    select
        record_key,
        customer_id,
        rule,
        first_batch_id,
        linked_batch_id
    from source

)

select * from renamed
