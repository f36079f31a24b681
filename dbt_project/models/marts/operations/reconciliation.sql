with landed as (

    select
        source,
        'orders' as target,
        {{ row_count() }} as source_row_count,
        {{ money_total('order_amount') }} as source_amount,
        cast(0 as bigint) as foreign_row_count,
        event_date
    from {{ ref('int_orders__landed') }}
    group by source, event_date
    union all
    select
        source,
        'order_lines' as target,
        cast(sum(line_count) as bigint) as source_row_count,
        {{ money_total('line_amount') }} as source_amount,
        cast(sum(case when is_foreign then line_count else 0 end) as bigint) as foreign_row_count,
        line_event_date as event_date
    from {{ ref('int_orders__landed') }}
    where line_count > 0
    group by source, line_event_date
    union all
    select
        source,
        'refunds' as target,
        {{ row_count() }} as source_row_count,
        {{ money_total('refund_amount') }} as source_amount,
        {{ row_count('case when is_foreign then 1 end') }} as foreign_row_count,
        event_date
    from {{ ref('int_refunds__landed') }}
    group by source, event_date

),

counted as (

    select * from {{ ref('int_marts__counted') }}

),

compared as (

    select
        coalesce(landed.source, counted.source) as source,
        coalesce(landed.target, counted.target) as target,
        coalesce(landed.event_date, counted.event_date) as event_date,
        coalesce(landed.source_row_count, 0) as source_row_count,
        coalesce(counted.mart_row_count, 0) as mart_row_count,
        {{ money('coalesce(landed.source_amount, 0)') }} as source_amount,
        {{ money('coalesce(counted.mart_amount, 0)') }} as mart_amount,
        coalesce(landed.foreign_row_count, 0) as foreign_row_count
    from landed
    full outer join counted
        on
            landed.source = counted.source
            and landed.target = counted.target
            and landed.event_date = counted.event_date

),

judged as (

    select
        source,
        target,
        event_date,
        source_row_count,
        mart_row_count,
        source_amount,
        mart_amount,
        source_row_count - mart_row_count as difference_count,
        {{ money('source_amount - mart_amount') }} as difference_amount,
        -- a cent a row is rounding where a rate was applied; in the reporting currency nothing is
        source_row_count = mart_row_count
        and abs(source_amount - mart_amount) <= 0.01 * foreign_row_count as is_reconciled
    from compared

)

select * from judged
