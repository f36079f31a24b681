-- Incremental by platform, campaign and day: platforms restate the last days.
{{ config(
    materialized='incremental', incremental_strategy='delete+insert',
    unique_key=['platform', 'campaign_id', 'spend_date']
) }}

with versions as (

    select
        *,
        {{ source_key('campaign_id') }} as campaign_key
    from {{ ref('stg_landing__ad_spend') }}

),

touched as (

    select * from versions
    {% if is_incremental() -%}
    where
        (platform, campaign_key, spend_date) in (
            select (newer.platform, newer.campaign_key, newer.spend_date)
            from versions as newer
            where newer._batch_id > {{ watermark() }}
        )
    {%- endif %}

),

latest as (

    {{ latest_version('touched', ['platform', 'campaign_key', 'spend_date']) }}

)

select
    latest.platform,
    latest.campaign_key as campaign_id,
    latest.campaign_name,
    coalesce({{ named_channel('latest.channel', 'latest.platform') }}, 'unknown') as channel,
    latest.spend_date,
    cast(latest.spend_amount * coalesce(exchange_rates.rate, 1) as decimal(18, 2)) as spend_amount,
    latest.impressions,
    latest.clicks,
    latest.conversions,
    latest._batch_id
from latest
{{ join_exchange_rate('latest.currency_code', 'latest.spend_date') }}
