{#
    What a web event means, from its call and name (Segment's e-commerce spec, GA4's names as well):
    page, product_view, cart, checkout, order, identify, or other.
    One comparison a name, no pattern: it runs over every event there is.
#}
{% macro web_event_kind(event_type, event_name) -%}
    {%- set names = {
        'product_view': ['product viewed', 'viewed product', 'view item'],
        'cart': ['product added', 'product added to cart', 'added to cart', 'add to cart'],
        'checkout': ['checkout started', 'started checkout', 'begin checkout'],
        'order': ['order completed', 'order placed', 'placed order', 'purchase']
    } -%}
    case
        when {{ event_type }} in ('page', 'screen') then 'page'
        when {{ event_type }} in ('identify', 'alias') then 'identify'
        else
            case lower({{ event_name }})
                {%- for kind, written in names.items() %}
                {%- for name in (written + (written | map('replace', ' ', '_') | list)) | unique %}
                when '{{ name }}' then '{{ kind }}'
                {%- endfor %}
                {%- endfor %}
                else 'other'
            end
    end
{%- endmacro %}

{# "Product_Viewed " and "product viewed" are one name. #}
{% macro plain_event_name(event_name) -%}
    replace(lower(trim({{ event_name }})), '_', ' ')
{%- endmacro %}
