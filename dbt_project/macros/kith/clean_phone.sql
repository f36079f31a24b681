{# Digits and a leading plus, full-width ones made plain; null below five digits. Not E.164: identity does that. #}
{% macro clean_phone(phone) -%}
    case
        when
            length({{ regexp_replace_all(plain_digits(phone), '[^0-9]') }}) >= 5
            then {{ regexp_replace_all(plain_digits(phone), '[^0-9+]') }}
    end
{%- endmacro %}

{% macro plain_digits(text) -%}
    translate({{ text }}, '０１２３４５６７８９＋', '0123456789+')
{%- endmacro %}
