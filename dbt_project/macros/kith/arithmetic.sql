{# Division in doubles; null, not infinity or an error, when the divisor is nought. #}
{% macro safe_divide(dividend, divisor) -%}
    cast({{ dividend }} as double) / nullif(cast({{ divisor }} as double), 0)
{%- endmacro %}

{# Money as it is stored; sums must be cast or DuckDB keeps them 38 digits wide, 55 times slower to read. #}
{% macro money(amount) -%}
    cast({{ amount }} as decimal(18, 2))
{%- endmacro %}

{# A sum of money, nought when there is nothing to add. #}
{% macro money_total(amount) -%}
    cast(coalesce(sum({{ amount }}), 0) as decimal(18, 2))
{%- endmacro %}

{% macro row_count(what='*') -%}
    cast(count({{ what }}) as bigint)
{%- endmacro %}
