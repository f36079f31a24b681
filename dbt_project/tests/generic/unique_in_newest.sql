{# Fails on every combination of the columns that occurs twice in the newest period; older ones are not read again. #}
{% test unique_in_newest(model, columns, period) %}
select {{ columns | join(', ') }}, count(*) as row_count
from {{ model }}
where {{ period }} = (select max({{ period }}) from {{ model }})
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
