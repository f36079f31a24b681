-- Who is in a status at a month's end = all who entered it until then less all who left it until
-- then: two sums over the history instead of one row a customer and month.
with history as (

    select * from {{ ref('customer_status_history') }}

),

flows as (

    select
        {{ month_of('valid_from') }} as month,
        customer_status,
        {{ row_count() }} as change_count
    from history
    group by {{ month_of('valid_from') }}, customer_status
    union all
    select
        {{ month_of('valid_to') }} as month,
        customer_status,
        -{{ row_count() }} as change_count
    from history
    where valid_to is not null
    group by {{ month_of('valid_to') }}, customer_status

),

first_month as (

    select min(month) as month from flows

),

months as (

    {{ date_spine_between(
        'first_month.month', month_of('calendar.as_of_date'), 'month', 'month'
    ) }}
    from first_month
    cross join {{ ref('int_calendar__as_of') }} as calendar
    where first_month.month is not null

),

statuses as (

    select distinct customer_status from flows

),

monthly_changes as (

    select
        months.month,
        statuses.customer_status,
        cast(coalesce(sum(flows.change_count), 0) as bigint) as change_count
    from months
    cross join statuses
    left join flows
        on months.month = flows.month and statuses.customer_status = flows.customer_status
    group by months.month, statuses.customer_status

),

month_ends as (

    select
        month,
        customer_status,
        cast(sum(change_count) over (
            partition by customer_status order by month asc nulls first
            rows between unbounded preceding and current row
        ) as bigint) as customer_count
    from monthly_changes

)

select * from month_ends
