{#
    A UTC moment as the wall clock of the workspace, and the day it falls on there.
    UTC, the default, is left untouched: no zone arithmetic over millions of rows for nothing.
#}
{% macro local_time(moment) -%}
    {%- if var('workspace_timezone') in ('UTC', 'Etc/UTC') -%}
        {{ moment }}
    {%- else -%}
        {{ adapter.dispatch('local_time', 'kith')(moment, var('workspace_timezone')) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__local_time(moment, zone) -%}
    convert_timezone('UTC', '{{ zone }}', {{ moment }})
{%- endmacro %}

{% macro duckdb__local_time(moment, zone) -%}
    timezone('{{ zone }}', timezone('UTC', {{ moment }}))
{%- endmacro %}

{% macro local_date(moment) -%}
    cast({{ local_time(moment) }} as date)
{%- endmacro %}
