-- The days scores are of: the end of each month of the history, and as_of_date in the last one.
with calendar as (

    select
        as_of_date,
        {{ month_of('as_of_date') }} as last_month
    from {{ ref('int_calendar__as_of') }}

),

months as (

    {{ date_spine_between(
        add_months('last_month', 1 - (var('rfm_history_months') | int)), 'last_month', 'month', 'month'
    ) }}
    from calendar

),

snapshots as (

    select
        months.month,
        least(
            {{ add_days(add_months('months.month', 1), -1) }}, calendar.as_of_date
        ) as as_of_date
    from months
    cross join calendar

)

select * from snapshots
