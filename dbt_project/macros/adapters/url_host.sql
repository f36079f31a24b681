{# The host of an address in lower case, without "www."; null when there is none. #}
{% macro url_host(url) -%}
    nullif({{ adapter.dispatch('url_host', 'kith')(url) }}, '')
{%- endmacro %}

{% macro default__url_host(url) -%}
    regexp_extract(lower({{ url }}), '^[a-z]+://(www[.])?([^/:?#]+)', 2)
{%- endmacro %}

{% macro duckdb__url_host(url) -%}
    regexp_extract(lower({{ url }}), '^[a-z]+://(?:www[.])?([^/:?#]+)', 1)
{%- endmacro %}
