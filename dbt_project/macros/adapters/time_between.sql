{#
    Whole days, weeks (Monday), months and elapsed seconds between two moments.
    dbt.datediff counts weeks from Sunday on DuckDB and elapsed hours on Spark: these do not.
#}
{% macro days_between(start, finish) -%}
    {{ return(adapter.dispatch('days_between', 'kith')(start, finish)) }}
{%- endmacro %}

{% macro default__days_between(start, finish) -%}
    datediff(cast({{ finish }} as date), cast({{ start }} as date))
{%- endmacro %}

{% macro duckdb__days_between(start, finish) -%}
    date_diff('day', cast({{ start }} as date), cast({{ finish }} as date))
{%- endmacro %}

{% macro weeks_between(start, finish) -%}
    cast(floor(
        {{ days_between(week_of(start), week_of(finish)) }} / 7.0
    ) as bigint)
{%- endmacro %}

{% macro months_between(start, finish) -%}
    (
        (extract(year from {{ finish }}) - extract(year from {{ start }})) * 12
        + extract(month from {{ finish }}) - extract(month from {{ start }})
    )
{%- endmacro %}

{% macro seconds_between(start, finish) -%}
    {{ return(adapter.dispatch('seconds_between', 'kith')(start, finish)) }}
{%- endmacro %}

{% macro default__seconds_between(start, finish) -%}
    timestampdiff(second, {{ start }}, {{ finish }})
{%- endmacro %}

{% macro duckdb__seconds_between(start, finish) -%}
    date_sub('second', {{ start }}, {{ finish }})
{%- endmacro %}
