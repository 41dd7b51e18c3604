-- Who holds a place at the end of each day on which something was heard of it. The last taker of the day holds it: what
-- a day exchanged and gave back moves nothing (one-day rule, codebook §3).
with runs as (
    select * from {{ ref('int_control_runs') }}
),

control_start as (
    select * from {{ ref('stg_control_start') }}
    where holder is not null and since is not null
),

settlements as (
    select * from {{ ref('stg_places') }}
    where level in ('community', 'neighbourhood')
),

actor_ends as (
    select * from {{ ref('stg_actor_ends') }}
),

told as (
    select
        place_key,
        day,
        arg_max(taken_by, run_number) as holder,
        arg_min(taken_by, run_number) as first_taker,
        min(taken_from) filter (where run_number = 1) as first_loser,
        count(*) as runs_count
    from runs
    group by place_key, day
),

first_told as (
    select *
    from told
    qualify row_number() over (partition by place_key order by day) = 1
),

-- The analyst's file says who held a place before the first report that says something else.
started as (
    select
        control_start.pcode as place_key,
        control_start.since as day,
        'starting_state' as origin,
        control_start.holder,
        control_start.source_name,
        control_start.source_url
    from control_start
    semi join settlements on control_start.pcode = settlements.pcode
    left join first_told on control_start.pcode = first_told.place_key
    where first_told.day is null or control_start.since < first_told.day
),

-- Who lost a place in the first change held it before; since when, nobody says.
implied as (
    select
        first_told.place_key,
        cast(null as date) as day,
        'implied' as origin,
        first_told.first_loser as holder
    from first_told
    anti join started on first_told.place_key = started.place_key
    where first_told.first_loser != first_told.first_taker
),

known as (
    select
        place_key,
        day,
        'report' as origin,
        holder,
        first_taker,
        runs_count
    from told
    union all by name
    select * from started
    union all by name
    select * from implied
),

followed as (
    select
        *,
        lead(day) over (partition by place_key order by day nulls first) as next_day
    from known
),

last_told as (
    select max(day) as last_day from told
),

-- A side that ceased to exist holds nothing any more: its successor by name does, or nobody is known to. A timeline
-- that does not reach that day says nothing of it.
ended as (
    select
        followed.place_key,
        actor_ends.ended_on as day,
        case when actor_ends.successor is null then 'actor_ended' else 'renamed' end as origin,
        actor_ends.successor as holder
    from followed
    inner join actor_ends on followed.holder = actor_ends.actor_id
    inner join last_told on actor_ends.ended_on <= last_told.last_day
    where
        coalesce(followed.day < actor_ends.ended_on, true)
        and coalesce(followed.next_day > actor_ends.ended_on, true)
),

all_days as (
    select * exclude (next_day) from followed
    union all by name
    select * from ended
),

compared as (
    select
        *,
        lag(holder) over (partition by place_key order by day nulls first) as opening_holder
    from all_days
),

judged as (
    select
        *,
        (holder is distinct from opening_holder) as is_new_holder
    from compared
),

final as (
    select
        place_key,
        day,
        origin,
        holder,
        opening_holder,
        is_new_holder,
        count_if(is_new_holder) over (
            partition by place_key order by day nulls first rows unbounded preceding
        ) as spell_number,
        min(day) filter (where origin = 'report') over (
            partition by place_key order by day nulls first rows between 1 following and unbounded following
        ) as next_told_day,
        first_taker,
        coalesce(runs_count, 0) as runs_count,
        source_name,
        source_url
    from judged
)

select * from final
