{#
    A select of the newest version of each key: updated_at, then batch, then hash.
    Nearly every key has one version, so only keys seen twice pay for a window; the rest pass straight through.

    relation: a model or the name of a CTE (it is read three times: give a CTE only what it needs).
    order_by: for targets without updated_at, ['_batch_id desc', '_row_hash desc'].
#}
{% macro latest_version(
    relation, key_columns, order_by=['updated_at desc nulls last', '_batch_id desc', '_row_hash desc']
) -%}
    select * from {{ relation }}
    where not exists (
        select 1
        from ({{ repeated_keys(relation, key_columns) }}) as repeated
        where {{ same_key(relation, 'repeated', key_columns) }}
    )
    union all
    (
        select * from {{ relation }}
        where exists (
            select 1
            from ({{ repeated_keys(relation, key_columns) }}) as repeated
            where {{ same_key(relation, 'repeated', key_columns) }}
        )
        qualify row_number() over (
            partition by {{ key_columns | join(', ') }} order by {{ order_by | join(', ') }}
        ) = 1
    )
{%- endmacro %}

{% macro repeated_keys(relation, key_columns) -%}
    select {{ key_columns | join(', ') }} from {{ relation }}
    group by {{ key_columns | join(', ') }} having count(*) > 1
{%- endmacro %}

{% macro same_key(relation, other, key_columns) -%}
    {%- set name = relation if relation is string else relation.identifier -%}
    {%- for column in key_columns -%}
        {{ name }}.{{ column }} = {{ other }}.{{ column }}{% if not loop.last %} and {% endif %}
    {%- endfor -%}
{%- endmacro %}
