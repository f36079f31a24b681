-- Rows: retired customer ids whose redirect leads to an id that is itself retired or unknown.
-- Old links in mails and exports would end nowhere.
select redirects.old_customer_id
from {{ ref('stg_identity__customer_redirects') }} as redirects
left join {{ ref('customers') }} as customers on redirects.customer_id = customers.customer_id
where customers.customer_id is null
