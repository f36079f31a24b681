{#
    The newest batch an incremental model has taken in, as a number in the SQL (not a subquery: only a literal
    lets DuckDB skip whole row groups by their smallest and largest batch). -1 on a full build.

        where _batch_id > {{ watermark() }}
#}
{% macro watermark(relation=none, column='_batch_id') -%}
    {%- if execute and is_incremental() -%}
        {%- set newest = run_query(
            'select coalesce(max(' ~ column ~ '), -1) from ' ~ (relation or this)
        ).columns[0][0] -%}
        {{ newest }}
    {%- else -%}
        -1
    {%- endif -%}
{%- endmacro %}

{#
    For pre_hook: takes out the rows of the keys a run will recompute, so that keys which vanish (an order that lost
    its last line, a customer merged into another) do not stay. `keys` is a select of one column named like `key`;
    write [[watermark]] where the watermark belongs. Does nothing on a full build.
#}
{% macro delete_keys(key, keys) -%}
    {%- if execute and is_incremental() -%}
        delete from {{ this }}
        where {{ key }} in ({{ keys | replace('[[watermark]]', watermark() | trim) }})
    {%- endif -%}
{%- endmacro %}

{#
    True on an incremental run when no input holds a batch this model has not read: the model then says
    `select * from {{ this }} where false` and costs nothing. Without it a join of the whole tables runs to find nothing.

    inputs: relations, or pairs of a relation and the name of its batch column.
#}
{% macro is_unchanged(inputs) -%}
    {%- if not (execute and is_incremental()) -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set reached = watermark() | trim | int -%}
    {%- for input in inputs -%}
        {%- set newest = (
            watermark(input[0], input[1]) if input is sequence and input is not string and input is not mapping
            else watermark(input)
        ) | trim | int -%}
        {%- if newest > reached -%}
            {{ return(false) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(true) }}
{%- endmacro %}
