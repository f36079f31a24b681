with products as (

    select * from {{ ref('int_products__latest') }}

),

totals as (

    select * from {{ ref('int_products__sold_totals') }}

)

select
    coalesce(products.product_id, totals.product_id) as product_id,
    coalesce(products.source, totals.source) as source,
    coalesce(products.source_product_id, totals.source_product_id) as source_product_id,
    coalesce(products.product_name, totals.product_name) as product_name,
    products.category,
    products.subcategory,
    products.brand,
    coalesce(products.unit_price, totals.unit_price) as unit_price,
    products.unit_cost,
    coalesce(products.is_active, true) as is_active,
    coalesce(totals.order_count, 0) as order_count,
    coalesce(totals.customer_count, 0) as customer_count,
    coalesce(totals.quantity_sold, 0) as quantity_sold,
    coalesce(totals.net_amount, 0) as net_amount,
    totals.first_sold_at,
    totals.last_sold_at
from products
full outer join totals on products.product_id = totals.product_id
