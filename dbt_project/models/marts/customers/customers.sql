with profiles as (

    select * from {{ ref('int_customers__profiles') }}

),

totals as (

    select * from {{ ref('int_customers__order_totals') }}

),

engagement as (

    select * from {{ ref('int_customers__engagement_totals') }}

),

standing as (

    select * from {{ ref('int_customers__standing') }}

),

lifecycle as (

    select * from {{ ref('int_customers__lifecycle') }}

)

select
    profiles.customer_id,
    profiles.full_name,
    profiles.first_name,
    profiles.last_name,
    profiles.email,
    profiles.phone,
    profiles.gender,
    profiles.birth_date,
    profiles.company_name,
    profiles.account_id,
    profiles.job_title,
    profiles.city,
    profiles.region,
    profiles.country_code,
    profiles.language,
    coalesce(standing.customer_status, 'prospect') as customer_status,
    case
        when totals.order_count > 0 or lifecycle.stage_number = 6 then 'customer'
        when lifecycle.stage_number = 5 then 'opportunity'
        when lifecycle.stage_number = 4 then 'sql'
        when lifecycle.stage_number = 3 then 'mql'
        when lifecycle.stage_number = 1 then 'subscriber'
        else 'lead'
    end as lifecycle_stage,
    coalesce(standing.tier, 'none') as tier,
    profiles.tags,
    standing.rfm_group,
    cast(standing.r_score as integer) as r_score,
    cast(standing.f_score as integer) as f_score,
    cast(standing.m_score as integer) as m_score,
    coalesce(profiles.acquisition_channel, totals.first_order_channel) as acquisition_channel,
    totals.first_order_campaign_id as acquisition_campaign_id,
    profiles.first_source,
    profiles.source_count,
    profiles.identifier_count,
    coalesce(totals.order_count, 0) as order_count,
    coalesce(totals.lifetime_gross_amount, 0) as lifetime_gross_amount,
    coalesce(totals.lifetime_discount_amount, 0) as lifetime_discount_amount,
    coalesce(totals.lifetime_refund_amount, 0) as lifetime_refund_amount,
    coalesce(totals.lifetime_net_amount, 0) as lifetime_net_amount,
    totals.average_order_amount,
    totals.average_days_between_orders,
    totals.first_order_at,
    totals.last_order_at,
    standing.days_since_last_order,
    coalesce(engagement.ticket_count, 0) as ticket_count,
    coalesce(engagement.open_ticket_count, 0) as open_ticket_count,
    coalesce(engagement.session_count, 0) as session_count,
    coalesce(engagement.form_submission_count, 0) as form_submission_count,
    profiles.has_email_consent,
    profiles.has_sms_consent,
    greatest(
        engagement.last_activity_at, totals.last_entry_at, profiles.last_seen_at
    ) as last_activity_at,
    least(profiles.created_at, profiles.first_seen_at, totals.first_entry_at) as created_at,
    cast(greatest(
        profiles._batch_id, coalesce(totals._batch_id, -1), coalesce(engagement._batch_id, -1)
    ) as bigint) as _batch_id
from profiles
left join totals on profiles.customer_id = totals.customer_id
left join engagement on profiles.customer_id = engagement.customer_id
left join standing on profiles.customer_id = standing.customer_id
left join lifecycle on profiles.customer_id = lifecycle.customer_id
