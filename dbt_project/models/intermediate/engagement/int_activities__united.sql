-- Incremental by thing that happened. Two things are kept that the mart does not show, for those
-- who sum by customer: previous_customer_id, whose it was before it changed hands; and rows of
-- visits that no longer are (is_gone), which a late event joined with another or gave to nobody.
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='activity_id'
) }}

-- depends_on: {{ ref('int_web_sessions__resolved') }}
with happened as (

    select * from {{ ref('int_activities__commerce') }}
    union all
    select * from {{ ref('int_activities__service') }}
    union all
    select * from {{ ref('int_activities__marketing') }}

),

changed as (

    select
        activity_type || ':' || record_id as activity_id,
        *,
        false as is_gone
    from happened
    where _batch_id > {{ watermark() }}

)

{%- if is_incremental() %},

visitors_touched as (

    select
        visitor_id,
        max(_batch_id) as _batch_id
    from {{ ref('int_web_sessions__resolved') }}
    where _batch_id > {{ watermark() }}
    group by visitor_id

),

visits_gone as (

    select
        known.activity_id,
        known.activity_type,
        known.record_id,
        known.parent_id,
        known.customer_id,
        known.channel,
        known.direction,
        known.title,
        known.detail,
        known.amount,
        known.source,
        known.occurred_at,
        visitors_touched._batch_id,
        true as is_gone
    from {{ this }} as known
    inner join visitors_touched
        on known.parent_id = visitors_touched.visitor_id
    where
        known.activity_type = 'web_session'
        and not known.is_gone
        and known.record_id not in (
            select sessions.session_id from {{ ref('int_web_sessions__resolved') }} as sessions
            where sessions.customer_id is not null and sessions.event_count > 0
        )

),

to_write as (

    select * from changed
    union all
    select * from visits_gone

)

select
    to_write.*,
    case
        when known.customer_id <> coalesce(to_write.customer_id, '') then known.customer_id
        else known.previous_customer_id
    end as previous_customer_id
from to_write
left join {{ this }} as known
    on to_write.activity_id = known.activity_id
{%- else %}

select
    *,
    cast(null as {{ dbt.type_string() }}) as previous_customer_id
from changed
{%- endif %}
