{{ config(materialized='view') }}

with schedule as (

    select * from {{ ref('customer_status_history') }}

),

current_statuses as (

    select
        customer_id,
        customer_status,
        valid_from as status_since
    from schedule
    where valid_to is null

)

select * from current_statuses
