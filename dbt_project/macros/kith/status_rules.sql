{# The three day counts of customer_status, checked: a status that could never be reached is a mistake. #}
{% macro status_days() -%}
    {%- set days = {
        'new': var('new_customer_days') | int,
        'dormant': var('dormant_days') | int,
        'churned': var('churned_days') | int,
    } -%}
    {%- if not (1 <= days['new'] <= days['dormant'] < days['churned']) -%}
        {{ exceptions.raise_compiler_error(
            "new_customer_days <= dormant_days < churned_days must hold. Got "
            ~ days['new'] ~ ", " ~ days['dormant'] ~ ", " ~ days['churned']
            ~ ". Change the vars in dbt_project.yml."
        ) }}
    {%- endif -%}
    {{ return(days) }}
{%- endmacro %}
