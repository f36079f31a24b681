{# An address as written, trimmed and in lower case; null unless it looks like one. #}
{% macro clean_email(email) -%}
    case when {{ email }} like '%_@_%' then lower(trim({{ email }})) end
{%- endmacro %}

{#
    The mailbox behind a clean address: what comes after "+" is a tag everywhere we know of;
    Gmail ignores dots and has two domains.
#}
{% macro normalised_email(email) -%}
    case
        when split_part({{ email }}, '@', 2) in ('gmail.com', 'googlemail.com')
            then replace(split_part(split_part({{ email }}, '@', 1), '+', 1), '.', '') || '@gmail.com'
        when {{ email }} like '_%+%@%'
            then split_part(split_part({{ email }}, '@', 1), '+', 1) || '@' || split_part({{ email }}, '@', 2)
        else {{ email }}
    end
{%- endmacro %}
