{{ config(
    materialized='incremental',
    unique_key=['source', 'target'],
    incremental_strategy='delete+insert'
) }}

-- depends_on: {{ ref('stg_landing__orders') }}
-- depends_on: {{ ref('stg_landing__order_lines') }}
-- depends_on: {{ ref('stg_landing__refunds') }}
-- depends_on: {{ ref('stg_landing__checkouts') }}
-- depends_on: {{ ref('stg_landing__deals') }}
-- depends_on: {{ ref('stg_landing__deal_events') }}
{{ newest_events({
    'orders': 'ordered_at',
    'order_lines': 'ordered_at',
    'refunds': 'refunded_at',
    'checkouts': 'coalesce(updated_at, completed_at, started_at)',
    'deals': 'coalesce(updated_at, created_at)',
    'deal_events': 'entered_at',
}) }}
