-- How far each customer has come, by what they did before or beside buying. Stages only move
-- forward: the furthest one ever reached is the stage.
with forms as (

    select
        customer_id,
        form_type
    from {{ ref('form_submissions') }}
    where customer_id is not null

),

deals as (

    select
        customer_id,
        is_won
    from {{ ref('deals') }}
    where customer_id is not null

),

steps as (

    select
        customer_id,
        case
            when form_type in (
                'demo_request', 'demo', 'quote', 'pricing', 'contact_sales', 'trial'
            ) then 4
            when form_type in (
                'white_paper', 'whitepaper', 'ebook', 'webinar', 'case_study'
            ) then 3
            when form_type in ('newsletter', 'subscribe', 'subscription') then 1
            else 2
        end as stage_number
    from forms
    union all
    select
        customer_id,
        case when is_won then 6 else 5 end as stage_number
    from deals

)

select
    customer_id,
    cast(max(stage_number) as integer) as stage_number
from steps
group by customer_id
