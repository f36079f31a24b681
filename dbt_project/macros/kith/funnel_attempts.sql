{#
    How far each participant of one funnel got: rows (participant_id, step_number, entered_at, reached_at), one for each
    step reached in the attempt that got furthest, the earliest of equals. `events` names a CTE with participant_id,
    step_number, occurred_at. An attempt starts with step 1 and must reach a step within window_days of its start:

    ordered  steps in order, anything may happen between them
    strict   steps in order, nothing else of the funnel between them
    any      steps in whatever order; reaching step n means n different steps were done
#}
{% macro funnel_attempts(funnel, events) -%}
    {%- set window = "interval '" ~ funnel.window_days ~ "' day" -%}
    with levels as (

        {{ _any_order_levels(funnel, events, window) if funnel.order_mode == 'any'
            else _ordered_levels(funnel, events, window) }}

    ),

    levels_first_reached as (

        select participant_id, entered_at, step_number, min(reached_at) as reached_at
        from levels
        group by participant_id, entered_at, step_number

    ),

    best_attempts as (

        select
            participant_id,
            (min({{ dated('entered_at', '-step_number', 'reached_at') }})).picked as entered_at
        from levels_first_reached
        group by participant_id

    )

    select levels_first_reached.*
    from levels_first_reached
    inner join best_attempts
        on
            levels_first_reached.participant_id = best_attempts.participant_id
            and levels_first_reached.entered_at = best_attempts.entered_at
{%- endmacro %}

{#
    Walks up the steps: start_k is the start of the latest attempt that had done step k-1 when step k was done. The
    latest start leaves most of the window, so nobody who could get further is missed.
    Most participants never do a second step; they skip the windows.
#}
{% macro _ordered_levels(funnel, events, window) -%}
    {%- set several = "select participant_id from " ~ events ~ " group by participant_id having max(step_number) > 1" -%}
    {%- set numbers = range(2, funnel.steps | length + 1) | list -%}
    {%- set started_at = "coalesce(start_1, start_" ~ numbers | join(", start_") ~ ")" -%}
    select participant_id, 1 as step_number, min(occurred_at) as entered_at, min(occurred_at) as reached_at
    from {{ events }}
    where participant_id not in ({{ several }}) and step_number = 1
    group by participant_id
    union all
    select participant_id, step_number, {{ started_at }} as entered_at, occurred_at as reached_at
    from (
        {%- for number in numbers | reverse %}
        select *, {{ _start_of_step(number, funnel.order_mode, window) }} as start_{{ number }}
        from (
        {%- endfor %}
            select
                participant_id,
                step_number,
                occurred_at,
                case when step_number = 1 then occurred_at end as start_1
            from {{ events }}
            where participant_id in ({{ several }})
        {%- for number in numbers %}
        ) as walked_{{ number }}
        {%- endfor %}
    ) as walked
    where {{ started_at }} is not null
{%- endmacro %}

{% macro _start_of_step(number, order_mode, window) -%}
    {%- set before = "start_" ~ (number - 1) -%}
    {%- if order_mode == 'strict' -%}
        {%- set previous = "lag(" ~ before ~ ") over (partition by participant_id order by occurred_at, step_number)" -%}
    {%- else -%}
        {%- set previous = last_filled(before) ~ " over (partition by participant_id order by occurred_at, step_number "
            ~ "rows between unbounded preceding and 1 preceding)" -%}
    {%- endif -%}
    case when step_number = {{ number }} and {{ previous }} >= occurred_at - {{ window }} then {{ previous }} end
{%- endmacro %}

{# Every event may start an attempt; the steps done within the window from there are numbered as they were done. #}
{% macro _any_order_levels(funnel, events, window) -%}
    select
        starts.participant_id,
        cast(row_number() over (
            partition by starts.participant_id, starts.occurred_at
            order by min(done.occurred_at), done.step_number
        ) as integer) as step_number,
        starts.occurred_at as entered_at,
        min(done.occurred_at) as reached_at
    from (select distinct participant_id, occurred_at from {{ events }}) as starts
    inner join {{ events }} as done
        on
            starts.participant_id = done.participant_id
            and done.occurred_at >= starts.occurred_at
            and done.occurred_at <= starts.occurred_at + {{ window }}
    group by starts.participant_id, starts.occurred_at, done.step_number
{%- endmacro %}
