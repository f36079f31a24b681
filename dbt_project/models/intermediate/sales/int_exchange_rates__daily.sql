-- Rates into the reporting currency, one for every day between the first and last known rate.
-- A table of days, not of ranges: orders join by equality, and a million foreign ones stay cheap.
with rates_latest as (

    {{ latest_version(
        ref('stg_landing__exchange_rates'),
        ['_source', 'rate_date', 'from_currency', 'to_currency'],
        ['_batch_id desc', '_row_hash desc']
    ) }}

),

-- a rate known one way is known the other way round
rates_both_ways as (

    select
        rate_date,
        from_currency,
        to_currency,
        rate,
        0 as detours,
        _batch_id
    from rates_latest
    where rate > 0
    union all
    select
        rate_date,
        to_currency as from_currency,
        from_currency as to_currency,
        1 / rate as rate,
        1 as detours,
        _batch_id
    from rates_latest
    where rate > 0

),

rates_to_reporting as (

    select
        rate_date,
        from_currency,
        rate,
        detours,
        _batch_id
    from rates_both_ways
    where to_currency = '{{ reporting_currency() }}'

),

-- central banks quote everything against one currency: cross rates go through it
rates_crossed as (

    select
        rates_both_ways.rate_date,
        rates_both_ways.from_currency,
        rates_both_ways.rate * rates_to_reporting.rate as rate,
        2 + rates_both_ways.detours + rates_to_reporting.detours as detours,
        greatest(rates_both_ways._batch_id, rates_to_reporting._batch_id) as _batch_id
    from rates_both_ways
    inner join rates_to_reporting
        on
            rates_both_ways.to_currency = rates_to_reporting.from_currency
            and rates_both_ways.rate_date = rates_to_reporting.rate_date
    where rates_both_ways.from_currency <> '{{ reporting_currency() }}'

),

rates_chosen as (

    select
        from_currency,
        rate_date,
        rate,
        _batch_id,
        lead(rate_date) over (partition by from_currency order by rate_date asc) as next_rate_date
    from (
        select * from rates_to_reporting
        union all
        select * from rates_crossed
    ) as candidates
    where from_currency <> '{{ reporting_currency() }}'
    -- two sources may quote the same day: the straighter, then the newer, then the lower
    qualify row_number() over (
        partition by from_currency, rate_date order by detours asc, _batch_id desc, rate asc
    ) = 1

),

bounds as (

    select
        from_currency,
        min(rate_date) as first_rate_date,
        max(rate_date) as last_rate_date
    from rates_chosen
    group by from_currency

),

span as (

    select
        min(first_rate_date) as first_date,
        max(last_rate_date) as last_date
    from bounds

),

days as (

    {{ date_spine_between('first_date', 'last_date', 'rate_date') }}
    from span

)

select
    rates_chosen.from_currency,
    days.rate_date,
    cast(rates_chosen.rate as double) as rate,
    bounds.first_rate_date,
    bounds.last_rate_date,
    rates_chosen._batch_id
from days
inner join rates_chosen
    on
        days.rate_date >= rates_chosen.rate_date
        and days.rate_date < coalesce(
            rates_chosen.next_rate_date, {{ add_days('rates_chosen.rate_date', 1) }}
        )
inner join bounds on rates_chosen.from_currency = bounds.from_currency
