{# A 64-bit hash of some columns: never stored, never a key; only to find rows that may be alike, or to count. #}
{% macro key_hash(columns) -%}
    {{ return(adapter.dispatch('key_hash', 'kith')(columns)) }}
{%- endmacro %}

{% macro default__key_hash(columns) -%}
    xxhash64({{ columns | join(', ') }})
{%- endmacro %}

{% macro duckdb__key_hash(columns) -%}
    hash({{ columns | join(', ') }})
{%- endmacro %}
