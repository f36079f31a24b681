{# Several columns as one value that compares left to right; for max_by, whose key must be one expression. #}
{% macro sort_key(columns) -%}
    {{ return(adapter.dispatch('sort_key', 'kith')(columns)) }}
{%- endmacro %}

{% macro default__sort_key(columns) -%}
    struct({{ columns | join(', ') }})
{%- endmacro %}

{% macro duckdb__sort_key(columns) -%}
    row({{ columns | join(', ') }})
{%- endmacro %}

{# The latest value that is there; `by` ends in the column itself (or in a unique one):
   or the answer would depend on the order of rows. #}
{% macro newest(column, by) -%}
    max_by({{ column }}, {{ sort_key(by) }}) filter (where {{ column }} is not null)
{%- endmacro %}
