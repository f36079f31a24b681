{#
    Selects of the customers something happened to since [[watermark]]; for delete_keys and for reading.
    Old ids of merged customers are among them: their rows go and do not come back.
#}
{% macro customers_with_new_records() -%}
    select links.customer_id
    from {{ ref('stg_identity__customer_links') }} as links
    inner join {{ ref('int_contacts__unioned') }} as contacts on links.record_key = contacts.record_key
    where contacts._batch_id > [[watermark]] or links.linked_batch_id > [[watermark]]
    union
    select changes.customer_id
    from {{ ref('stg_identity__customer_changes') }} as changes
    where changes.changed_batch_id > [[watermark]]
{%- endmacro %}

{# Those whose rows in a model of customers were written again, and those that lost them all. #}
{% macro customers_written(relation) -%}
    select written.customer_id
    from {{ relation }} as written
    where written._batch_id > [[watermark]]
    union
    select changes.customer_id
    from {{ ref('stg_identity__customer_changes') }} as changes
    where changes.changed_batch_id > [[watermark]]
{%- endmacro %}

{# Those an order belongs to or belonged to, of orders written since. #}
{% macro customers_with_new_orders() -%}
    select states.customer_id
    from {{ ref('int_orders__versioned') }} as states
    where
        states.customer_id is not null
        and states.order_id in (
            select orders.order_id from {{ ref('orders') }} as orders
            where orders._batch_id > [[watermark]]
        )
    union
    select changes.customer_id
    from {{ ref('stg_identity__customer_changes') }} as changes
    where changes.changed_batch_id > [[watermark]]
{%- endmacro %}

{# Any of the selects above, for reading in the model itself. #}
{% macro since_watermark(keys) -%}
    {{ keys | replace('[[watermark]]', watermark() | trim) }}
{%- endmacro %}
