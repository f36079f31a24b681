{#
    1 to 5: one more than the number of fifths a value is above. `bounds` is quintile_bounds() of all values, so
    equal values always score alike, and the score is 1 + floor(5 x share of customers with a strictly lower value).
    ntile() would split ties by row order: of two customers with one order each, one would score 1 and the other 2.
#}
{% macro rfm_score(value, bounds) -%}
    (
        1
        {%- for position in range(1, 5) %}
        + case when {{ value }} > {{ list_item(bounds, position) }} then 1 else 0 end
        {%- endfor %}
    )
{%- endmacro %}

{# The name of each cell: recency score down, the mean of frequency and money (half up) across from 1 to 5. #}
{% macro rfm_group_map() -%}
    {{ return({
        5: ['new', 'potential_loyal', 'potential_loyal', 'champions', 'champions'],
        4: ['promising', 'potential_loyal', 'potential_loyal', 'loyal', 'champions'],
        3: ['about_to_sleep', 'about_to_sleep', 'needs_attention', 'loyal', 'loyal'],
        2: ['hibernating', 'hibernating', 'at_risk', 'at_risk', 'at_risk'],
        1: ['lost', 'lost', 'hibernating', 'cannot_lose', 'cannot_lose'],
    }) }}
{%- endmacro %}

{% macro rfm_group(r_score, f_score, m_score) -%}
    {%- set mean = 'floor((' ~ f_score ~ ' + ' ~ m_score ~ ' + 1) / 2.0)' -%}
    case
        {%- for recency, names in rfm_group_map().items() %}
        {%- for name in names %}
        when {{ r_score }} = {{ recency }} and {{ mean }} = {{ loop.index }} then '{{ name }}'
        {%- endfor %}
        {%- endfor %}
    end
{%- endmacro %}
