{# An amount in the reporting currency, to the cent: each line is rounded, so that lines add up to their order. #}
{% macro priced(amount, exchange_rate='exchange_rate') -%}
    cast({{ amount }} * {{ exchange_rate }} as decimal(18, 2))
{%- endmacro %}

{#
    A refund in the reporting currency: at the order's own rate when it is in the order's currency, so that
    a full refund leaves nought and not a rate difference; else at the rate of its own day.
#}
{% macro priced_refund(refunds, orders) -%}
    cast(
        {{ refunds }}.original_refund_amount
        * case
            when coalesce({{ refunds }}.currency_code, {{ orders }}.currency_code) = {{ orders }}.currency_code
                then {{ orders }}.exchange_rate
            else {{ refunds }}.exchange_rate
        end as decimal(18, 2)
    )
{%- endmacro %}

{#
    What shops call the state of an order, in our five words. Refund states follow from the refunds themselves;
    the source's word counts only where it sent no refund rows. An unknown word is a sale that went through.
#}
{% macro order_status_of(word) -%}
    case
        when lower({{ word }}) in (
            'cancelled', 'canceled', 'cancel', 'voided', 'void', 'unavailable', 'failed', 'expired', 'trash',
            'declined', 'rejected', 'abandoned', '已取消', '取消', '交易关闭', '已关闭'
        ) then 'cancelled'
        when lower({{ word }}) in ('refunded', 'returned', 'chargeback', '已退款', '退款', '已退货') then 'refunded'
        when lower({{ word }}) in (
            'partially_refunded', 'partially refunded', 'partially-refunded', 'partial_refund', '部分退款'
        ) then 'partially_refunded'
        when lower({{ word }}) in (
            'pending', 'on-hold', 'on_hold', 'created', 'unpaid', 'authorized', 'authorised', 'draft',
            'checkout-draft', 'open', 'awaiting_payment', 'pending_payment', 'pending payment', '待付款', '待支付'
        ) then 'pending'
        else 'completed'
    end
{%- endmacro %}
