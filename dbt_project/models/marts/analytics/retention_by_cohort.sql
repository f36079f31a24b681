with customer_months as (

    select
        customer_id,
        cohort_month,
        -- money dated before the first purchase (the cancellation of an order we never saw)
        -- is told in the first month
        cast(greatest({{ months_between('cohort_month', 'month') }}, 0) as integer) as months_since,
        order_count,
        net_amount
    from {{ ref('int_customers__months') }}
    where cohort_month is not null

),

activity as (

    select
        cohort_month,
        months_since,
        {{ row_count('distinct case when order_count > 0 then customer_id end') }} as customers,
        cast(sum(order_count) as bigint) as orders,
        {{ money_total('net_amount') }} as net_amount
    from customer_months
    group by cohort_month, months_since

),

cohorts as (

    select
        cohort_month,
        customers as cohort_size
    from activity
    where months_since = 0

),

bounds as (

    select
        min(cohorts.cohort_month) as first_month,
        {{ month_of('max(calendar.as_of_date)') }} as last_month
    from cohorts
    cross join {{ ref('int_calendar__as_of') }} as calendar
    having min(cohorts.cohort_month) is not null

),

months as (

    {{ date_spine_between('bounds.first_month', 'bounds.last_month', 'month', 'month') }}
    from bounds

),

-- every cell up to as_of_date, also those nobody bought in: a triangle has no holes
cells as (

    select
        cohorts.cohort_month,
        cast({{ months_between('cohorts.cohort_month', 'months.month') }} as integer)
            as months_since,
        cohorts.cohort_size,
        {{ add_days(add_months('months.month', 1), -1) }} <= calendar.as_of_date
            as is_complete
    from cohorts
    inner join months on cohorts.cohort_month <= months.month
    cross join {{ ref('int_calendar__as_of') }} as calendar

),

filled as (

    select
        cells.cohort_month,
        cells.months_since,
        cells.cohort_size,
        coalesce(activity.customers, 0) as customers,
        coalesce(activity.orders, 0) as orders,
        {{ money('coalesce(activity.net_amount, 0)') }} as net_amount,
        {{ safe_divide('coalesce(activity.customers, 0)', 'cells.cohort_size') }} as retention_rate,
        cells.is_complete
    from cells
    left join activity
        on
            cells.cohort_month = activity.cohort_month
            and cells.months_since = activity.months_since

)

select * from filled
