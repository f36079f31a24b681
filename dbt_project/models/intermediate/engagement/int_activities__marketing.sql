{{ config(materialized='view') }}

-- A view, as int_activities__commerce. Visits of people we do not know are in web_sessions, not
-- here: nobody's timeline has them, and they are most of all visits.
select
    'web_session' as activity_type,
    session_id as record_id,
    visitor_id as parent_id,
    customer_id,
    channel,
    'inbound' as direction,
    landing_page as title,
    device as detail,
    cast(null as decimal(18, 2)) as amount,
    source,
    started_at as occurred_at,
    _batch_id
from {{ ref('int_web_sessions__resolved') }}
where customer_id is not null and event_count > 0
union all
select
    'campaign' as activity_type,
    campaign_member_id as record_id,
    campaign_id as parent_id,
    customer_id,
    cast(null as {{ dbt.type_string() }}) as channel,
    case
        when member_event in ('exposed', 'bounced') then 'outbound'
        when member_event = 'held_out' then 'none'
        else 'inbound'
    end as direction,
    campaign_id as title,
    member_event as detail,
    response_amount as amount,
    source,
    occurred_at,
    _batch_id
from {{ ref('int_campaign_members__linked') }}
