-- A view on purpose: the rows lie in int_web_sessions__resolved once, not twice; publishing copies
-- them.
{{ config(materialized='view') }}

select
    session_id,
    customer_id,
    anonymous_id,
    started_at,
    ended_at,
    cast({{ seconds_between('started_at', 'ended_at') }} as bigint) as duration_seconds,
    page_count,
    event_count,
    product_view_count,
    cart_count,
    checkout_count,
    order_count,
    revenue_amount,
    landing_page,
    referrer,
    utm_source,
    utm_medium,
    utm_campaign,
    channel,
    device,
    country_code,
    region,
    order_count > 0 as is_converted,
    _batch_id
from {{ ref('int_web_sessions__resolved') }}
-- a visitor known by a sent form alone has no web event
where event_count > 0
