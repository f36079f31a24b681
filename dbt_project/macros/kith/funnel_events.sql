{#
    The events that count for one funnel, as rows of int_funnel_events without the lineage. Of the scopes touched since
    a batch, or of all when that is below nought.
#}
{% macro funnel_events(funnel, since) -%}
    {%- if funnel_reads(funnel, web=true) -%}
        {{ _funnel_web_events(funnel, since) }}
    {%- endif -%}
    {%- if funnel_reads(funnel, web=true) and funnel_reads(funnel, web=false) %}
    union all
    {% endif -%}
    {%- if funnel_reads(funnel, web=false) -%}
        {{ _funnel_business_events(funnel, since) }}
    {%- endif -%}
{%- endmacro %}

{#
    Names of events are few: they are matched with the steps once, and events join by name. Only steps are compared for
    newer versions and looked up in the visits.
#}
{% macro _funnel_web_events(funnel, since) -%}
    {%- set sessions = ref('int_web_sessions__resolved') -%}
    {%- set ids = {
        'visitor': ['events.visitor_id', 'events.visitor_id'],
        'session': ['events.visitor_id', 'sessions.session_id'],
        'customer': ['sessions.customer_id', 'sessions.customer_id']
    }[funnel.unit] -%}
    select
        {{ ids[0] }} as scope_id,
        {{ ids[1] }} as participant_id,
        sessions.customer_id,
        events.step_number,
        sessions.channel,
        sessions.region,
        sessions.device,
        events.occurred_at
    from (
        with names as (

            -- min() of what is grouped by: or the steps would be looked for before the grouping, in every event
            select min(keyed.event_type) as event_type, min(keyed.event_name) as event_name
            from {{ ref('int_web_events__keyed') }} as keyed
            where keyed.is_web_event
            group by keyed.event_type, keyed.event_name

        ),

        names_told_apart as (

            select
                event_type,
                event_name,
                {{ web_event_kind('event_type', 'event_name') }} as event_kind,
                {{ plain_event_name('event_name') }} as plain_name
            from names

        ),

        step_names as (

            select event_type, event_name, {{ web_step_number(funnel) }} as step_number
            from names_told_apart

        ),

        steps_found as (

            select
                keyed.visitor_id,
                keyed.message_id,
                step_names.step_number,
                keyed.occurred_at,
                keyed._row_hash,
                keyed._batch_id
            from {{ ref('int_web_events__keyed') }} as keyed
            inner join step_names
                on
                    keyed.event_type = step_names.event_type
                    and keyed.event_name = step_names.event_name
            where
                keyed.is_web_event
                and step_names.step_number is not null
                {%- if since >= 0 %}
                and keyed.visitor_id in (
                    {%- if funnel.unit == 'customer' %}
                    select owned.visitor_id from {{ sessions }} as owned
                    where owned.customer_id in (
                        select touched.touched_key from ({{ funnel_touched_scopes(funnel, since) }}) as touched
                    )
                    {%- else %}
                    {{ funnel_touched_scopes(funnel, since) }}
                    {%- endif %}
                )
                {%- endif %}

        )

        {{ latest_event('steps_found') }}
    ) as events
    inner join {{ sessions }} as sessions
        on
            events.visitor_id = sessions.visitor_id
            and events.occurred_at >= sessions.started_at
            and events.occurred_at <= sessions.ended_at
    {%- if funnel.unit == 'customer' %}
    where sessions.customer_id is not null
    {%- if since >= 0 %}
        and sessions.customer_id in (
            select touched.touched_key from ({{ funnel_touched_scopes(funnel, since) }}) as touched
        )
    {%- endif %}
    {%- endif %}
{%- endmacro %}

{% macro _funnel_business_events(funnel, since) -%}
    {%- set id = 'record_id' if funnel.unit == 'deal' else 'customer_id' -%}
    select
        {{ id }} as scope_id,
        {{ id }} as participant_id,
        customer_id,
        step_number,
        channel,
        region,
        cast(null as {{ dbt.type_string() }}) as device,
        occurred_at
    from (
        select
            *,
            {{ business_step_number(funnel) }} as step_number
        from {{ ref('int_funnel_moments__business') }}
    ) as moments
    where
        step_number is not null
        and {{ id }} is not null
        {%- if since >= 0 %}
        and {{ id }} in (
            select touched.touched_key from ({{ funnel_touched_scopes(funnel, since) }}) as touched
        )
        {%- endif %}
        {%- if funnel.order_mode != 'any' and funnel.steps[0].source != 'web' %}
        -- who never took the first step is in no funnel: most buyers never sent a form
        and {{ id }} in (
            select starters.{{ id }}
            from (
                select {{ id }}, {{ business_step_number(funnel) }} as step_number
                from {{ ref('int_funnel_moments__business') }}
                where step_source = '{{ funnel.steps[0].source }}'
            ) as starters
            where starters.step_number = 1
        )
        {%- endif %}
{%- endmacro %}
