{# The day of the run, by dbt's own clock: one moment for all models of a run. #}
{% macro today() -%}
    cast('{{ run_started_at.strftime("%Y-%m-%d") }}' as date)
{%- endmacro %}

{% macro end_of_today() -%}
    cast('{{ run_started_at.strftime("%Y-%m-%d") }} 23:59:59.999999' as timestamp)
{%- endmacro %}

{# The day things are looked at: the var, else the day of the latest event, else today. #}
{% macro as_of_date(latest_event_at) -%}
    {%- if var('as_of') -%}
        cast('{{ var("as_of") }}' as date)
    {%- else -%}
        coalesce({{ local_date(latest_event_at) }}, {{ today() }})
    {%- endif -%}
{%- endmacro %}
