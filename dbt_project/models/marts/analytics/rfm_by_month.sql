with month_ends as (

    select * from {{ ref('int_customers__rfm_history') }}

),

counted as (

    select
        month,
        rfm_group,
        {{ row_count() }} as customer_count,
        {{ money_total('monetary_amount') }} as net_amount
    from month_ends
    group by month, rfm_group

)

select * from counted
