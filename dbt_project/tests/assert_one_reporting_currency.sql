-- Rows: currencies other than today's reporting currency that orders were valued in.
-- Orders are valued once; when the reporting currency changes (by the var, or because another one
-- became the commonest) old ones stay in the old one and sums mix two. --full-refresh cures it.
select
    reporting_currency,
    count(*) as order_count
from {{ ref('int_orders__valued') }}
where reporting_currency <> '{{ reporting_currency() }}'
group by reporting_currency
