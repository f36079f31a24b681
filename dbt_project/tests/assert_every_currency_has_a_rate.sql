-- Rows: currencies of orders for which no exchange rate into the reporting currency has landed.
-- Such orders are taken as they are, one for one: every sum they are in is wrong until rates land.
{{ config(severity='warn') }}

select
    currency_code,
    count(*) as order_count
from {{ ref('orders') }}
where
    currency_code <> '{{ reporting_currency() }}'
    and currency_code not in (
        select rates.from_currency from {{ ref('int_exchange_rates__daily') }} as rates
    )
group by currency_code
