{# DuckDB replaces the first match only unless told 'g'; Spark replaces all. #}
{% macro regexp_replace_all(text, pattern, replacement='') -%}
    {{ return(adapter.dispatch('regexp_replace_all', 'kith')(text, pattern, replacement)) }}
{%- endmacro %}

{% macro default__regexp_replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}')
{%- endmacro %}

{% macro duckdb__regexp_replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}
