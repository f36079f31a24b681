{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_all_if(is_rfm_stale()) }}"
) }}

{% if is_incremental() and not is_rfm_stale() %}
select * from {{ this }}
where false
{% else %}
with month_ends as (

    select * from {{ ref('int_customers__rfm_history') }}

),

last_month as (

    select
        {{ month_of('as_of_date') }} as month,
        {{ add_months(month_of('as_of_date'), -1) }} as previous_month
    from {{ ref('int_calendar__as_of') }}

),

scores as (

    select
        latest.customer_id,
        latest.recency_days,
        latest.frequency,
        latest.monetary_amount,
        latest.r_score,
        latest.f_score,
        latest.m_score,
        cast(latest.r_score as {{ dbt.type_string() }})
        || cast(latest.f_score as {{ dbt.type_string() }})
        || cast(latest.m_score as {{ dbt.type_string() }}) as rfm_code,
        latest.rfm_group,
        coalesce(previous_ends.rfm_group, 'none') as previous_rfm_group,
        latest.as_of_date,
        latest._batch_id
    from month_ends as latest
    inner join last_month on latest.month = last_month.month
    left join month_ends as previous_ends
        on
            latest.customer_id = previous_ends.customer_id
            and last_month.previous_month = previous_ends.month

)

select * from scores
{% endif %}
