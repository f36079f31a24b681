with source as (

    select * from {{ source('ops', 'batches') }}

),

renamed as (

    select
        -- ids
        batch_id,
        run_id,
        -- text
        source,
        target,
        file,
        -- numbers
        rows_in,
        rows_landed,
        rows_known,
        rows_quarantined,
        rows_unselected,
        -- times
        started_at,
        finished_at
    from source

)

select * from renamed
