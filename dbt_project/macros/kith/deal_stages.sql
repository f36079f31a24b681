{# Whether a stage's name says that the deal is won or lost, for sources that have no flag for it. #}
{% macro is_won_stage(stage) -%}
    coalesce({{ plain_word(stage) }} in ('won', 'closed_won', 'signed', 'contract_signed'), false)
{%- endmacro %}

{% macro is_lost_stage(stage) -%}
    coalesce({{ plain_word(stage) }} in ('lost', 'closed_lost', 'disqualified', 'abandoned'), false)
{%- endmacro %}
