-- "Now" is an argument of the run (var run_at), not the clock of the machine that runs the SQL.
with batches as (

    select * from {{ ref('stg_ops__batches') }}

),

loads as (

    select
        source,
        target,
        -- a load that brought nothing new does not make data fresh
        max(case when rows_landed > 0 then finished_at end) as last_loaded_at,
        cast(sum(rows_landed) as bigint) as row_count,
        {{ row_count('distinct case when rows_landed > 0 then file end') }} as file_count
    from batches
    group by source, target

),

newest_events as (

    select
        source,
        target,
        last_event_at
    from {{ ref('int_loads__sales_events') }}
    union all
    select
        source,
        target,
        last_event_at
    from {{ ref('int_loads__contact_events') }}
    union all
    select
        source,
        target,
        last_event_at
    from {{ ref('int_loads__reference_events') }}

),

aged as (

    select
        loads.source,
        loads.target,
        loads.last_loaded_at,
        newest_events.last_event_at,
        loads.row_count,
        loads.file_count,
        cast({{ freshness_hours('loads.target') }} as integer) as max_age_hours
    from loads
    left join newest_events
        on loads.source = newest_events.source and loads.target = newest_events.target

),

judged as (

    select
        *,
        last_loaded_at is null
        or {{ seconds_between('last_loaded_at', run_moment()) }} > 3600 * max_age_hours as is_stale
    from aged

)

select * from judged
