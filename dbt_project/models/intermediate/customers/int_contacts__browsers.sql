{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key=['record_key', 'anonymous_id']
) }}

-- Events are the largest table there is and are only ever added to: a run takes the new ones and
-- what is known already of the same people, and never reads an old event again.
with events_new as (

    select
        {{ record_key('user_id', 'email', 'phone', source='coalesce(user_source, _source)') }}
            as record_key,
        coalesce(anonymous_id, '') as anonymous_id,
        coalesce(user_source, _source) as source,
        user_id as source_customer_id,
        _source as web_source,
        email,
        case when email is not null then occurred_at end as email_seen_at,
        phone,
        case when phone is not null then occurred_at end as phone_seen_at,
        occurred_at as first_seen_at,
        occurred_at as last_seen_at,
        _batch_id as first_batch_id,
        _loaded_at as last_loaded_at,
        _batch_id
    from {{ ref('stg_landing__web_events') }}
    where
        (user_id is not null or email is not null or phone is not null)
        and _batch_id > {{ watermark() }}

),

events_and_known as (

    select * from events_new
    {% if is_incremental() -%}
    union all
    select * from {{ this }}
    where record_key in (select events_new.record_key from events_new)
    {%- endif %}

)

select
    record_key,
    anonymous_id,
    min(source) as source,
    max(source_customer_id) as source_customer_id,
    min(web_source) as web_source,
    {{ newest('email', ['email_seen_at', 'email']) }} as email,
    max(email_seen_at) as email_seen_at,
    {{ newest('phone', ['phone_seen_at', 'phone']) }} as phone,
    max(phone_seen_at) as phone_seen_at,
    min(first_seen_at) as first_seen_at,
    max(last_seen_at) as last_seen_at,
    min(first_batch_id) as first_batch_id,
    max(last_loaded_at) as last_loaded_at,
    max(_batch_id) as _batch_id
from events_and_known
group by record_key, anonymous_id
