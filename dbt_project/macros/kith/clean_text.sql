{# Trimmed, and null when nothing is left. #}
{% macro clean_text(text) -%}
    nullif(trim({{ text }}), '')
{%- endmacro %}
