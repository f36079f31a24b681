with source as (

    select * from {{ source('identity', 'customer_changes') }}

),

renamed as (

    select
        customer_id,
        changed_batch_id
    from source

)

select * from renamed
