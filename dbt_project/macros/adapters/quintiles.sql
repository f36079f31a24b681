{# The four values that cut a group into fifths, as a list; each is a value that occurs (no interpolation). #}
{% macro quintile_bounds(expression) -%}
    {{ return(adapter.dispatch('quintile_bounds', 'kith')(expression)) }}
{%- endmacro %}

{% macro default__quintile_bounds(expression) -%}
    array(
        {%- for fraction in [0.2, 0.4, 0.6, 0.8] %}
        percentile_disc({{ fraction }}) within group (order by {{ expression }} asc)
        {{- "," if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{# one state for all four: twelve separate ones held every value of thirteen months twelve times #}
{% macro duckdb__quintile_bounds(expression) -%}
    quantile_disc({{ expression }}, [0.2, 0.4, 0.6, 0.8])
{%- endmacro %}

{# The n-th item of a list, counted from 1. #}
{% macro list_item(expression, position) -%}
    {{ return(adapter.dispatch('list_item', 'kith')(expression, position)) }}
{%- endmacro %}

{% macro default__list_item(expression, position) -%}
    element_at({{ expression }}, {{ position }})
{%- endmacro %}

{% macro duckdb__list_item(expression, position) -%}
    list_extract({{ expression }}, {{ position }})
{%- endmacro %}
