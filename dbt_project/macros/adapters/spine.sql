{# One row per day or month from first to last (both included, dates), as a select with the one column named. #}
{% macro date_spine_between(first, last, column, part='day') -%}
    {{ return(adapter.dispatch('date_spine_between', 'kith')(first, last, column, part)) }}
{%- endmacro %}

{% macro default__date_spine_between(first, last, column, part) -%}
    select cast(explode(sequence({{ first }}, {{ last }}, interval 1 {{ part }})) as date) as {{ column }}
{%- endmacro %}

{% macro duckdb__date_spine_between(first, last, column, part) -%}
    select
        cast(
            unnest(generate_series(
                cast({{ first }} as timestamp), cast({{ last }} as timestamp), interval '1' {{ part }}
            )) as date
        ) as {{ column }}
{%- endmacro %}
