{{ config(materialized='view') }}

-- A view, so that what reads it pays only for the columns and batches it asks for. A form sent by a
-- browser is something its visitor did as well: it says who they are and keeps the visit going, but
-- it is no web event (is_web_event) and is not counted as one.
with web_events as (

    select
        coalesce(
            anonymous_id,
            {{ record_key('user_id', 'email', 'phone', source='coalesce(user_source, _source)') }},
            _source || ':message:' || message_id
        ) as visitor_id,
        message_id,
        anonymous_id,
        {{ record_key('user_id', 'email', 'phone', source='coalesce(user_source, _source)') }}
            as record_key,
        _source as source,
        {{ web_event_kind('event_type', 'event_name') }} as event_kind,
        event_type,
        -- names of pages are not names of events
        case when event_type = 'track' then coalesce(event_name, '') else '' end as event_name,
        coalesce(page_url, page_path) as page,
        referrer,
        utm_source,
        utm_medium,
        utm_campaign,
        device,
        country_code,
        region,
        case
            when revenue_amount is not null and currency_code <> '{{ reporting_currency() }}'
                then currency_code
        end as foreign_currency,
        revenue_amount,
        true as is_web_event,
        occurred_at,
        _row_hash,
        _batch_id
    from {{ ref('stg_landing__web_events') }}

),

forms_sent as (

    select
        anonymous_id as visitor_id,
        'form:' || submission_id as message_id,
        anonymous_id,
        {{ record_key(email='email', phone='phone') }} as record_key,
        _source as source,
        'form' as event_kind,
        'form' as event_type,
        '' as event_name,
        page_url as page,
        cast(null as {{ dbt.type_string() }}) as referrer,
        utm_source,
        utm_medium,
        utm_campaign,
        cast(null as {{ dbt.type_string() }}) as device,
        country_code,
        region,
        cast(null as {{ dbt.type_string() }}) as foreign_currency,
        cast(null as decimal(18, 2)) as revenue_amount,
        false as is_web_event,
        submitted_at as occurred_at,
        _row_hash,
        _batch_id
    from {{ ref('stg_landing__form_submissions') }}
    where anonymous_id is not null

)

select * from web_events
union all
select * from forms_sent
