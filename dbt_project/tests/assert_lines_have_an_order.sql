-- Rows: sources whose lines belong to an order nobody sent and do not say themselves when it was.
-- They are in no figure. Usual while headers come later than lines; lasting, the map lacks a file.
{{ config(severity='warn') }}

select
    lines.source,
    count(*) as line_count
from {{ ref('int_order_lines__latest') }} as lines
left join {{ ref('int_orders__headers') }} as headers on lines.order_id = headers.order_id
where headers.order_id is null
group by lines.source
