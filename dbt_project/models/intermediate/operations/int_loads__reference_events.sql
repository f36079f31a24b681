{{ config(
    materialized='incremental',
    unique_key=['source', 'target'],
    incremental_strategy='delete+insert'
) }}

-- depends_on: {{ ref('stg_landing__products') }}
-- depends_on: {{ ref('stg_landing__ad_spend') }}
-- depends_on: {{ ref('stg_landing__campaigns') }}
-- depends_on: {{ ref('stg_landing__campaign_members') }}
-- depends_on: {{ ref('stg_landing__exchange_rates') }}
{{ newest_events({
    'products': 'coalesce(updated_at, created_at)',
    'ad_spend': 'spend_date',
    'campaigns': 'coalesce(updated_at, starts_at)',
    'campaign_members': 'occurred_at',
    'exchange_rates': 'rate_date',
}) }}
