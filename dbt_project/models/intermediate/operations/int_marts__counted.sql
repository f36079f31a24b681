-- The other side of the reconciliation: a real recount of the marts on every run, so that rows
-- that vanish from a mart are missed even when nothing new landed.
with counted as (

    select
        source,
        'orders' as target,
        {{ row_count() }} as mart_row_count,
        {{ money_total('original_total_amount') }} as mart_amount,
        ordered_date as event_date
    from {{ ref('orders') }}
    group by source, ordered_date
    union all
    select
        split_part(order_id, ':', 1) as source,
        'order_lines' as target,
        {{ row_count() }} as mart_row_count,
        {{ money_total('net_amount') }} as mart_amount,
        {{ local_date('ordered_at') }} as event_date
    from {{ ref('order_lines') }}
    group by split_part(order_id, ':', 1), {{ local_date('ordered_at') }}
    union all
    select
        split_part(refund_id, ':', 1) as source,
        'refunds' as target,
        {{ row_count() }} as mart_row_count,
        {{ money_total('refund_amount') }} as mart_amount,
        {{ local_date('refunded_at') }} as event_date
    from {{ ref('refunds') }}
    group by split_part(refund_id, ':', 1), {{ local_date('refunded_at') }}

)

select * from counted
