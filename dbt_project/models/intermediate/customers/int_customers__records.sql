-- Survivorship is declared here and nowhere else. Within a customer, records speak in this order:
--   1. those whose e-mail the source verified
--   2. the most recently changed or seen
--   3. the most complete
--   4. the list of customers of a source before orders, forms and the like
--   5. source and record by name, so that the answer never depends on the order of rows
-- For each field the first record that has a value wins it.
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='customer_id',
    pre_hook="{{ delete_keys('customer_id', customers_with_new_records()) }}"
) }}

{% set profile = [
    'full_name', 'email', 'phone', 'gender', 'birth_date', 'company_name', 'job_title', 'city', 'region',
    'country_code', 'language', 'tags'
] %}
with links as (

    select * from {{ ref('stg_identity__customer_links') }}
    {% if is_incremental() -%}
    where
        customer_id in (
            {{ since_watermark(customers_with_new_records()) }}
        )
    {%- endif %}

),

phone_numbers as (

    select * from {{ ref('stg_identity__phone_numbers') }}

),

-- narrow through the window: a record's fields are joined again below
ranks as (

    select
        links.record_key,
        row_number() over (
            partition by links.customer_id
            order by
                contacts.is_email_verified desc nulls last,
                contacts.observed_at desc nulls last,
                (
                    {%- for field in profile %}
                    case when contacts.{{ field }} is null then 0 else 1 end
                    {%- if not loop.last %} + {% endif %}
                    {%- endfor %}
                ) desc nulls last,
                (contacts.created_at is not null) desc nulls last,
                contacts.source asc nulls last,
                links.record_key asc nulls last
        ) as record_rank
    from links
    inner join {{ ref('int_contacts__unioned') }} as contacts
        on links.record_key = contacts.record_key

)

select
    links.customer_id,
    links.record_key,
    links.rule,
    ranks.record_rank,
    contacts.source,
    contacts.source_customer_id,
    contacts.person_id,
    contacts.full_name,
    contacts.first_name,
    contacts.last_name,
    contacts.email,
    coalesce(phone_numbers.phone_e164, contacts.phone) as phone,
    contacts.gender,
    contacts.birth_date,
    contacts.company_name,
    contacts.account_id,
    contacts.job_title,
    contacts.city,
    contacts.region,
    contacts.country_code,
    contacts.language,
    contacts.tags,
    contacts.acquisition_channel,
    contacts.has_email_consent,
    contacts.has_sms_consent,
    contacts.created_at,
    contacts.observed_at,
    contacts.first_seen_at,
    contacts.last_seen_at,
    contacts.first_batch_id,
    contacts.last_batch_id,
    greatest(contacts._batch_id, links.linked_batch_id) as _batch_id
from links
inner join ranks on links.record_key = ranks.record_key
inner join {{ ref('int_contacts__unioned') }} as contacts
    on links.record_key = contacts.record_key
left join phone_numbers
    on
        contacts.phone = phone_numbers.phone
        and coalesce(contacts.phone_country_code, '') = phone_numbers.country_code
