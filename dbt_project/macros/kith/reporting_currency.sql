{#
    The currency all amounts are told in: the var, else the commonest currency of the landed orders, else USD.
    A literal in the SQL, asked once a model: joined as a column it would cost every fact a cross join.
    Without a landing (a linter compiling) it is USD as well.
#}
{% macro reporting_currency() -%}
    {%- if var('reporting_currency') -%}
        {{ var('reporting_currency') | upper }}
    {%- elif execute and load_relation(source('landing', 'orders')) -%}
        {%- set found = run_query(commonest_currency()) -%}
        {{ found.columns[0][0] if found.rows else 'USD' }}
    {%- else -%}
        USD
    {%- endif -%}
{%- endmacro %}

{% macro commonest_currency() -%}
    select upper(trim(currency_code)) as currency_code
    from (
        select currency_code, count(*) as row_count
        from {{ source('landing', 'orders') }} where currency_code <> '' group by currency_code
        union all
        -- a file of lines only tells the currency on its lines; with headers theirs would count twice
        select currency_code, count(*) as row_count
        from {{ source('landing', 'order_lines') }}
        where currency_code <> '' and ordered_at is not null group by currency_code
    ) as counted
    group by upper(trim(currency_code))
    order by sum(row_count) desc, currency_code asc
    limit 1
{%- endmacro %}
