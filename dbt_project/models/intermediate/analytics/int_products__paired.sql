{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_all_if(watermark() | trim != watermark(ref('order_lines')) | trim) }}"
) }}

-- Bounded on purpose: the best-selling products of the last months only. Without new lines nothing
-- is read.
-- depends_on: {{ ref('order_lines') }}
{% if is_incremental() and watermark() | trim == watermark(ref('order_lines')) | trim %}
select * from {{ this }}
where false
{% else %}
with all_lines as (

    select
        order_id,
        customer_id,
        product_id,
        is_purchase,
        ordered_at
    from {{ ref('order_lines') }}

),

period as (

    select
        {{ add_months(
            month_of('max(all_lines.ordered_at)'), 1 - (var('affinity_months') | int)
        ) }} as first_date
    from all_lines
    cross join {{ ref('int_calendar__as_of') }} as calendar
    where all_lines.is_purchase and all_lines.ordered_at <= calendar.as_of_at

),

recent_lines as (

    select
        all_lines.order_id,
        all_lines.customer_id,
        all_lines.product_id
    from all_lines
    inner join period on all_lines.ordered_at >= cast(period.first_date as timestamp)
    where all_lines.is_purchase and all_lines.product_id is not null

),

top_products as (

    select product_id
    from recent_lines
    group by product_id
    order by count(*) desc, product_id asc nulls first
    limit {{ var('affinity_products') | int }}

),

-- shops whose orders hold one line each: there the basket is what a customer bought in the period
single_line_sources as (

    select source
    from {{ ref('orders') }}
    where is_purchase
    group by source
    having count(case when line_count > 1 then 1 end) < 0.05 * count(*)

),

basket_lines as (

    select
        recent_lines.product_id,
        case
            when single_line_sources.source is null then recent_lines.order_id
            else recent_lines.customer_id
        end as basket_id
    from recent_lines
    left join single_line_sources
        on split_part(recent_lines.order_id, ':', 1) = single_line_sources.source

),

basket_total as (

    select {{ row_count('distinct basket_id') }} as basket_count from basket_lines

),

baskets as (

    select distinct
        basket_lines.basket_id,
        basket_lines.product_id
    from basket_lines
    inner join top_products on basket_lines.product_id = top_products.product_id
    where basket_lines.basket_id is not null

),

product_counts as (

    select
        product_id,
        {{ row_count() }} as order_count
    from baskets
    group by product_id

),

pair_counts as (

    select
        baskets.product_id,
        partners.product_id as other_product_id,
        {{ row_count() }} as order_count
    from baskets
    inner join baskets as partners
        on baskets.basket_id = partners.basket_id and baskets.product_id < partners.product_id
    group by baskets.product_id, partners.product_id
    having count(*) >= {{ var('affinity_min_orders') | int }}

),

both_ways as (

    select
        product_id,
        other_product_id,
        order_count
    from pair_counts
    union all
    select
        other_product_id as product_id,
        product_id as other_product_id,
        order_count
    from pair_counts

),

watermarks as (

    select max(_batch_id) as _batch_id from {{ ref('order_lines') }}

),

paired as (

    select
        both_ways.product_id,
        both_ways.other_product_id,
        both_ways.order_count,
        product_counts.order_count as product_order_count,
        other_counts.order_count as other_order_count,
        basket_total.basket_count,
        cast(watermarks._batch_id as bigint) as _batch_id
    from both_ways
    inner join product_counts on both_ways.product_id = product_counts.product_id
    inner join product_counts as other_counts
        on both_ways.other_product_id = other_counts.product_id
    cross join basket_total
    cross join watermarks

)

select * from paired
{% endif %}
