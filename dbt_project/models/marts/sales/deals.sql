-- Incremental by deal: a new version of it, or its contact's link to a customer changed.
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='deal_id'
) }}

with versions as (

    select
        {{ source_key('deal_id') }} as deal_id,
        deal_name,
        {{ source_key('account_id') }} as account_id,
        {{ record_key('contact_id') }} as record_key,
        pipeline,
        stage,
        coalesce(currency_code, '{{ reporting_currency() }}') as currency_code,
        deal_amount,
        probability_rate,
        owner_name,
        region,
        lead_source,
        lost_reason,
        coalesce(is_won, {{ is_won_stage('stage') }}) as is_won,
        coalesce(
            is_closed,
            coalesce(is_won, false)
            or closed_at is not null
            or {{ is_won_stage('stage') }}
            or {{ is_lost_stage('stage') }}
        ) as is_closed,
        expected_close_date,
        created_at,
        closed_at,
        updated_at,
        _row_hash,
        _batch_id
    from {{ ref('stg_landing__deals') }}

),

touched as (

    select * from versions
    {% if is_incremental() -%}
    where
        deal_id in (
            select newer.deal_id from versions as newer
            where newer._batch_id > {{ watermark() }}
            union
            select known.deal_id from versions as known
            inner join {{ ref('stg_identity__customer_links') }} as links
                on known.record_key = links.record_key
            where links.linked_batch_id > {{ watermark() }}
        )
    {%- endif %}

),

latest as (

    {{ latest_version('touched', ['deal_id']) }}

)

select
    latest.deal_id,
    latest.deal_name,
    latest.account_id,
    links.customer_id,
    latest.pipeline,
    latest.stage,
    cast(latest.deal_amount * coalesce(exchange_rates.rate, 1) as decimal(18, 2)) as deal_amount,
    coalesce(
        latest.probability_rate, case when latest.is_won then 1.0 when latest.is_closed then 0.0 end
    ) as probability_rate,
    latest.owner_name,
    latest.region,
    latest.lead_source,
    latest.lost_reason,
    latest.is_won,
    latest.is_closed,
    latest.expected_close_date,
    latest.created_at,
    latest.closed_at,
    greatest(latest._batch_id, coalesce(links.linked_batch_id, -1)) as _batch_id
from latest
left join {{ ref('stg_identity__customer_links') }} as links
    on latest.record_key = links.record_key
{{ join_exchange_rate('latest.currency_code', 'cast(latest.created_at as date)') }}
