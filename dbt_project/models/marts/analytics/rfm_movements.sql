with first_snapshot as (

    select min(month) as month from {{ ref('int_rfm__snapshots') }}

),

-- the first month of the history has nothing before it to have moved from
moved as (

    select
        moves.month,
        moves.from_group,
        moves.to_group,
        moves.customer_count,
        moves.net_amount
    from {{ ref('int_rfm__moved') }} as moves
    cross join first_snapshot
    where moves.month > first_snapshot.month

)

select * from moved
