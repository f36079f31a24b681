{{ config(materialized='view') }}

-- When deals entered their stages: as the source's history tells it; and for deals without one,
-- that they were made, and the stage they are in now, dated when they closed or, while open, when
-- they were made.
with versions as (

    select
        {{ source_key('deal_id') }} as deal_id,
        {{ plain_word('stage') }} as deal_stage,
        entered_at,
        _row_hash,
        _batch_id
    from {{ ref('stg_landing__deal_events') }}

),

told as (

    {{ latest_version(
        'versions', ['deal_id', 'deal_stage', 'entered_at'], ['_batch_id desc', '_row_hash desc']
    ) }}

),

deals as (

    select * from {{ ref('deals') }}

),

entries as (

    select
        deal_id,
        deal_stage,
        entered_at,
        _batch_id
    from told
    union all
    select
        deal_id,
        'created' as deal_stage,
        created_at as entered_at,
        _batch_id
    from deals
    union all
    select
        deals.deal_id,
        {{ plain_word('deals.stage') }} as deal_stage,
        coalesce(deals.closed_at, deals.created_at) as entered_at,
        deals._batch_id
    from deals
    where
        not exists (
            select 1 from told
            where told.deal_id = deals.deal_id and told.deal_stage = {{ plain_word('deals.stage') }}
        )

)

select
    entries.deal_id,
    deals.customer_id,
    deals.region,
    entries.deal_stage,
    entries.entered_at,
    greatest(entries._batch_id, deals._batch_id) as _batch_id
from entries
inner join deals
    on entries.deal_id = deals.deal_id
