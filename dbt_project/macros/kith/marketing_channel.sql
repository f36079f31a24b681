{#
    Where a visit, form or order came from, in one vocabulary:
    paid_search, paid_social, email, affiliate, organic_search, social, referral, direct.

    What the campaign tags say wins over the referrer, a paid click id over both; the shop's own pages as referrer
    are no referral. Never null. Tested in int_channels__unit_tests (web_sessions) and form_submissions.
#}
{% macro marketing_channel(utm_source, utm_medium, referrer='null', landing_page='null') -%}
    case
        when {{ regexp_like('lower(' ~ landing_page ~ ')', '[?&](gclid|gbraid|wbraid|msclkid|bd_vid)=') }}
            then 'paid_search'
        when {{ regexp_like('lower(' ~ landing_page ~ ')', '[?&](ttclid|li_fat_id|twclid)=') }} then 'paid_social'
        when {{ regexp_like('lower(' ~ utm_medium ~ ')', 'e-?mail|newsletter|edm') }} then 'email'
        when {{ regexp_like('lower(' ~ utm_medium ~ ')', 'affiliate|partner') }} then 'affiliate'
        when {{ regexp_like('lower(' ~ utm_medium ~ ')', 'paid.?social|social.?paid') }} then 'paid_social'
        when {{ regexp_like('lower(' ~ utm_medium ~ ')', '^(cpc|ppc|cpm|cpv|sem|paid.*|display|banner|retargeting)$') }}
            then case when {{ is_social('lower(' ~ utm_source ~ ')') }} then 'paid_social' else 'paid_search' end
        when {{ regexp_like('lower(' ~ utm_medium ~ ')', 'organic|seo') }} then 'organic_search'
        when {{ regexp_like('lower(' ~ utm_medium ~ ')', 'social|^sm$') }} then 'social'
        when {{ regexp_like('lower(' ~ utm_source ~ ')', 'newsletter|mailchimp|klaviyo|sendgrid|e-?mail') }} then 'email'
        when {{ regexp_like('lower(' ~ utm_source ~ ')', 'affiliate|partner') }} then 'affiliate'
        when {{ is_search('lower(' ~ utm_source ~ ')') }} then 'organic_search'
        when {{ is_social('lower(' ~ utm_source ~ ')') }} then 'social'
        when {{ utm_source }} is not null or {{ utm_medium }} is not null then 'referral'
        when {{ url_host(referrer) }} is null then 'direct'
        when {{ url_host(referrer) }} = {{ url_host(landing_page) }} then 'direct'
        when {{ regexp_like(url_host(referrer), '(^|[.])(mail[.]|outlook[.]live)') }} then 'email'
        when {{ is_search(url_host(referrer)) }} then 'organic_search'
        when {{ is_social(url_host(referrer)) }} then 'social'
        else 'referral'
    end
{%- endmacro %}

{# Takes a host ("www.google.co.uk") or a source tag ("google"), in lower case. #}
{% macro is_search(name) -%}
    {{ regexp_like(
        name,
        '(^|[.])(google|bing|yahoo|duckduckgo|ecosia|yandex|baidu|sogou|so|sm|naver)([.]|$)|^adwords$|^google_?ads$'
    ) }}
{%- endmacro %}

{% macro is_social(name) -%}
    {{ regexp_like(
        name,
        '(^|[.])(facebook|fb|meta|instagram|ig|twitter|x|linkedin|pinterest|youtube|tiktok|douyin|weibo|weixin|wechat'
        ~ '|xiaohongshu|zhihu|reddit|snapchat)([._]?ads)?([.]|$)|^t[.]co$|^lnkd[.]in$'
    ) }}
{%- endmacro %}

{#
    A channel a source names in its own words ("Google Ads", "Paid Search", "E-Mail") in the same vocabulary;
    words it does not know stay, in lower case with underscores ("web" stays web, "In Store" becomes in_store).
#}
{% macro named_channel(channel, platform='null') -%}
    case
        when {{ regexp_like('lower(' ~ channel ~ ')', 'paid.?search|^(sem|ppc|cpc)$|adwords') }} then 'paid_search'
        when {{ regexp_like('lower(' ~ channel ~ ')', 'paid.?social') }} then 'paid_social'
        when {{ regexp_like('lower(' ~ channel ~ ')', 'e-?mail|newsletter') }} then 'email'
        when {{ regexp_like('lower(' ~ channel ~ ')', 'organic|^seo$') }} then 'organic_search'
        when {{ regexp_like('lower(' ~ channel ~ ')', 'affiliate|partner') }} then 'affiliate'
        when {{ channel }} is not null
            then {{ regexp_replace_all('lower(trim(' ~ channel ~ '))', '[^a-z0-9]+', '_') }}
        when {{ regexp_like('lower(' ~ platform ~ ')', 'google|bing|microsoft|baidu') }} then 'paid_search'
        when {{ is_social('lower(' ~ platform ~ ')') }} then 'paid_social'
    end
{%- endmacro %}
