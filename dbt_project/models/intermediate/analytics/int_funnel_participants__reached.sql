-- How far everyone got, step by step. Incremental as int_funnel_events, by the scopes touched since
-- this model's own last run.
{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ delete_touched_funnels() }}"
) }}

-- depends_on: {{ ref('int_web_sessions__resolved') }}
-- depends_on: {{ ref('int_deal_stages__entered') }}
-- depends_on: {{ ref('int_activities__united') }}
-- depends_on: {{ ref('stg_identity__customer_changes') }}
{%- set horizon = funnel_horizon() %}

with
{%- for funnel in funnels() %}
{%- set since = funnel_watermark(funnel) %}
{{ funnel.name }}_events as (

    select * from {{ ref('int_funnel_events') }}
    where
        funnel_name = '{{ funnel.name }}'
        and definition_hash = '{{ funnel_definition(funnel) }}'
        and {{ in_touched_scopes('scope_id', funnel, since) }}

),

{{ funnel.name }}_attempts as (

    {{ funnel_attempts(funnel, funnel.name ~ '_events') }}

),

{% endfor -%}
attempts as (

    select
        cast(null as {{ dbt.type_string() }}) as funnel_name,
        cast(null as {{ dbt.type_string() }}) as definition_hash,
        cast(null as {{ dbt.type_string() }}) as participant_id,
        cast(null as timestamp) as entered_at,
        cast(null as integer) as step_number,
        cast(null as timestamp) as reached_at
    where false
    {%- for funnel in funnels() %}
    union all
    select
        '{{ funnel.name }}' as funnel_name,
        '{{ funnel_definition(funnel) }}' as definition_hash,
        participant_id,
        entered_at,
        step_number,
        reached_at
    from {{ funnel.name }}_attempts
    {%- endfor %}

),

-- what an attempt looked like where it began; of several events at that moment the lowest, to be
-- the same each run
entries as (

    select
        attempts.funnel_name,
        attempts.participant_id,
        min(events.scope_id) as scope_id,
        min(events.customer_id) as customer_id,
        min(events.channel) as channel,
        min(events.region) as region,
        min(events.device) as device
    from attempts
    inner join {{ ref('int_funnel_events') }} as events
        on
            attempts.funnel_name = events.funnel_name
            and attempts.definition_hash = events.definition_hash
            and attempts.participant_id = events.participant_id
            and attempts.entered_at = events.occurred_at
    where attempts.step_number = 1
    group by attempts.funnel_name, attempts.participant_id

)

select
    attempts.funnel_name,
    attempts.definition_hash,
    entries.scope_id,
    attempts.participant_id,
    entries.customer_id,
    cast(attempts.step_number as integer) as step_number,
    cast(
        max(attempts.step_number) over (
            partition by attempts.funnel_name, attempts.participant_id
        ) as integer
    ) as reached_step,
    cast({{ seconds_between(
        'lag(attempts.reached_at) over ('
        ~ 'partition by attempts.funnel_name, attempts.participant_id order by attempts.step_number)',
        'attempts.reached_at'
    ) }} as double) as seconds_from_previous,
    coalesce(entries.channel, 'unknown') as channel,
    coalesce(entries.region, 'unknown') as region,
    coalesce(entries.device, 'unknown') as device,
    attempts.entered_at,
    attempts.reached_at,
    cast({{ horizon }} as bigint) as _batch_id
from attempts
inner join entries
    on
        attempts.funnel_name = entries.funnel_name
        and attempts.participant_id = entries.participant_id
