{# A value of a JSON object as text; path without the leading "$.". #}
{% macro json_text(json, path) -%}
    {{ return(adapter.dispatch('json_text', 'kith')(json, path)) }}
{%- endmacro %}

{% macro default__json_text(json, path) -%}
    get_json_object({{ json }}, '$.{{ path }}')
{%- endmacro %}

{% macro duckdb__json_text(json, path) -%}
    json_extract_string({{ json }}, '$.{{ path }}')
{%- endmacro %}
