-- Incremental by submission: a new version of it, or its sender's link to a customer changed.
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='submission_id'
) }}

with versions as (

    select
        {{ source_key('submission_id') }} as submission_id,
        {{ record_key(email='email', phone='phone') }} as record_key,
        form_name,
        coalesce({{ plain_word('form_type') }}, 'other') as form_type,
        email,
        company_name,
        region,
        country_code,
        utm_source,
        utm_medium,
        utm_campaign,
        page_url,
        submitted_at,
        _row_hash,
        _batch_id
    from {{ ref('stg_landing__form_submissions') }}

),

touched as (

    select * from versions
    {% if is_incremental() -%}
    where
        submission_id in (
            select newer.submission_id from versions as newer
            where newer._batch_id > {{ watermark() }}
            union
            select known.submission_id from versions as known
            inner join {{ ref('stg_identity__customer_links') }} as links
                on known.record_key = links.record_key
            where links.linked_batch_id > {{ watermark() }}
        )
    {%- endif %}

),

submissions as (

    {{ latest_version('touched', ['submission_id'], ['_batch_id desc', '_row_hash desc']) }}

)

select
    submissions.submission_id,
    links.customer_id,
    submissions.form_name,
    submissions.form_type,
    submissions.email,
    submissions.company_name,
    submissions.region,
    submissions.country_code,
    {{ marketing_channel(
        'submissions.utm_source', 'submissions.utm_medium', landing_page='submissions.page_url'
    ) }} as channel,
    submissions.utm_source,
    submissions.utm_medium,
    submissions.utm_campaign,
    submissions.page_url,
    submissions.submitted_at,
    greatest(submissions._batch_id, coalesce(links.linked_batch_id, -1)) as _batch_id
from submissions
left join {{ ref('stg_identity__customer_links') }} as links
    on submissions.record_key = links.record_key
