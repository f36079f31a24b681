-- Incremental by campaign: those with a new or changed membership are counted again.
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='campaign_id'
) }}

with members as (

    select * from {{ ref('int_campaign_members__linked') }}
    {% if is_incremental() -%}
    where
        campaign_id in (
            select newer.campaign_id from {{ ref('int_campaign_members__linked') }} as newer
            where newer._batch_id > {{ watermark() }}
        )
    {%- endif %}

)

select
    campaign_id,
    cast(
        count(distinct person_key) filter (where member_event = 'exposed') as bigint
    ) as exposed_count,
    cast(
        count(distinct person_key) filter (where member_event = 'held_out') as bigint
    ) as held_out_count,
    cast(
        count(distinct person_key) filter (where member_event = 'responded') as bigint
    ) as responded_count,
    cast(
        coalesce(
            sum(response_amount) filter (where member_event = 'responded'), 0
        ) as decimal(18, 2)
    ) as response_amount,
    max(_batch_id) as _batch_id
from members
group by campaign_id
