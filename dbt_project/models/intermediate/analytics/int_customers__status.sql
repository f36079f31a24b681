{{ config(materialized='view') }}

with schedule as (

    select * from {{ ref('int_customers__status_scheduled') }}

),

current_statuses as (

    select
        schedule.customer_id,
        schedule.customer_status,
        schedule.valid_from as status_since
    from schedule
    inner join {{ ref('int_calendar__as_of') }} as calendar
        on
            schedule.valid_from <= calendar.as_of_date
            and coalesce(schedule.valid_to, cast('9999-12-31' as date)) > calendar.as_of_date

)

select * from current_statuses
