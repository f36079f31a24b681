-- Who each visit belongs to. The first person named in a visit has it; a visit that names nobody
-- belongs to whom the browser last named before; visits before anybody was named belong to the
-- first person named later. So a browser two people share is split where the second signs in, and
-- old visits change hands when a late event names their owner. Incremental by visitor: new events,
-- or a changed link of a person to a customer.
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='visitor_id'
) }}

with sessions as (

    select * from {{ ref('int_web_sessions__built') }}
    {% if is_incremental() -%}
    where
        visitor_id in (
            select newer.visitor_id from {{ ref('int_web_sessions__built') }} as newer
            where newer._batch_id > {{ watermark() }}
            union
            select known.visitor_id from {{ this }} as known
            inner join {{ ref('stg_identity__customer_links') }} as links
                on known.record_key = links.record_key
            where links.linked_batch_id > {{ watermark() }}
        )
    {%- endif %}

),

persons_found as (

    select
        *,
        coalesce(
            first_record_key,
            {{ last_filled('last_record_key') }} over (
                partition by visitor_id order by started_at
                rows between unbounded preceding and 1 preceding
            ),
            {{ first_filled('first_record_key') }} over (
                partition by visitor_id order by started_at
                rows between 1 following and unbounded following
            )
        ) as record_key,
        max(_batch_id) over (partition by visitor_id) as visitor_batch_id
    from sessions

)

select
    persons_found.session_id,
    persons_found.visitor_id,
    persons_found.anonymous_id,
    persons_found.record_key,
    links.customer_id,
    persons_found.source,
    persons_found.landing_page,
    persons_found.referrer,
    persons_found.utm_source,
    persons_found.utm_medium,
    persons_found.utm_campaign,
    {{ marketing_channel(
        'persons_found.utm_source',
        'persons_found.utm_medium',
        'persons_found.referrer',
        'persons_found.landing_page'
    ) }} as channel,
    persons_found.device,
    persons_found.country_code,
    persons_found.region,
    persons_found.event_count,
    persons_found.page_count,
    persons_found.product_view_count,
    persons_found.cart_count,
    persons_found.checkout_count,
    persons_found.order_count,
    persons_found.revenue_amount,
    persons_found.started_at,
    persons_found.ended_at,
    -- a visit may change hands because another one of its visitor changed
    greatest(persons_found.visitor_batch_id, coalesce(links.linked_batch_id, -1)) as _batch_id
from persons_found
left join {{ ref('stg_identity__customer_links') }} as links
    on persons_found.record_key = links.record_key
