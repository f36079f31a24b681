{# First day of the month, as a date. #}
{% macro month_of(moment) -%}
    cast(date_trunc('month', {{ moment }}) as date)
{%- endmacro %}
