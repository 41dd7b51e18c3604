-- Of every report and final week that any version of it says something of: the version that stood when the week became
-- final, and the one that stands now. Which of several stands is decided as in int_reports_current.
with reports as (
    select * from {{ ref('stg_reports') }}
),

figures as (
    select * from {{ ref('int_version_figures') }}
),

current_reports as (
    select * from {{ ref('int_reports_current') }}
),

-- Of reports that an older reader read nobody knows what was shown when.
unknown as (
    select distinct report_id from reports
    where current_changed_at is null or listed_changed_at is null
),

weeks as (
    select distinct
        figures.report_id,
        figures.week_start,
        -- the last moment at which the week was provisional
        cast(figures.week_start + 21 as timestamp) at time zone 'Asia/Damascus' - interval 1 microsecond
            as provisional_until
    from figures
    anti join unknown on figures.report_id = unknown.report_id
    where {{ as_of_date() }} > figures.week_start + 20
),

known_then as (
    select
        weeks.report_id,
        weeks.week_start,
        weeks.provisional_until,
        reports.report_version_id,
        reports.published_date,
        reports.revision,
        {{ held_at('reports.current_changed_at', 'weeks.provisional_until') }} as was_current,
        {{ held_at('reports.listed_changed_at', 'weeks.provisional_until') }} as was_listed,
        {{ until('reports.shown_at', 'weeks.provisional_until') }} as shown_until
    from weeks
    inner join reports on weeks.report_id = reports.report_id
    where reports.fetched_at <= weeks.provisional_until
),

stood_then as (
    select *
    from known_then
    qualify
        row_number() over (
            partition by report_id, week_start
            order by was_current desc, was_listed desc, shown_until[-1] desc, published_date desc, revision desc
        ) = 1
),

final as (
    select
        weeks.report_id,
        weeks.week_start,
        weeks.provisional_until,
        stood_then.report_id is not null as was_known,
        case when stood_then.was_current then stood_then.report_version_id end as report_version_id_then,
        current_reports.report_version_id as report_version_id_now
    from weeks
    left join stood_then on weeks.report_id = stood_then.report_id and weeks.week_start = stood_then.week_start
    left join current_reports on weeks.report_id = current_reports.report_id
)

select * from final
