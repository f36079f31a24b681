"""The analytics marts of the small company: derived from its orders where they can be.

The funnel is made up: 600 visitors of three regions, of whom far fewer in the South go on from
checkout to order. One day is off in reconciliation, six rows wait in quarantine.
"""

from __future__ import annotations

import duckdb

WEAK_REGION = "South"
QUARANTINED = 6

_RETENTION = """
insert into retention_by_cohort{suffix}
with firsts as (
    select customer_id, date_trunc('{grain}', min(ordered_date))::date as cohort
    from orders where is_purchase and customer_id is not null group by 1
),
sizes as (select cohort, count(*) as size from firsts group by 1),
periods as (
    select unnest(generate_series(
        (select min(cohort) from firsts), date '2026-02-28', interval 1 {grain}
    ))::date as period
),
bought as (
    select
        cohort, date_trunc('{grain}', ordered_date)::date as period,
        count(distinct orders.customer_id) filter (is_purchase) as customers,
        count(*) filter (is_purchase) as orders, sum(net_amount) as net
    from orders inner join firsts on orders.customer_id = firsts.customer_id group by all
)
select
    sizes.cohort, date_diff('{grain}', sizes.cohort, periods.period), size,
    coalesce(customers, 0), coalesce(orders, 0), coalesce(net, 0), coalesce(customers, 0) / size,
    periods.period + interval 1 {grain} <= date '2026-02-28'
from sizes inner join periods on sizes.cohort <= periods.period
left join bought on sizes.cohort = bought.cohort and periods.period = bought.period
"""

_RFM = """
insert into rfm
select
    customer_id, date_diff('day', max(ordered_date), date '2026-02-28'), count(*),
    sum(net_amount), case when max(ordered_date) > date '2026-02-01' then 5 else 1 end,
    case when count(*) > 2 then 5 else 1 end, case when sum(net_amount) > 100 then 5 else 2 end,
    '555', case when count(*) > 2 then 'champions' else 'hibernating' end,
    case when count(*) > 2 then 'loyal' else 'none' end, date '2026-02-28'
from orders where is_purchase and customer_id is not null group by customer_id;
insert into rfm_movements
select date '2026-02-01', previous_rfm_group, rfm_group, count(*), sum(monetary_amount)
from rfm group by all;
insert into rfm_by_month
select date '2026-02-01', rfm_group, count(*), sum(monetary_amount) from rfm group by all;
"""

_FUNNEL = """
insert into funnel_participants
select
    'web_purchase', 'v' || i, case when i % 50 = 0 then 'c_ana' end,
    case
        when i % 10 < 3 then 1 when i % 10 < 5 then 2
        when region = '{weak}' and i % 10 < 9 then 3 when i % 10 < 7 then 3 else 4
    end,
    timestamp '2026-02-01 08:00:00' + to_hours(i::int), region,
    case when i % 20 < 10 then 'email' else 'direct' end, 'mobile'
from (
    select i, case i % 3 when 0 then 'North' when 1 then '{weak}' else 'West' end as region
    from range(600) as t (i)
) as visitors;
insert into funnels
with steps (step_number, step_name) as (
    values (1, 'Viewed product'), (2, 'Added to cart'), (3, 'Started checkout'), (4, 'Ordered')
),
sliced as (
    select 'all' as dimension, 'all' as dimension_value, reached_step from funnel_participants
    union all select 'region', region, reached_step from funnel_participants
    union all select 'channel', channel, reached_step from funnel_participants
),
counted as (
    select dimension, dimension_value, step_number, step_name,
        count(*) filter (reached_step >= step_number) as entered
    from steps cross join sliced group by all
)
select
    'web_purchase', dimension, dimension_value, step_number, step_name, entered,
    coalesce(entered / lag(entered) over by_step, 1.0), entered / first(entered) over by_step,
    entered - lead(entered) over by_step, case when step_number > 1 then 340.0 end, 7,
    'visitor', 'ordered', date '2026-02-01', date '2026-02-26'
from counted
window by_step as (partition by dimension, dimension_value order by step_number);
"""

_CHANNELS = """
insert into channel_performance
select
    coalesce(channel, 'unknown'), date_trunc('month', ordered_date)::date, 20,
    count(*) filter (is_first_order), count(*) filter (is_purchase), sum(net_amount),
    case when channel = 'email' then 40 else 0 end, 1000, 50, 0.8, null, null, 0.1
from orders group by 1, 2, channel;
insert into campaigns (campaign_id, campaign_name, channel, starts_at, ends_at, exposed_count,
    held_out_count, responded_count, response_rate, response_amount, spend_amount)
values ('mail:spring', 'Spring mugs', 'email', '2026-02-01', '2026-02-20', 2, 1, 1, 0.5, 200, 40);
insert into campaign_responses (campaign_response_id, campaign_id, customer_id, member_event,
    order_id, response_amount, occurred_at)
values
    ('r1', 'mail:spring', 'c_ana', 'exposed', null, null, '2026-02-01'),
    ('r2', 'mail:spring', 'c_dee', 'exposed', null, null, '2026-02-01'),
    ('r3', 'mail:spring', 'c_bo', 'held_out', null, null, '2026-02-01'),
    ('r4', 'mail:spring', 'c_ana', 'responded', 'shop:1', 200, '2026-02-03');
"""

_OPERATIONS = """
insert into data_freshness values
    ('shop', 'orders', '2026-03-01 01:00:00', '2026-02-28 12:00:00', 10, 2, 48, false),
    ('desk', 'tickets', '2026-02-20 01:00:00', '2026-02-19 12:00:00', 1, 1, 48, true);
insert into reconciliation
select source, 'orders', ordered_date, count(*), count(*), sum(net_amount), sum(net_amount),
    0, 0, true
from orders group by all;
insert into reconciliation values
    ('shop', 'orders', '2026-02-27', 2, 1, 20, 10, 1, 10, false);
insert into batches values
    (1, 'shop', 'orders', 'orders_1.csv', 'h1', 900, 12, 9, 1, 2, 0,
        '2026-03-01 01:00:00', '2026-03-01 01:00:02', 'run1'),
    (2, 'desk', 'tickets', 'tickets.json', 'h2', 90, 5, 1, 0, 4, 0,
        '2026-03-01 01:00:02', '2026-03-01 01:00:03', 'run1');
insert into quarantine
select i, 1, 'shop', 'orders', 'orders_1.csv', i * 3, 'ordered_at is required',
    'secret-line-' || i, '2026-03-01 01:00:00', 'open', null
from range(1, {quarantined} + 1) as t (i);
insert into source_columns values
    ('shop', 'orders*.csv', 'gift_note', 'text', '2026-02-01', '2026-03-01', 'new'),
    ('shop', 'orders*.csv', 'order_id', 'text', '2026-01-01', '2026-03-01', 'mapped');
"""


def fill_analytics(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the analytics and operations marts into a file that holds the small company."""
    for suffix, grain in (("", "month"), ("_week", "week")):
        connection.execute(_RETENTION.format(suffix=suffix, grain=grain))
    connection.execute(_RFM)
    connection.execute(_FUNNEL.format(weak=WEAK_REGION))
    connection.execute(_CHANNELS)
    connection.execute(_OPERATIONS.format(quarantined=QUARANTINED))
