-- Visits: a silence longer than session_timeout_minutes starts a new one. Events of one visitor
-- within one slot of that length belong together whatever happens around them, so the rule runs
-- over slots: a hash aggregate over all events and a window over a quarter of them, with the same
-- result. Incremental by visitor: who has new events (or forms) gets all their visits anew, late
-- events included.
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='visitor_id'
) }}

{%- set keyed = ref('int_web_events__keyed') %}
{%- set timeout_seconds = var('session_timeout_minutes') * 60 %}

with
{% if is_incremental() %}
touched_events as (

    select * from {{ keyed }}
    where
        visitor_id in (
            select newer.visitor_id from {{ keyed }} as newer
            where newer._batch_id > {{ watermark() }}
        )

),

{% endif -%}
events as (

    {{ latest_event('touched_events' if is_incremental() else keyed) }}

),

slots as (

    select
        events.visitor_id,
        cast(floor(
            {{ seconds_between("timestamp '1970-01-01 00:00:00'", 'events.occurred_at') }}
            / {{ timeout_seconds }}.0
        ) as bigint) as slot,
        min(events.anonymous_id) as anonymous_id,
        min(events.occurred_at) as first_at,
        max(events.occurred_at) as last_at,
        cast(count(*) filter (where events.is_web_event) as integer) as event_count,
        cast(count(*) filter (where events.event_kind = 'page') as integer) as page_count,
        cast(
            count(*) filter (where events.event_kind = 'product_view') as integer
        ) as product_view_count,
        cast(count(*) filter (where events.event_kind = 'cart') as integer) as cart_count,
        cast(count(*) filter (where events.event_kind = 'checkout') as integer) as checkout_count,
        cast(count(*) filter (where events.event_kind = 'order') as integer) as order_count,
        cast(
            sum(events.revenue_amount * coalesce(exchange_rates.rate, 1))
            filter (where events.event_kind = 'order') as decimal(18, 2)
        ) as revenue_amount,
        -- the first page, else the first event; found again below by batch and hash, so that no
        -- text is carried along
        min({{ dated('events._row_hash', 'events.occurred_at', 'events._batch_id') }})
        filter (where events.page is not null) as first_page,
        min({{ dated('events._row_hash', 'events.occurred_at', 'events._batch_id') }})
        filter (where events.page is null) as first_other,
        min({{ dated('events.record_key', 'events.occurred_at', "''") }})
        filter (where events.record_key is not null) as first_person,
        max({{ dated('events.record_key', 'events.occurred_at', "''") }})
        filter (where events.record_key is not null) as last_person,
        max(events._batch_id) as _batch_id
    from events
    {{ join_exchange_rate('events.foreign_currency', 'cast(events.occurred_at as date)') }}
    group by events.visitor_id, slot

),

gaps_marked as (

    select
        *,
        case
            when
                first_at <= {{ add_seconds(
                    'lag(last_at) over (partition by visitor_id order by slot)', timeout_seconds
                ) }}
                then 0
            else 1
        end as starts_session
    from slots

),

slots_numbered as (

    select
        *,
        cast(
            sum(starts_session) over (
                partition by visitor_id
                order by slot rows between unbounded preceding and current row
            ) as bigint
        ) as session_number
    from gaps_marked

),

sessions as (

    select
        visitor_id,
        session_number,
        min(anonymous_id) as anonymous_id,
        (min(first_person)).picked as first_record_key,
        (max(last_person)).picked as last_record_key,
        (coalesce(min(first_page), min(first_other))).tie_break as landing_batch_id,
        (coalesce(min(first_page), min(first_other))).picked as landing_row_hash,
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(page_count) as bigint) as page_count,
        cast(sum(product_view_count) as bigint) as product_view_count,
        cast(sum(cart_count) as bigint) as cart_count,
        cast(sum(checkout_count) as bigint) as checkout_count,
        cast(sum(order_count) as bigint) as order_count,
        cast(coalesce(sum(revenue_amount), 0) as decimal(18, 2)) as revenue_amount,
        min(first_at) as started_at,
        max(last_at) as ended_at,
        max(_batch_id) as _batch_id
    from slots_numbered
    group by visitor_id, session_number

)

select
    md5(
        sessions.visitor_id || '|' || cast(sessions.started_at as {{ dbt.type_string() }})
    ) as session_id,
    sessions.visitor_id,
    sessions.anonymous_id,
    sessions.first_record_key,
    sessions.last_record_key,
    landings.source,
    landings.page as landing_page,
    landings.referrer,
    landings.utm_source,
    landings.utm_medium,
    landings.utm_campaign,
    landings.device,
    landings.country_code,
    landings.region,
    sessions.event_count,
    sessions.page_count,
    sessions.product_view_count,
    sessions.cart_count,
    sessions.checkout_count,
    sessions.order_count,
    sessions.revenue_amount,
    sessions.started_at,
    sessions.ended_at,
    sessions._batch_id
from sessions
inner join {{ 'touched_events' if is_incremental() else keyed }} as landings
    on
        sessions.visitor_id = landings.visitor_id
        and sessions.landing_batch_id = landings._batch_id
        and sessions.landing_row_hash = landings._row_hash
