{#
    The first month of an RFM history (columns month, as_of_date, _batch_id) that must be computed again, as text, or
    none: a month with a touched order, or one whose end the model has not computed yet. Everything from it on is.
#}
{% macro first_stale_month() -%}
    {%- if not (execute and is_incremental()) -%}
        {{- return(none) -}}
    {%- endif -%}
    {%- set question -%}
        with touched as (
            {{ touched_keys(month_of('ordered_date')) }}
        ),

        computed as (
            select distinct month, as_of_date from {{ this }}
        )

        select touched_key as month from touched
        union all
        select snapshots.month
        from {{ ref('int_rfm__snapshots') }} as snapshots
        left join computed
            on
                snapshots.month = computed.month
                and snapshots.as_of_date = computed.as_of_date
        where computed.month is null
    {%- endset -%}
    {%- set first = run_query('select min(month) as month from (' ~ question ~ ') as stale').columns[0][0] -%}
    {{- return(first | string if first is not none else none) -}}
{%- endmacro %}

{# For pre_hook: takes out stale months, and months that left the window. #}
{% macro delete_stale_months() -%}
    {%- if execute and is_incremental() -%}
        delete from {{ this }}
        where
            month >= cast('{{ first_stale_month() or "9999-12-01" }}' as date)
            or month not in (select snapshots.month from {{ ref('int_rfm__snapshots') }} as snapshots)
    {%- endif -%}
{%- endmacro %}

{# For pre_hook of a model that is built whole or, when nothing is stale, not at all. #}
{% macro delete_all_if(is_stale) -%}
    {%- if execute and is_incremental() and is_stale -%}
        delete from {{ this }}
    {%- endif -%}
{%- endmacro %}

{#
    Whether the scores of today must be written again: another as_of_date, or a batch the mart has not seen.
    With a history of one month there is no month before to compare with and previous_rfm_group is none for all.
#}
{% macro is_rfm_stale() -%}
    {%- if not (execute and is_incremental()) -%}
        {{- return(true) -}}
    {%- endif -%}
    {%- set question -%}
        select
            (select max(as_of_date) from {{ this }}) is distinct from
            (select max(as_of_date) from {{ ref('int_customers__rfm_history') }})
            or (select max(_batch_id) from {{ this }}) is distinct from
            (select max(_batch_id) from {{ ref('int_customers__rfm_history') }})
    {%- endset -%}
    {{- return(run_query(question).columns[0][0]) -}}
{%- endmacro %}
