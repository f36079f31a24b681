{# "source:id", the key of a thing over all sources; null when the id is. #}
{% macro source_key(id, source='_source') -%}
    {{ source }} || ':' || {{ id }}
{%- endmacro %}

{#
    The key of a thing that a row refers to: an id that names its source already ("shopify:1001") is kept, any other is
    taken to be of the row's own source. An address like "gid://shop/Order/1" names no source.
#}
{% macro source_reference(id, source='_source') -%}
    case
        when {{ regexp_like(id, '^[a-z][a-z0-9_]*:[^/]') }} then {{ id }}
        else {{ source_key(id, source) }}
    end
{%- endmacro %}

{#
    The key of the record that names a person: the source's id of them, else their address, else their number,
    else the browser they used. Null when nothing names anyone. Joins to identity.customer_links.record_key.
    email and phone must be clean already (staging does it).
#}
{% macro record_key(customer_id='null', email='null', phone='null', anonymous_id='null', source='_source') -%}
    case
        when {{ customer_id }} is not null then {{ source }} || ':' || {{ customer_id }}
        {%- if email != 'null' %}
        when {{ email }} is not null then {{ source }} || ':email:' || {{ email }}
        {%- endif %}
        {%- if phone != 'null' %}
        when {{ phone }} is not null then {{ source }} || ':phone:' || {{ phone }}
        {%- endif %}
        {%- if anonymous_id != 'null' %}
        when {{ anonymous_id }} is not null then {{ source }} || ':anon:' || {{ anonymous_id }}
        {%- endif %}
    end
{%- endmacro %}

{# md5 over several columns; null and the empty string differ. #}
{% macro surrogate_key(columns) -%}
    md5(
        {%- for column in columns %}
        coalesce(cast({{ column }} as {{ dbt.type_string() }}), '_null_')
        {%- if not loop.last %} || '|' || {% endif -%}
        {% endfor %}
    )
{%- endmacro %}
