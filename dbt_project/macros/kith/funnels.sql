{#
    Funnels are data: var `funnels` in dbt_project.yml, described in docs/metrics.md. These macros read it.
    A step is a web event (source web, match: kinds of web_event_kind or event names), an order (match: first, repeat),
    a form (match: form types), a stage of a deal (match: stages, or created) or a ticket (match: types).
    No match means any. Participants are told apart by `unit`: visitor, session, customer or deal.
#}
{% macro funnels() -%}
    {%- for funnel in var('funnels', []) -%}
        {{ _check_funnel(funnel) }}
    {%- endfor -%}
    {{ return(var('funnels', [])) }}
{%- endmacro %}

{% macro _check_funnel(funnel) -%}
    {%- set where = "Funnel '" ~ funnel.name ~ "' in vars.funnels: " -%}
    {%- for key, known in {
        'unit': ['visitor', 'session', 'customer', 'deal'], 'order_mode': ['ordered', 'strict', 'any']
    }.items() -%}
        {%- if funnel[key] not in known -%}
            {{ exceptions.raise_compiler_error(where ~ key ~ " must be one of " ~ known ~ ". Got: '" ~ funnel[key] ~ "'.") }}
        {%- endif -%}
    {%- endfor -%}
    {%- if funnel.steps | length < 2 or funnel.window_days | int < 1 -%}
        {{ exceptions.raise_compiler_error(where ~ "it needs at least two steps and a window of at least one day.") }}
    {%- endif -%}
    {%- set allowed = {
        'visitor': ['web'], 'session': ['web'], 'customer': ['web', 'order', 'form', 'deal', 'ticket'], 'deal': ['deal']
    }[funnel.unit] -%}
    {%- for step in funnel.steps if step.source not in allowed -%}
        {{ exceptions.raise_compiler_error(
            where ~ "step '" ~ step.name ~ "' has source '" ~ step.source ~ "', but unit " ~ funnel.unit
            ~ " can only follow " ~ allowed ~ "."
        ) }}
    {%- endfor -%}
{%- endmacro %}

{# Changes when a definition does, so that rows counted by an old one are never shown. #}
{% macro funnel_definition(funnel) -%}
    {{ return(local_md5(tojson([funnel.unit, funnel.window_days, funnel.order_mode, funnel.steps], sort_keys=true))) }}
{%- endmacro %}

{# Rows of funnels as they are defined now. #}
{% macro is_current_funnel() -%}
    {%- for funnel in funnels() %}
        {%- if not loop.first %} or {% endif -%}
        (funnel_name = '{{ funnel.name }}' and definition_hash = '{{ funnel_definition(funnel) }}')
    {%- else -%}
        false
    {%- endfor -%}
{%- endmacro %}

{% macro quoted_list(values) -%}
    '{{ ([values] if values is string else values) | join("', '") }}'
{%- endmacro %}

{# The number of the step an event is, null when it is none; an event counts for the first step it matches. #}
{% macro web_step_number(funnel) -%}
    case
        {%- for step in funnel.steps if step.source == 'web' %}
        when
            {% if step.match -%}
            event_kind in ({{ quoted_list(step.match) }}) or plain_name in ({{ quoted_list(step.match) }})
            {%- else -%}
            true
            {%- endif %}
            then {{ funnel.steps.index(step) + 1 }}
        {%- endfor %}
    end
{%- endmacro %}

{% macro business_step_number(funnel) -%}
    case
        {%- for step in funnel.steps if step.source != 'web' %}
        when
            step_source = '{{ step.source }}'
            {%- if step.match %} and step_value in ({{ quoted_list(step.match) }}){% endif %}
            then {{ funnel.steps.index(step) + 1 }}
        {%- endfor %}
    end
{%- endmacro %}

{% macro funnel_reads(funnel, web=true) -%}
    {{ return(funnel.steps | selectattr('source', 'eq' if web else 'ne', 'web') | list | length > 0) }}
{%- endmacro %}

{# How far this model has read for one funnel: -1 when it has no row of the funnel as it is defined now. #}
{% macro funnel_watermark(funnel) -%}
    {%- if execute and is_incremental() -%}
        {%- set newest = run_query(
            "select coalesce(max(_batch_id), -1) from " ~ this ~ " where funnel_name = '" ~ funnel.name
            ~ "' and definition_hash = '" ~ funnel_definition(funnel) ~ "'"
        ).columns[0][0] -%}
        {{ return(newest | int) }}
    {%- endif -%}
    {{ return(-1) }}
{%- endmacro %}

{# The batch up to which all that funnels read has been taken in; what a run writes is stamped with it. #}
{% macro funnel_horizon() -%}
    {%- set newest = [-1] -%}
    {%- if execute -%}
        {%- for relation, column in [
            (ref('int_web_sessions__resolved'), '_batch_id'),
            (ref('int_activities__united'), '_batch_id'),
            (ref('int_deal_stages__entered'), '_batch_id'),
            (ref('stg_identity__customer_changes'), 'changed_batch_id')
        ] if load_relation(relation) is not none -%}
            {%- do newest.append(
                run_query("select coalesce(max(" ~ column ~ "), -1) from " ~ relation).columns[0][0] | int
            ) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(newest | max) }}
{%- endmacro %}

{#
    The scopes (visitors for visitor and session funnels, customers, deals) whose events may have changed since a batch:
    what is theirs is thrown away and counted anew. One column, touched_key.
#}
{% macro funnel_touched_scopes(funnel, since) -%}
    {%- if funnel.unit in ('visitor', 'session') -%}
        select distinct sessions.visitor_id as touched_key
        from {{ ref('int_web_sessions__resolved') }} as sessions
        where sessions._batch_id > {{ since }}
    {%- else -%}
        {%- if funnel.unit == 'customer' -%}
            {{ customers_with_new_activity(since) }}
            union
        {%- endif %}
        select distinct stages.{{ 'customer_id' if funnel.unit == 'customer' else 'deal_id' }} as touched_key
        from {{ ref('int_deal_stages__entered') }} as stages
        where stages._batch_id > {{ since }}
    {%- endif -%}
{%- endmacro %}

{# Whether a row's scope is one of those; every row's is on a full build. #}
{% macro in_touched_scopes(scope, funnel, since) -%}
    {%- if since < 0 -%}
        true
    {%- else -%}
        {{ scope }} in (
            select touched.touched_key from ({{ funnel_touched_scopes(funnel, since) }}) as touched
        )
    {%- endif -%}
{%- endmacro %}

{# For pre_hook: takes out what a run is going to count anew, and what funnels no longer defined left behind. #}
{% macro delete_touched_funnels() -%}
    {%- if execute and is_incremental() -%}
        delete from {{ this }}
        where
            not ({{ is_current_funnel() }})
            {%- for funnel in funnels() %}
            or (
                funnel_name = '{{ funnel.name }}'
                and scope_id in (
                    select touched.touched_key
                    from ({{ funnel_touched_scopes(funnel, funnel_watermark(funnel)) }}) as touched
                )
            )
            {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
