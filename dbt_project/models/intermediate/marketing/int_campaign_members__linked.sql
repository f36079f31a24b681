-- Incremental by membership: a new version of it, or the member's link to a customer changed.
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='campaign_member_id'
) }}

with versions as (

    select
        {{ source_key('campaign_id') }} || ':' || member_event || ':' || member_id
            as campaign_member_id,
        {{ source_key('campaign_id') }} as campaign_id,
        {{ record_key('customer_id', 'email', 'phone') }} as record_key,
        _source as source,
        member_id,
        member_event,
        coupon_code,
        {{ source_reference('order_id') }} as order_id,
        response_amount,
        occurred_at,
        _row_hash,
        _batch_id
    from {{ ref('stg_landing__campaign_members') }}

),

touched as (

    select * from versions
    {% if is_incremental() -%}
    where
        campaign_member_id in (
            select newer.campaign_member_id from versions as newer
            where newer._batch_id > {{ watermark() }}
            union
            select known.campaign_member_id from versions as known
            inner join {{ ref('stg_identity__customer_links') }} as links
                on known.record_key = links.record_key
            where links.linked_batch_id > {{ watermark() }}
        )
    {%- endif %}

),

latest as (

    {{ latest_version('touched', ['campaign_member_id'], ['_batch_id desc', '_row_hash desc']) }}

)

select
    latest.campaign_member_id,
    latest.campaign_id,
    links.customer_id,
    latest.source,
    -- who it was, known to us or not: what campaigns count
    coalesce(links.customer_id, latest.record_key, latest.member_id) as person_key,
    latest.member_event,
    latest.coupon_code,
    latest.order_id,
    latest.response_amount,
    latest.occurred_at,
    greatest(latest._batch_id, coalesce(links.linked_batch_id, -1)) as _batch_id
from latest
left join {{ ref('stg_identity__customer_links') }} as links
    on latest.record_key = links.record_key
