{{ config(
    materialized='incremental',
    unique_key=['source', 'target'],
    incremental_strategy='delete+insert'
) }}

-- depends_on: {{ ref('stg_landing__customers') }}
-- depends_on: {{ ref('stg_landing__accounts') }}
-- depends_on: {{ ref('stg_landing__form_submissions') }}
-- depends_on: {{ ref('stg_landing__tickets') }}
-- depends_on: {{ ref('stg_landing__ticket_events') }}
-- depends_on: {{ ref('stg_landing__web_events') }}
{{ newest_events({
    'customers': 'coalesce(updated_at, created_at)',
    'accounts': 'coalesce(updated_at, created_at)',
    'form_submissions': 'submitted_at',
    'tickets': 'coalesce(updated_at, created_at)',
    'ticket_events': 'occurred_at',
    'web_events': 'occurred_at',
}) }}
