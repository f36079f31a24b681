{# Fields of a customer that several records may tell differently; int_customers__records says who wins. #}
{% macro profile_fields() -%}
    {{ return([
        'full_name', 'first_name', 'last_name', 'email', 'phone', 'gender', 'birth_date', 'company_name',
        'account_id', 'job_title', 'city', 'region', 'country_code', 'language', 'tags'
    ]) }}
{%- endmacro %}
