{# One row per item of a list, in a select list; and the list of items with the fields named. #}
{% macro unnest_items(items) -%}
    {{ return(adapter.dispatch('unnest_items', 'kith')(items)) }}
{%- endmacro %}

{% macro default__unnest_items(items) -%}
    explode(array(
        {%- for item in items %}
        named_struct({% for name, value in item.items() %}'{{ name }}', {{ value }}{{ ', ' if not loop.last }}{% endfor %})
        {{- ',' if not loop.last }}
        {%- endfor %}
    ))
{%- endmacro %}

{% macro duckdb__unnest_items(items) -%}
    unnest([
        {%- for item in items %}
        struct_pack({% for name, value in item.items() %}{{ name }} := {{ value }}{{ ', ' if not loop.last }}{% endfor %})
        {{- ',' if not loop.last }}
        {%- endfor %}
    ])
{%- endmacro %}
