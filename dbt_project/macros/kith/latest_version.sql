{#
    The body of a CTE: the newest version of each key, by updated_at, then batch, then hash.

    Nearly every key has one version, so only keys that may occur twice pay for a window; the rest stream past.
    Which ones those are is found by a hash of the key: 12 million lines in 0.3 GB, where grouping by the key itself
    takes three. Two keys that share a hash meet in the window too, and nothing comes of it.

    relation: a model, or the name of a small CTE. It is read three times, and DuckDB writes a CTE that is read more
    than once to memory as a whole: never pass a CTE that holds all rows of a large table.
    order_by: for targets without updated_at, ['_batch_id desc', '_row_hash desc'].
#}
{% macro latest_version(
    relation, key_columns, order_by=['updated_at desc nulls last', '_batch_id desc', '_row_hash desc']
) -%}
    with repeated_hashes as (

        select {{ key_hash(key_columns) }} as key_hash
        from {{ relation }}
        group by {{ key_hash(key_columns) }}
        having count(*) > 1

    )

    select * from {{ relation }}
    where {{ key_hash(key_columns) }} not in (select repeated_hashes.key_hash from repeated_hashes)
    union all
    (
        select * from {{ relation }}
        where {{ key_hash(key_columns) }} in (select repeated_hashes.key_hash from repeated_hashes)
        qualify row_number() over (
            partition by {{ key_columns | join(', ') }} order by {{ order_by | join(', ') }}
        ) = 1
    )
{%- endmacro %}
