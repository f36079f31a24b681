-- Old data sets end years ago: "today" is the day of their latest event, so that nobody looks
-- churned only because a file is old. Events after the run's own day are planned or wrong.
with event_days as (

    select max(ordered_at) as latest_at from {{ ref('stg_landing__orders') }}
    where ordered_at < {{ end_of_today() }}
    union all
    select max(ordered_at) as latest_at from {{ ref('stg_landing__order_lines') }}
    where ordered_at < {{ end_of_today() }}
    union all
    select max(refunded_at) as latest_at from {{ ref('stg_landing__refunds') }}
    where refunded_at < {{ end_of_today() }}
    union all
    select max(submitted_at) as latest_at from {{ ref('stg_landing__form_submissions') }}
    where submitted_at < {{ end_of_today() }}
    union all
    select max(created_at) as latest_at from {{ ref('stg_landing__tickets') }}
    where created_at < {{ end_of_today() }}
    union all
    select max(occurred_at) as latest_at from {{ ref('stg_landing__web_events') }}
    where occurred_at < {{ end_of_today() }}

),

latest as (

    select
        {{ as_of_date('max(latest_at)') }} as as_of_date
    from event_days

)

select
    as_of_date,
    -- the last moment of that day, in UTC when the workspace is
    cast(as_of_date as timestamp) + interval '1' day - interval '1' microsecond as as_of_at,
    '{{ reporting_currency() }}' as reporting_currency
from latest
