{# A service desk's word for how a ticket stands: new, open, pending, on_hold, solved, closed; unknown words are open. #}
{% macro ticket_status(status) -%}
    case
        when {{ plain_word(status) }} in ('new', 'created', 'unassigned') then 'new'
        when {{ plain_word(status) }} in ('pending', 'waiting', 'awaiting_customer', 'waiting_on_customer') then 'pending'
        when {{ plain_word(status) }} in ('hold', 'on_hold', 'onhold', 'waiting_on_third_party') then 'on_hold'
        when {{ plain_word(status) }} in ('solved', 'resolved', 'done', 'completed') then 'solved'
        when {{ plain_word(status) }} in ('closed', 'archived', 'cancelled') then 'closed'
        else 'open'
    end
{%- endmacro %}

{# Lower case, words joined by underscores. #}
{% macro plain_word(text) -%}
    {{ regexp_replace_all('lower(trim(' ~ text ~ '))', '[^a-z0-9]+', '_') }}
{%- endmacro %}
