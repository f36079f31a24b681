{{ config(materialized='view') }}

select
    old_customer_id,
    customer_id,
    redirected_at
from {{ ref('stg_identity__customer_redirects') }}
