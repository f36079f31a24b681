{# Fails on every row outside minimum..maximum, both included; null passes. #}
{% test in_range(model, column_name, minimum=none, maximum=none) %}
{%- if minimum is none and maximum is none -%}
    {{ exceptions.raise_compiler_error("in_range needs minimum, maximum or both. Got neither.") }}
{%- endif %}
select * from {{ model }}
where
    false
    {% if minimum is not none %}or {{ column_name }} < {{ minimum }}{% endif %}
    {% if maximum is not none %}or {{ column_name }} > {{ maximum }}{% endif %}
{% endtest %}
