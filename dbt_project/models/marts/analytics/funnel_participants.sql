-- A view on purpose: int_funnel_participants__reached holds the rows, one for each step reached.
{{ config(materialized='view') }}

select
    funnel_name,
    participant_id,
    customer_id,
    reached_step,
    entered_at,
    region,
    channel,
    device,
    _batch_id
from {{ ref('int_funnel_participants__reached') }}
where step_number = reached_step and ({{ is_current_funnel() }})
