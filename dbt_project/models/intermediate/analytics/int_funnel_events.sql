-- What counts for a funnel, and nothing else: narrow, so that the funnels never read twenty million
-- events again. Incremental by scope (visitor, customer or deal): those touched are taken out and
-- written anew.
{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ delete_touched_funnels() }}"
) }}

-- depends_on: {{ ref('int_web_events__keyed') }}
-- depends_on: {{ ref('int_web_sessions__resolved') }}
-- depends_on: {{ ref('int_funnel_moments__business') }}
-- depends_on: {{ ref('int_deal_stages__entered') }}
-- depends_on: {{ ref('int_activities__united') }}
-- depends_on: {{ ref('stg_identity__customer_changes') }}
{%- set horizon = funnel_horizon() %}

with no_funnel as (

    select
        cast(null as {{ dbt.type_string() }}) as scope_id,
        cast(null as {{ dbt.type_string() }}) as participant_id,
        cast(null as {{ dbt.type_string() }}) as customer_id,
        cast(null as integer) as step_number,
        cast(null as {{ dbt.type_string() }}) as channel,
        cast(null as {{ dbt.type_string() }}) as region,
        cast(null as {{ dbt.type_string() }}) as device,
        cast(null as timestamp) as occurred_at,
        cast(null as {{ dbt.type_string() }}) as funnel_name,
        cast(null as {{ dbt.type_string() }}) as definition_hash,
        cast(null as bigint) as _batch_id
    where false

)

select * from no_funnel
{#- a funnel that has read everything up to here has nothing to add #}
{%- for funnel in funnels() if not (is_incremental() and funnel_watermark(funnel) >= horizon) %}
union all
select
    {{ funnel.name }}_events.*,
    '{{ funnel.name }}' as funnel_name,
    '{{ funnel_definition(funnel) }}' as definition_hash,
    {{ horizon }} as _batch_id
from ({{ funnel_events(funnel, funnel_watermark(funnel)) }}) as {{ funnel.name }}_events
{%- endfor %}
