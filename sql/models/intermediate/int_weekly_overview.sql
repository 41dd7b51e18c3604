-- Every week and region, also those without events: zero where reports of that week were read, null where none was.
with weeks as (
    select * from {{ ref('int_weeks') }}
),

regions as (
    select
        admin_level,
        region_pcode,
        admin1_pcode,
        admin2_pcode,
        admin3_pcode
    from {{ ref('stg_regions') }}
    union all
    select
        0 as admin_level,
        null as region_pcode,
        null as admin1_pcode,
        null as admin2_pcode,
        null as admin3_pcode
),

places as (
    select * from {{ ref('stg_places') }}
),

reports as (
    select
        kinds.week_kind,
        {{ week_start_by_kind('reports.published_date') }} as week_start,
        count(*) as reports_read_count,
        count(distinct reports.published_date) as days_read_count
    from {{ ref('int_reports_current') }} as reports
    cross join {{ week_kinds() }} as kinds
    group by all
),

casualties as (
    select
        week_kind,
        week_start,
        admin_level,
        region_pcode,
        sum(people_low) filter (where outcome = 'killed' and is_confirmed) as killed_low,
        sum(people_best) filter (where outcome = 'killed' and is_confirmed) as killed_best,
        bool_or(people_high is null) filter (where outcome = 'killed' and is_confirmed) as is_killed_open,
        sum(people_high) filter (where outcome = 'killed' and is_confirmed) as killed_high,
        sum(people_best) filter (
            where outcome = 'killed' and is_confirmed and civilian_status = 'civilian'
        ) as killed_civilians_best,
        sum(people_best) filter (
            where outcome = 'killed' and is_confirmed and civilian_status = 'combatant'
        ) as killed_combatants_best,
        sum(children_count) filter (where outcome = 'killed' and is_confirmed) as killed_children,
        sum(women_count) filter (where outcome = 'killed' and is_confirmed) as killed_women,
        sum(people_best) filter (where outcome = 'wounded' and is_confirmed) as wounded_best,
        sum(people_best) filter (where outcome = 'killed' and not is_confirmed) as killed_unconfirmed_best
    from {{ ref('int_weekly_casualties') }}
    where admin_level <= 3
    group by all
),

changes as (
    select
        week_kind,
        week_start,
        admin_level,
        region_pcode,
        sum(changes_count) as control_changes_count
    from {{ ref('int_weekly_control_changes') }}
    where admin_level <= 3
    group by all
),

attacks as (
    select
        week_kind,
        week_start,
        admin_level,
        region_pcode,
        sum(incidents_count) filter (where event_type != 'clash') as attacks_count,
        sum(incidents_count) filter (where event_type = 'clash') as clashes_count
    from {{ ref('int_weekly_attacks') }}
    where admin_level <= 3
    group by all
),

figures as (
    select * from casualties
    union all by name
    select * from changes
    union all by name
    select * from attacks
),

-- What is known of a larger area only has no region at its level: it is in the figures of the country.
placed as (
    select *
    from figures
    where region_pcode is not null
    union all by name
    select * replace (0 as admin_level, null as region_pcode)
    from figures
    where admin_level = 1
),

summed as (
    select
        week_kind,
        week_start,
        admin_level,
        region_pcode,
        sum(killed_low) as killed_low,
        sum(killed_best) as killed_best,
        case when not coalesce(bool_or(is_killed_open), false) then sum(killed_high) end as killed_high,
        coalesce(bool_or(is_killed_open), false) as is_killed_open,
        sum(killed_civilians_best) as killed_civilians_best,
        sum(killed_combatants_best) as killed_combatants_best,
        sum(killed_children) as killed_children,
        sum(killed_women) as killed_women,
        sum(wounded_best) as wounded_best,
        sum(killed_unconfirmed_best) as killed_unconfirmed_best,
        sum(control_changes_count) as control_changes_count,
        sum(attacks_count) as attacks_count,
        sum(clashes_count) as clashes_count
    from placed
    group by all
),

final as (
    select
        weeks.week_kind,
        {{ week_and_region_columns('regions', week='weeks', region='own') }},
        reports.reports_read_count is not null or summed.week_start is not null as is_covered,
        coalesce(reports.reports_read_count, 0) as reports_read_count,
        coalesce(reports.days_read_count, 0) as days_read_count,
        {% for figure in [
            'killed_low', 'killed_best', 'killed_civilians_best', 'killed_combatants_best', 'killed_children',
            'killed_women', 'wounded_best', 'killed_unconfirmed_best', 'control_changes_count', 'attacks_count',
            'clashes_count'
        ] %}
            cast(case
                when reports.reports_read_count is not null or summed.week_start is not null
                    then coalesce(summed.{{ figure }}, 0)
            end as bigint) as {{ figure }},
        {% endfor %}
        cast(case
            when
                (reports.reports_read_count is not null or summed.week_start is not null)
                and not coalesce(summed.is_killed_open, false)
                then coalesce(summed.killed_high, 0)
        end as bigint) as killed_high
    from weeks
    cross join regions
    left join reports on weeks.week_kind = reports.week_kind and weeks.week_start = reports.week_start
    left join summed
        on
            weeks.week_kind = summed.week_kind
            and weeks.week_start = summed.week_start
            and regions.admin_level = summed.admin_level
            and regions.region_pcode is not distinct from summed.region_pcode
    left join places as own on regions.region_pcode = own.pcode
    left join places as admin1 on regions.admin1_pcode = admin1.pcode
    left join places as admin2 on regions.admin2_pcode = admin2.pcode
    left join places as admin3 on regions.admin3_pcode = admin3.pcode
)

select * from final
