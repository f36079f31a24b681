{# Letters without their accents. #}
{% macro plain_letters(text) -%}
    {{ return(adapter.dispatch('plain_letters', 'kith')(text)) }}
{%- endmacro %}

{% macro default__plain_letters(text) -%}
    translate({{ text }}, 'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy')
{%- endmacro %}

{% macro duckdb__plain_letters(text) -%}
    strip_accents({{ text }})
{%- endmacro %}
