{#
    What a web event means, from its call and name (Segment's e-commerce spec, GA4's names as well):
    page, product_view, cart, checkout, order, identify, or other.
#}
{% macro web_event_kind(event_type, event_name) -%}
    case
        when {{ event_type }} in ('page', 'screen') then 'page'
        when {{ event_type }} in ('identify', 'alias') then 'identify'
        when {{ plain_event_name(event_name) }} in ('product viewed', 'view item', 'viewed product') then 'product_view'
        when
            {{ plain_event_name(event_name) }} in (
                'product added', 'add to cart', 'added to cart', 'product added to cart'
            ) then 'cart'
        when
            {{ plain_event_name(event_name) }} in ('checkout started', 'begin checkout', 'started checkout')
            then 'checkout'
        when
            {{ plain_event_name(event_name) }} in ('order completed', 'purchase', 'order placed', 'placed order')
            then 'order'
        else 'other'
    end
{%- endmacro %}

{# "Product_Viewed " and "product viewed" are one name. #}
{% macro plain_event_name(event_name) -%}
    replace(lower(trim({{ event_name }})), '_', ' ')
{%- endmacro %}
