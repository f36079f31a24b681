-- Small against the orders (one in thirty or so): rebuilt whole.
with refunds_latest as (

    {{ latest_version(ref('stg_landing__refunds'), ['_source', 'refund_id']) }}

),

rates as (

    select * from {{ ref('int_exchange_rates__daily') }}

),

rate_bounds as (

    select distinct
        from_currency,
        first_rate_date,
        last_rate_date
    from rates

)

select
    {{ source_key('refunds_latest.refund_id', 'refunds_latest._source') }} as refund_id,
    {{ source_key('refunds_latest.order_id', 'refunds_latest._source') }} as order_id,
    refunds_latest._source as source,
    refunds_latest.reason,
    refunds_latest.currency_code,
    -- of the refund's own currency on its own day; see priced_refund
    coalesce(rates.rate, 1) as exchange_rate,
    refunds_latest.refund_amount as original_refund_amount,
    refunds_latest.refunded_at,
    greatest(refunds_latest._batch_id, coalesce(rates._batch_id, -1)) as _batch_id
from refunds_latest
left join rate_bounds on refunds_latest.currency_code = rate_bounds.from_currency
left join rates
    on
        refunds_latest.currency_code = rates.from_currency
        and rates.rate_date = least(
            greatest({{ local_date('refunds_latest.refunded_at') }}, rate_bounds.first_rate_date),
            rate_bounds.last_rate_date
        )
