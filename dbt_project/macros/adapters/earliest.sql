{#
    A value with its moment and a tie-break, to be compared as a whole: min() of it is the first row of a group and
    max() the last, the same on every run, and (min(...)).picked the value. It can be taken again over partial groups.
#}
{% macro dated(value, moment, tie_break) -%}
    {{ return(adapter.dispatch('dated', 'kith')(value, moment, tie_break)) }}
{%- endmacro %}

{% macro default__dated(value, moment, tie_break) -%}
    named_struct('moment', {{ moment }}, 'tie_break', {{ tie_break }}, 'picked', {{ value }})
{%- endmacro %}

{% macro duckdb__dated(value, moment, tie_break) -%}
    struct_pack(moment := {{ moment }}, tie_break := {{ tie_break }}, picked := {{ value }})
{%- endmacro %}

{# As window functions: the nearest value that is not null. The caller writes `over (...)` behind it. #}
{% macro last_filled(value) -%}
    {{ return(adapter.dispatch('last_filled', 'kith')(value)) }}
{%- endmacro %}

{% macro default__last_filled(value) -%}
    last_value({{ value }}) ignore nulls
{%- endmacro %}

{% macro duckdb__last_filled(value) -%}
    last_value({{ value }} ignore nulls)
{%- endmacro %}

{% macro first_filled(value) -%}
    {{ return(adapter.dispatch('first_filled', 'kith')(value)) }}
{%- endmacro %}

{% macro default__first_filled(value) -%}
    first_value({{ value }}) ignore nulls
{%- endmacro %}

{% macro duckdb__first_filled(value) -%}
    first_value({{ value }} ignore nulls)
{%- endmacro %}
