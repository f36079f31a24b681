{{ config(
    materialized='incremental',
    unique_key='customer_id',
    incremental_strategy='delete+insert',
    pre_hook="{{ delete_keys('customer_id', customers_with_news()) }}"
) }}

-- The whole course of everyone as the purchases known today make it, with the changes to come:
-- who buys nothing more is dormant and churned on days that are known now. Time passing changes
-- no row.
-- depends_on: {{ ref('int_orders__versioned') }}, {{ ref('stg_identity__customer_changes') }}
{% set days = status_days() %}
with purchases as (

    select
        orders.customer_id,
        orders.order_id,
        orders.ordered_date,
        orders._batch_id
    from {{ ref('orders') }} as orders
    where
        orders.is_purchase
        {%- if is_incremental() %}
        and orders.customer_id in (
            select touched.touched_key from ({{ customers_with_news() }}) as touched
        )
        {%- endif %}
        and orders.customer_id is not null

),

people as (

    select
        links.customer_id,
        min({{ local_date('contacts.first_seen_at') }}) as first_seen_date,
        max(greatest(contacts._batch_id, links.linked_batch_id)) as _batch_id
    from {{ ref('int_contacts__unioned') }} as contacts
    inner join {{ ref('stg_identity__customer_links') }} as links
        on contacts.record_key = links.record_key
    {% if is_incremental() %}
    where
        links.customer_id in (
            select touched.touched_key from ({{ customers_with_news() }}) as touched
        )
    {% endif %}
    group by links.customer_id

),

gaps as (

    select
        customer_id,
        ordered_date,
        row_number() over by_time = 1 as is_first,
        lead(ordered_date) over by_time as next_ordered_date,
        max(_batch_id) over (partition by customer_id) as _batch_id
    from purchases
    window by_time as (
        partition by customer_id order by ordered_date asc nulls first, order_id asc nulls first
    )

),

-- a purchase on the very day a status would begin keeps it from beginning
lapses as (

    select
        customer_id,
        next_ordered_date,
        {{ add_days('ordered_date', days['dormant'] + 1) }} as dormant_from,
        {{ add_days('ordered_date', days['churned'] + 1) }} as churned_from,
        _batch_id
    from gaps
    where
        next_ordered_date is null
        or next_ordered_date > {{ add_days('ordered_date', days['dormant'] + 1) }}

),

first_purchases as (

    select
        customer_id,
        ordered_date
    from gaps
    where is_first

),

changes as (

    select
        people.customer_id,
        'prospect' as customer_status,
        people.first_seen_date as valid_from,
        people._batch_id
    from people
    left join first_purchases on people.customer_id = first_purchases.customer_id
    where
        people.first_seen_date is not null
        and (
            first_purchases.ordered_date is null
            or people.first_seen_date < first_purchases.ordered_date
        )
    union all
    select
        customer_id,
        'new' as customer_status,
        ordered_date as valid_from,
        _batch_id
    from gaps
    where is_first
    union all
    select
        customer_id,
        'active' as customer_status,
        {{ add_days('ordered_date', days['new']) }} as valid_from,
        _batch_id
    from gaps
    where is_first
    union all
    select
        customer_id,
        'dormant' as customer_status,
        dormant_from as valid_from,
        _batch_id
    from lapses
    union all
    select
        customer_id,
        'churned' as customer_status,
        churned_from as valid_from,
        _batch_id
    from lapses
    where next_ordered_date is null or next_ordered_date > churned_from
    union all
    select
        customer_id,
        'active' as customer_status,
        next_ordered_date as valid_from,
        _batch_id
    from lapses
    where next_ordered_date is not null

),

scheduled as (

    select
        customer_id,
        customer_status,
        lag(customer_status) over by_day as previous_status,
        valid_from,
        lead(valid_from) over by_day as valid_to,
        _batch_id
    from changes
    window by_day as (partition by customer_id order by valid_from asc nulls first)

)

select * from scheduled
