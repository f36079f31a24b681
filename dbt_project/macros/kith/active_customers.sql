{#
    Customers whose activities changed since the caller last read them: those who have a changed activity, those who had
    it before, and those whose records were united or parted. One column, touched_key. On a full build: everyone.
#}
{% macro customers_with_new_activity(since=none) -%}
    {%- set newest = since if since is not none else watermark() -%}
    select united.customer_id as touched_key
    from {{ ref('int_activities__united') }} as united
    where united._batch_id > {{ newest }} and united.customer_id is not null
    union
    select united.previous_customer_id as touched_key
    from {{ ref('int_activities__united') }} as united
    where united._batch_id > {{ newest }} and united.previous_customer_id is not null
    union
    select changes.customer_id as touched_key
    from {{ ref('stg_identity__customer_changes') }} as changes
    where changes.changed_batch_id > {{ newest }}
{%- endmacro %}
