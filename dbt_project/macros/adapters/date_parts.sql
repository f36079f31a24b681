{# First day of the week (Monday) as a date; and a date some days or months on. #}
{% macro week_of(moment) -%}
    cast(date_trunc('week', {{ moment }}) as date)
{%- endmacro %}

{% macro add_days(date, days) -%}
    cast(cast({{ date }} as date) + ({{ days }}) * interval '1' day as date)
{%- endmacro %}

{% macro add_months(date, months) -%}
    cast(cast({{ date }} as date) + ({{ months }}) * interval '1' month as date)
{%- endmacro %}

{# Moments some seconds on; seconds may be an expression. #}
{% macro add_seconds(moment, seconds) -%}
    {{ return(adapter.dispatch('add_seconds', 'kith')(moment, seconds)) }}
{%- endmacro %}

{% macro default__add_seconds(moment, seconds) -%}
    timestampadd(second, {{ seconds }}, {{ moment }})
{%- endmacro %}

{% macro duckdb__add_seconds(moment, seconds) -%}
    ({{ moment }} + to_seconds({{ seconds }}))
{%- endmacro %}
