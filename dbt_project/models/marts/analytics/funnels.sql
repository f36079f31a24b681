-- The definitions of var funnels, and how many got how far.
with steps as (

    select
        cast(null as {{ dbt.type_string() }}) as funnel_name,
        cast(null as integer) as step_number,
        cast(null as {{ dbt.type_string() }}) as step_name,
        cast(null as integer) as window_days,
        cast(null as {{ dbt.type_string() }}) as unit,
        cast(null as {{ dbt.type_string() }}) as order_mode
    where false
    {%- for funnel in funnels() %}
    {%- for step in funnel.steps %}
    union all
    select
        '{{ funnel.name }}' as funnel_name,
        {{ loop.index }} as step_number,
        '{{ step.name | replace("'", "''") }}' as step_name,
        {{ funnel.window_days }} as window_days,
        '{{ funnel.unit }}' as unit,
        '{{ funnel.order_mode }}' as order_mode
    {%- endfor %}
    {%- endfor %}

),

reached as (

    select * from {{ ref('int_funnel_participants__reached') }}
    where {{ is_current_funnel() }}

),

counted as (

    select
        funnel_name,
        'all' as dimension,
        'all' as dimension_value,
        step_number,
        count(*) as entered_count,
        median(seconds_from_previous) as median_seconds_from_previous,
        min(entered_at) as first_entered_at,
        max(entered_at) as last_entered_at
    from reached
    group by funnel_name, step_number
    {%- for funnel in funnels() %}
    {%- for dimension in funnel.dimensions or [] %}
    union all
    select
        funnel_name,
        '{{ dimension }}' as dimension,
        {{ dimension }} as dimension_value,
        step_number,
        count(*) as entered_count,
        median(seconds_from_previous) as median_seconds_from_previous,
        min(entered_at) as first_entered_at,
        max(entered_at) as last_entered_at
    from reached
    where funnel_name = '{{ funnel.name }}'
    group by funnel_name, {{ dimension }}, step_number
    {%- endfor %}
    {%- endfor %}

),

-- a step nobody reached is a row as well
every_step as (

    select
        entered.funnel_name,
        entered.dimension,
        entered.dimension_value,
        steps.step_number,
        steps.step_name,
        steps.window_days,
        steps.unit,
        steps.order_mode,
        entered.entered_count as first_count,
        entered.first_entered_at,
        entered.last_entered_at
    from counted as entered
    inner join steps
        on entered.funnel_name = steps.funnel_name
    where entered.step_number = 1

),

compared as (

    select
        every_step.*,
        cast(coalesce(counted.entered_count, 0) as bigint) as entered_count,
        counted.median_seconds_from_previous,
        lag(coalesce(counted.entered_count, 0)) over step_order as previous_count,
        lead(coalesce(counted.entered_count, 0)) over step_order as next_count
    from every_step
    left join counted
        on
            every_step.funnel_name = counted.funnel_name
            and every_step.dimension = counted.dimension
            and every_step.dimension_value = counted.dimension_value
            and every_step.step_number = counted.step_number
    window step_order as (
        partition by every_step.funnel_name, every_step.dimension, every_step.dimension_value
        order by every_step.step_number
    )

)

select
    funnel_name,
    dimension,
    dimension_value,
    step_number,
    step_name,
    entered_count,
    case
        when step_number = 1 then 1.0
        else {{ safe_divide('entered_count', 'previous_count') }}
    end as step_rate,
    {{ safe_divide('entered_count', 'first_count') }} as overall_rate,
    cast(entered_count - next_count as bigint) as dropped_count,
    median_seconds_from_previous,
    window_days,
    unit,
    order_mode,
    {{ local_date('first_entered_at') }} as period_start,
    {{ local_date('last_entered_at') }} as period_end
from compared
