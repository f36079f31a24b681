{#
    Given names, Western and Chinese. A Chinese name is written family name first, without a space, and its
    family name is one character but for a few of two.
#}
{% macro is_chinese(name) -%}
    {{ regexp_like(name, '[一-龥]') }}
{%- endmacro %}

{% macro joined_name(first_name, last_name) -%}
    case
        when {{ first_name }} is null or {{ last_name }} is null then coalesce({{ first_name }}, {{ last_name }})
        when {{ is_chinese(last_name) }} then {{ last_name }} || {{ first_name }}
        else {{ first_name }} || ' ' || {{ last_name }}
    end
{%- endmacro %}

{# The given name in a full one; null when the name is one word that could be either. #}
{% macro given_name_of(full_name) -%}
    case
        when {{ full_name }} is null then null
        when {{ is_chinese(full_name) }} and {{ full_name }} like '% %' then split_part({{ full_name }}, ' ', 2)
        when
            {{ is_chinese(full_name) }}
            and substring({{ full_name }}, 1, 2) in (
                '欧阳', '司马', '上官', '诸葛', '东方', '皇甫', '尉迟', '公孙', '令狐', '慕容', '司徒', '夏侯'
            )
            then nullif(substring({{ full_name }}, 3), '')
        when {{ is_chinese(full_name) }} then nullif(substring({{ full_name }}, 2), '')
        when {{ full_name }} like '%, %' then split_part(split_part({{ full_name }}, ', ', 2), ' ', 1)
        when {{ full_name }} like '% %'
            then split_part({{ regexp_replace_all(full_name, '^(Mr|Mrs|Ms|Miss|Dr|Prof)[.]? +') }}, ' ', 1)
    end
{%- endmacro %}

{# What two spellings of a given name are compared by: first word, small letters, no accents or dots. #}
{% macro normalised_given_name(first_name, full_name) -%}
    nullif(
        {{ regexp_replace_all(
            plain_letters('lower(split_part(trim(coalesce(' ~ first_name ~ ', ' ~ given_name_of(full_name) ~ ", '')), ' ', 1))"),
            '[.,0-9]'
        ) }},
        ''
    )
{%- endmacro %}
