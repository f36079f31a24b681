{#
    Joins the rate into the reporting currency as exchange_rates.rate: of the day, or the last known before it, or the
    first ever known. No row, so no rate, for the reporting currency itself: write coalesce(exchange_rates.rate, 1).
#}
{% macro join_exchange_rate(currency, day) -%}
    left join (
        select distinct
            rates.from_currency,
            rates.first_rate_date,
            rates.last_rate_date
        from {{ ref('int_exchange_rates__daily') }} as rates
    ) as rate_bounds
        on {{ currency }} = rate_bounds.from_currency
    left join {{ ref('int_exchange_rates__daily') }} as exchange_rates
        on
            {{ currency }} = exchange_rates.from_currency
            and exchange_rates.rate_date = least(
                greatest({{ day }}, rate_bounds.first_rate_date), rate_bounds.last_rate_date
            )
{%- endmacro %}
