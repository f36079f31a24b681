-- A view on purpose: int_campaign_members__linked holds the rows, with exposures and held-out
-- people besides.
{{ config(materialized='view') }}

select
    campaign_member_id as campaign_response_id,
    campaign_id,
    customer_id,
    member_event,
    coupon_code,
    order_id,
    response_amount,
    occurred_at,
    _batch_id
from {{ ref('int_campaign_members__linked') }}
where member_event not in ('exposed', 'held_out')
