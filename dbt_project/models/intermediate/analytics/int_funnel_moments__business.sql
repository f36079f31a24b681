{{ config(materialized='view') }}

-- What a step of a funnel may be besides a web event: an order, a form sent, a stage of a deal
-- entered, a ticket. A view; int_funnel_events reads it for the people it recomputes.
select
    'order' as step_source,
    case when is_first_order then 'first' else 'repeat' end as step_value,
    order_id as record_id,
    customer_id,
    channel,
    region,
    ordered_at as occurred_at
from {{ ref('orders') }}
where is_purchase and customer_id is not null
union all
select
    'form' as step_source,
    coalesce(form_type, 'unknown') as step_value,
    submission_id as record_id,
    customer_id,
    channel,
    region,
    submitted_at as occurred_at
from {{ ref('int_form_submissions__linked') }}
where customer_id is not null
union all
select
    'deal' as step_source,
    deal_stage as step_value,
    deal_id as record_id,
    customer_id,
    cast(null as {{ dbt.type_string() }}) as channel,
    region,
    entered_at as occurred_at
from {{ ref('int_deal_stages__entered') }}
union all
select
    'ticket' as step_source,
    coalesce(ticket_type, 'unknown') as step_value,
    ticket_id as record_id,
    customer_id,
    channel,
    cast(null as {{ dbt.type_string() }}) as region,
    created_at as occurred_at
from {{ ref('tickets') }}
where customer_id is not null
