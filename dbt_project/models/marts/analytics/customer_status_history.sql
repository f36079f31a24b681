{{ config(materialized='view') }}

with schedule as (

    select * from {{ ref('int_customers__status_scheduled') }}

),

calendar as (

    select as_of_date from {{ ref('int_calendar__as_of') }}

),

until_as_of as (

    select
        schedule.customer_id,
        schedule.customer_status,
        schedule.previous_status,
        schedule.valid_from,
        case when schedule.valid_to <= calendar.as_of_date then schedule.valid_to end as valid_to
    from schedule
    cross join calendar
    where schedule.valid_from <= calendar.as_of_date

)

select * from until_as_of
