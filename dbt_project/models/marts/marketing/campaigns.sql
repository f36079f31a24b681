-- Campaigns a source describes, those an ad platform only charges for, and those only their members
-- tell of. Small, so made anew each run.
with versions as (

    select
        *,
        {{ source_key('campaign_id') }} as campaign_key
    from {{ ref('stg_landing__campaigns') }}

),

described as (

    {{ latest_version('versions', ['campaign_key']) }}

),

spend_summed as (

    select
        campaign_id,
        max(campaign_name) as campaign_name,
        max(channel) as channel,
        min(spend_date) as first_spend_date,
        {{ money_total('spend_amount') }} as spend_amount,
        cast(coalesce(sum(impressions), 0) as bigint) as impressions,
        cast(coalesce(sum(clicks), 0) as bigint) as clicks
    from {{ ref('ad_spend') }}
    group by campaign_id

),

campaign_keys as (

    select campaign_key as campaign_id from described
    union distinct
    select campaign_id from spend_summed
    union distinct
    select campaign_id from {{ ref('int_campaigns__counted') }}

)

select
    campaign_keys.campaign_id,
    substr(
        campaign_keys.campaign_id, length(split_part(campaign_keys.campaign_id, ':', 1)) + 2
    ) as source_campaign_id,
    coalesce(
        described.campaign_name, spend_summed.campaign_name, campaign_keys.campaign_id
    ) as campaign_name,
    coalesce(
        {{ plain_word('described.campaign_type') }},
        case when spend_summed.campaign_id is not null then 'advertising' end
    ) as campaign_type,
    coalesce({{ named_channel('described.channel') }}, spend_summed.channel) as channel,
    {{ plain_word('described.status') }} as status,
    coalesce(described.starts_at, cast(spend_summed.first_spend_date as timestamp)) as starts_at,
    described.ends_at,
    cast(
        described.budget_amount * coalesce(exchange_rates.rate, 1) as decimal(18, 2)
    ) as budget_amount,
    coalesce(spend_summed.spend_amount, 0) as spend_amount,
    coalesce(spend_summed.impressions, 0) as impressions,
    coalesce(spend_summed.clicks, 0) as clicks,
    coalesce(members.exposed_count, 0) as exposed_count,
    coalesce(members.held_out_count, 0) as held_out_count,
    coalesce(members.responded_count, 0) as responded_count,
    {{ safe_divide('members.responded_count', 'members.exposed_count') }} as response_rate,
    coalesce(members.response_amount, 0) as response_amount
from campaign_keys
left join described
    on campaign_keys.campaign_id = described.campaign_key
left join spend_summed
    on campaign_keys.campaign_id = spend_summed.campaign_id
left join {{ ref('int_campaigns__counted') }} as members
    on campaign_keys.campaign_id = members.campaign_id
{{ join_exchange_rate('described.currency_code', 'cast(described.starts_at as date)') }}
