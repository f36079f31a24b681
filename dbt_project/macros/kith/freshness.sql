{# The moment the run is for, UTC: var run_at, or when dbt started. #}
{% macro run_moment() -%}
    cast('{{ var("run_at") or run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}' as timestamp)
{%- endmacro %}

{# Hours after which a target's data is stale: its own entry of var freshness_hours, or the one named other. #}
{% macro freshness_hours(target) -%}
    case {{ target }}
        {%- for name, hours in var('freshness_hours').items() if name != 'other' %}
        when '{{ name }}' then {{ hours }}
        {%- endfor %}
        else {{ var('freshness_hours')['other'] }}
    end
{%- endmacro %}
