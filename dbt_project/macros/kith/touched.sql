{#
    Which periods and customers must be computed again.

    int_orders__versioned keeps every state an order ever had, so an order that moved to another day, customer or
    rank names both its old and its new place. A model's own greatest _batch_id says how far it has read, so a run
    that was killed half-way loses nothing: the next one still finds what this model has not seen.

    key_expression: customer_id, ordered_date or month_of('ordered_date').
#}
{% macro touched_keys(key_expression) -%}
    {%- set versions = ref('int_orders__versioned') -%}
    select distinct {{ key_expression }} as touched_key
    from {{ versions }}
    where order_id in (
        select newer.order_id from {{ versions }} as newer where newer._batch_id > {{ watermark() }}
    )
{%- endmacro %}

{# For pre_hook: takes out the rows of touched keys, also of those no order belongs to any more. #}
{% macro delete_touched(key, key_expression) -%}
    {{ delete_keys(key, touched_keys(key_expression)) }}
{%- endmacro %}

{#
    Customers whose months or weeks must be computed again: touched ones, and those with orders of days that were
    still to come at the last run and are not any more. `last_order_date` is the model's newest day.
#}
{% macro touched_or_due_customers() -%}
    {{ touched_keys('customer_id') }}
    union
    select orders.customer_id as touched_key
    from {{ ref('orders') }} as orders
    cross join {{ ref('int_calendar__as_of') }} as calendar
    where
        orders.ordered_date > cast('{{ _newest_day() }}' as date)
        and orders.ordered_date <= calendar.as_of_date
{%- endmacro %}

{% macro _newest_day() -%}
    {%- set newest = none -%}
    {%- if execute and is_incremental() -%}
        {%- set newest = run_query('select max(last_order_date) from ' ~ this).columns[0][0] -%}
    {%- endif -%}
    {{- newest or '1970-01-01' -}}
{%- endmacro %}

{# Customers with a touched order, a record that landed or was linked anew, or a set of records that changed. #}
{% macro customers_with_news() -%}
    {{ touched_keys('customer_id') }}
    union
    select links.customer_id as touched_key
    from {{ ref('stg_identity__customer_links') }} as links
    inner join {{ ref('int_contacts__unioned') }} as contacts on links.record_key = contacts.record_key
    where links.linked_batch_id > {{ watermark() }} or contacts._batch_id > {{ watermark() }}
    union
    select changes.customer_id as touched_key
    from {{ ref('stg_identity__customer_changes') }} as changes
    where changes.changed_batch_id > {{ watermark() }}
{%- endmacro %}
