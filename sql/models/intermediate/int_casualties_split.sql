-- "14, they are 11 fighters and 3 citizens": one row becomes two where the parts add up to the total (codebook §7).
with casualties as (
    select * from {{ ref('stg_casualties') }}
),

parts as (
    select * from {{ ref('stg_casualty_parts') }}
),

part_sums as (
    select
        casualty_key,
        sum(people_count) as people_sum
    from parts
    group by casualty_key
    having count(people_count) = count(*)
),

complete as (
    select
        casualties.casualty_key,
        casualties.side,
        casualties.civilian_status,
        casualties.people_low = casualties.people_best as is_low_known,
        casualties.people_high is not null as is_high_known
    from casualties
    inner join part_sums on casualties.casualty_key = part_sums.casualty_key
    where
        casualties.people_best = part_sums.people_sum
        and casualties.people_low in (casualties.people_best, 0)
        and coalesce(casualties.people_high, casualties.people_best) = casualties.people_best
),

sided as (
    select
        parts.casualty_key,
        parts.kind,
        parts.people_count,
        complete.is_low_known,
        complete.is_high_known,
        coalesce(parts.civilian_status, complete.civilian_status) as civilian_status,
        -- The side of the row is not that of its civilians.
        case
            when parts.side is not null then parts.side
            when coalesce(parts.civilian_status, '') != 'civilian' or complete.civilian_status = 'civilian'
                then complete.side
        end as side
    from parts
    inner join complete on parts.casualty_key = complete.casualty_key
),

split_rows as (
    select
        casualty_key,
        side,
        civilian_status,
        cast(case when bool_and(is_low_known) then sum(people_count) else 0 end as integer) as people_low,
        cast(sum(people_count) as integer) as people_best,
        cast(case when bool_and(is_high_known) then sum(people_count) end as integer) as people_high,
        cast(sum(people_count) filter (where kind = 'child') as integer) as children_count,
        cast(sum(people_count) filter (where kind = 'woman') as integer) as women_count,
        true as is_split
    from sided
    group by casualty_key, side, civilian_status
),

-- Among the others, children and women as far as they are told.
told_parts as (
    select
        casualty_key,
        cast(sum(people_count) filter (where kind = 'child') as integer) as children_count,
        cast(sum(people_count) filter (where kind = 'woman') as integer) as women_count
    from parts
    group by casualty_key
),

whole_rows as (
    select
        casualties.casualty_key,
        casualties.side,
        casualties.civilian_status,
        casualties.people_low,
        casualties.people_best,
        casualties.people_high,
        told_parts.children_count,
        told_parts.women_count,
        false as is_split
    from casualties
    anti join complete on casualties.casualty_key = complete.casualty_key
    left join told_parts on casualties.casualty_key = told_parts.casualty_key
),

unioned as (
    select * from whole_rows
    union all by name
    select * from split_rows
),

final as (
    select
        *,
        cast(
            row_number() over (
                partition by casualty_key order by side nulls last, civilian_status nulls last
            ) - 1 as integer
        ) as part_index
    from unioned
)

select * from final
