with summed as (

    select * from {{ ref('int_orders__summed_by_day') }}

),

first_day as (

    select min(ordered_date) as first_date from summed

),

-- days without an order are days too: a chart must not jump over them
calendar_days as (

    {{ date_spine_between('first_day.first_date', 'calendar.as_of_date', 'metric_date') }}
    from first_day
    cross join {{ ref('int_calendar__as_of') }} as calendar
    where first_day.first_date <= calendar.as_of_date

),

all_days as (

    select metric_date from calendar_days
    union distinct
    select ordered_date as metric_date from summed

),

filled as (

    select
        all_days.metric_date,
        coalesce(summed.order_count, 0) as order_count,
        coalesce(summed.active_customer_count, 0) as active_customer_count,
        coalesce(summed.new_customer_count, 0) as new_customer_count,
        coalesce(summed.active_customer_count - summed.new_customer_count, 0)
            as returning_customer_count,
        {{ money('coalesce(summed.net_amount, 0)') }} as net_amount,
        {{ money('coalesce(summed.gross_amount, 0)') }} as gross_amount,
        {{ money('coalesce(summed.refund_amount, 0)') }} as refund_amount
    from all_days
    left join summed on all_days.metric_date = summed.ordered_date

)

select * from filled
