{# Fails on every row for which the expression is not true; null fails too. #}
{% test expression_is_true(model, expression, column_name=none) %}
select * from {{ model }}
where not coalesce(({{ expression }}), false)
{% endtest %}
