-- A view on purpose: int_form_submissions__linked holds the rows, with region and channel besides.
{{ config(materialized='view') }}

select
    submission_id,
    customer_id,
    form_name,
    form_type,
    email,
    company_name,
    utm_source,
    utm_medium,
    utm_campaign,
    page_url,
    submitted_at,
    _batch_id
from {{ ref('int_form_submissions__linked') }}
