{#
    The newest event of every source and target, out of what landed since the model was last built. `targets` maps a
    target to the expression of its event time. What was read once is remembered in the model itself.
#}
{% macro newest_events(targets) -%}
with landed as (

    {% for target, event_at in targets.items() -%}
    select
        _source as source,
        '{{ target }}' as target,
        cast(max({{ event_at }}) as timestamp) as last_event_at,
        max(_batch_id) as _batch_id
    from {{ ref('stg_landing__' ~ target) }}
    {% if is_incremental() -%}
    where _batch_id > {{ watermark() }}
    {% endif -%}
    group by _source
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}
),

{% if is_incremental() -%}
with_known as (

    select * from landed
    union all
    select known.*
    from {{ this }} as known
    inner join landed on known.source = landed.source and known.target = landed.target

),
{%- else -%}
with_known as (

    select * from landed

),
{%- endif %}

newest as (

    select
        source,
        target,
        max(last_event_at) as last_event_at,
        max(_batch_id) as _batch_id
    from with_known
    group by source, target

)

select * from newest
{%- endmacro %}
