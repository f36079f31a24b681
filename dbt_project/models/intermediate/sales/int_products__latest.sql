with products_latest as (

    {{ latest_version(ref('stg_landing__products'), ['_source', 'product_id']) }}

)

select
    {{ source_key('product_id') }} as product_id,
    _source as source,
    product_id as source_product_id,
    product_name,
    category,
    subcategory,
    brand,
    unit_price,
    unit_cost,
    is_active,
    _batch_id
from products_latest
