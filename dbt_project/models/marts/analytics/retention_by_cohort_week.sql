with customer_weeks as (

    select
        customer_id,
        cohort_week,
        -- money dated before the first purchase (the cancellation of an order we never saw)
        -- is told in the first week
        cast(greatest({{ weeks_between('cohort_week', 'week') }}, 0) as integer) as weeks_since,
        order_count,
        net_amount
    from {{ ref('int_customers__weeks') }}
    where cohort_week is not null

),

activity as (

    select
        cohort_week,
        weeks_since,
        {{ row_count('distinct case when order_count > 0 then customer_id end') }} as customers,
        cast(sum(order_count) as bigint) as orders,
        {{ money_total('net_amount') }} as net_amount
    from customer_weeks
    group by cohort_week, weeks_since

),

cohorts as (

    select
        cohort_week,
        customers as cohort_size
    from activity
    where weeks_since = 0

),

bounds as (

    select
        min(cohorts.cohort_week) as first_week,
        {{ week_of('max(calendar.as_of_date)') }} as last_week
    from cohorts
    cross join {{ ref('int_calendar__as_of') }} as calendar
    having min(cohorts.cohort_week) is not null

),

weeks as (

    {{ date_spine_between('bounds.first_week', 'bounds.last_week', 'week', 'week') }}
    from bounds

),

-- every cell up to as_of_date, also those nobody bought in: a triangle has no holes
cells as (

    select
        cohorts.cohort_week,
        cast({{ weeks_between('cohorts.cohort_week', 'weeks.week') }} as integer) as weeks_since,
        cohorts.cohort_size,
        {{ add_days('weeks.week', 6) }} <= calendar.as_of_date as is_complete
    from cohorts
    inner join weeks on cohorts.cohort_week <= weeks.week
    cross join {{ ref('int_calendar__as_of') }} as calendar

),

filled as (

    select
        cells.cohort_week,
        cells.weeks_since,
        cells.cohort_size,
        coalesce(activity.customers, 0) as customers,
        coalesce(activity.orders, 0) as orders,
        {{ money('coalesce(activity.net_amount, 0)') }} as net_amount,
        {{ safe_divide('coalesce(activity.customers, 0)', 'cells.cohort_size') }} as retention_rate,
        cells.is_complete
    from cells
    left join activity
        on
            cells.cohort_week = activity.cohort_week
            and cells.weeks_since = activity.weeks_since

)

select * from filled
