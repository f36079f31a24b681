with paired as (

    select * from {{ ref('int_products__paired') }}

),

products as (

    select
        product_id,
        product_name
    from {{ ref('products') }}

),

rated as (

    select
        paired.product_id,
        paired.other_product_id,
        products.product_name,
        partners.product_name as other_product_name,
        paired.order_count,
        {{ safe_divide('paired.order_count', 'paired.basket_count') }} as support_rate,
        {{ safe_divide('paired.order_count', 'paired.product_order_count') }} as confidence_rate,
        -- how much oftener together than if the two had nothing to do with each other
        {{ safe_divide('paired.order_count', 'paired.product_order_count') }}
        / nullif({{ safe_divide('paired.other_order_count', 'paired.basket_count') }}, 0) as lift
    from paired
    left join products on paired.product_id = products.product_id
    left join products as partners on paired.other_product_id = partners.product_id

)

select * from rated
