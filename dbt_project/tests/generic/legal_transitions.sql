{# Fails on every change of customer_status that cannot happen, and on a first status nobody can begin with. #}
{% test legal_transitions(model) %}
select * from {{ model }}
where not case customer_status
    when 'prospect' then previous_status is null
    when 'new' then previous_status is null or previous_status = 'prospect'
    when 'active' then coalesce(previous_status in ('new', 'dormant', 'churned'), false)
    when 'dormant' then coalesce(previous_status = 'active', false)
    when 'churned' then coalesce(previous_status = 'dormant', false)
    else false
end
{% endtest %}
