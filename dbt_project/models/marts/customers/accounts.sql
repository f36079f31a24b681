with versions as (

    select
        *,
        {{ source_key('account_id') }} as account_key
    from {{ ref('stg_landing__accounts') }}

),

latest as (

    {{ latest_version('versions', ['account_key']) }}

),

contacts_counted as (

    select
        {{ source_key('contacts.account_id', 'contacts._source') }} as account_id,
        cast(count(distinct links.customer_id) as bigint) as contact_count
    from {{ ref('stg_landing__customers') }} as contacts
    inner join {{ ref('stg_identity__customer_links') }} as links
        on {{ source_key('contacts.customer_id', 'contacts._source') }} = links.record_key
    where contacts.account_id is not null
    group by {{ source_key('contacts.account_id', 'contacts._source') }}

),

deals_summed as (

    select
        account_id,
        {{ row_count() }} as deal_count,
        {{ money_total('case when not is_closed then deal_amount end') }} as open_deal_amount,
        {{ money_total('case when is_won then deal_amount end') }} as won_deal_amount
    from {{ ref('deals') }}
    where account_id is not null
    group by account_id

)

select
    latest.account_key as account_id,
    latest.account_name,
    latest.domain,
    latest.industry,
    latest.employee_count,
    latest.annual_revenue_amount,
    latest.phone,
    latest.city,
    latest.region,
    latest.country_code,
    {{ source_key('latest.parent_account_id', 'latest._source') }} as parent_account_id,
    latest.owner_name,
    latest._source as source,
    coalesce(contacts_counted.contact_count, 0) as contact_count,
    coalesce(deals_summed.deal_count, 0) as deal_count,
    coalesce(deals_summed.open_deal_amount, 0) as open_deal_amount,
    coalesce(deals_summed.won_deal_amount, 0) as won_deal_amount,
    latest.created_at
from latest
left join contacts_counted
    on latest.account_key = contacts_counted.account_id
left join deals_summed
    on latest.account_key = deals_summed.account_id
