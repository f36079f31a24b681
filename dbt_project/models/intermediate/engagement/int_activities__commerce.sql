{{ config(materialized='view') }}

-- A view: what reads it asks for the batches it needs, and they are pushed down to the marts below.
select
    'order' as activity_type,
    order_id as record_id,
    cast(null as {{ dbt.type_string() }}) as parent_id,
    customer_id,
    channel,
    'inbound' as direction,
    coalesce(order_number, source_order_id) as title,
    status as detail,
    net_amount as amount,
    source,
    ordered_at as occurred_at,
    _batch_id
from {{ ref('orders') }}
union all
select
    'refund' as activity_type,
    refund_id as record_id,
    order_id as parent_id,
    customer_id,
    cast(null as {{ dbt.type_string() }}) as channel,
    'outbound' as direction,
    order_id as title,
    reason as detail,
    refund_amount as amount,
    split_part(refund_id, ':', 1) as source,
    refunded_at as occurred_at,
    _batch_id
from {{ ref('refunds') }}
union all
select
    'checkout' as activity_type,
    checkout_id as record_id,
    order_id as parent_id,
    customer_id,
    cast(null as {{ dbt.type_string() }}) as channel,
    'inbound' as direction,
    checkout_id as title,
    case when is_abandoned then 'abandoned' else 'completed' end as detail,
    total_amount as amount,
    split_part(checkout_id, ':', 1) as source,
    started_at as occurred_at,
    _batch_id
from {{ ref('checkouts') }}
union all
select
    'deal' as activity_type,
    deal_id as record_id,
    account_id as parent_id,
    customer_id,
    cast(null as {{ dbt.type_string() }}) as channel,
    'none' as direction,
    coalesce(deal_name, deal_id) as title,
    stage as detail,
    deal_amount as amount,
    split_part(deal_id, ':', 1) as source,
    created_at as occurred_at,
    _batch_id
from {{ ref('deals') }}
