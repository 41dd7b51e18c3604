with exchanges as (
    select * from {{ ref('int_control_exchanges') }}
),

contests as (
    select * from {{ ref('int_control_contests') }}
),

places as (
    select * from {{ ref('int_control_places') }}
),

weeks as (
    select * from {{ ref('dim_week') }}
),

regions as (
    select * from {{ ref('dim_region') }}
),

activities as (
    select
        place_key,
        day,
        week_start,
        lost_by,
        gained_by,
        case when is_lasting then 'moved' else 'within_day' end as kind,
        case when is_lasting then 1 else 2 end as kind_order,
        report_ids,
        evidence
    from exchanges
    union all by name
    select
        place_key,
        contested_from as day,
        week_start,
        coalesce(taken_from, holder) as lost_by,
        contender as gained_by,
        case reason when 'partial_taking' then 'partial' else 'claimed' end as kind,
        case reason when 'partial_taking' then 3 else 4 end as kind_order,
        report_ids,
        evidence
    from contests
),

levelled as (
    select
        activities.*,
        {{ at_admin_level('places') }}
    from activities
    inner join places on activities.place_key = places.place_key
    cross join {{ admin_levels() }} as levels
),

aggregated as (
    select
        week_start,
        admin_level,
        region_pcode,
        admin1_pcode,
        admin2_pcode,
        admin3_pcode,
        lost_by,
        gained_by,
        count(*) filter (where kind = 'moved') as moves_count,
        count(distinct place_key) filter (where kind = 'moved') as places_moved,
        count(*) filter (where kind = 'within_day') as exchanges_within_day,
        count(*) filter (where kind = 'partial') as partial_gains,
        count(distinct place_key) filter (where kind in ('partial', 'claimed')) as contested_places,
        list(distinct place_key) as place_keys,
        {{ number_of_reports('report_ids') }} as reports_count,
        arg_min(evidence, (kind_order, day, place_key, evidence.event_id)) as example
    from levelled
    group by
        week_start, admin_level, region_pcode, admin1_pcode, admin2_pcode, admin3_pcode, lost_by, gained_by
),

final as (
    select
        aggregated.week_start,
        weeks.reference_period_start,
        weeks.reference_period_end,
        weeks.iso_year,
        weeks.iso_week,
        weeks.is_provisional,
        aggregated.admin_level,
        aggregated.region_pcode,
        regions.name_ar as region_name_ar,
        regions.name_en as region_name_en,
        aggregated.admin1_pcode,
        admin1.name_ar as admin1_name_ar,
        admin1.name_en as admin1_name_en,
        aggregated.admin2_pcode,
        admin2.name_ar as admin2_name_ar,
        admin2.name_en as admin2_name_en,
        aggregated.admin3_pcode,
        admin3.name_ar as admin3_name_ar,
        admin3.name_en as admin3_name_en,
        aggregated.lost_by,
        aggregated.gained_by,
        aggregated.moves_count,
        aggregated.places_moved,
        aggregated.exchanges_within_day,
        aggregated.partial_gains,
        aggregated.contested_places,
        len(aggregated.place_keys) as places_fought_over,
        len(list_distinct(flatten(list(aggregated.place_keys) over same_region))) as region_places_fought_over,
        aggregated.reports_count,
        aggregated.example.event_id as example_event_id,
        aggregated.example.url as example_url,
        aggregated.example.evidence_text as example_evidence_text
    from aggregated
    left join weeks on aggregated.week_start = weeks.week_start
    left join regions on aggregated.region_pcode = regions.region_pcode
    left join regions as admin1 on aggregated.admin1_pcode = admin1.region_pcode
    left join regions as admin2 on aggregated.admin2_pcode = admin2.region_pcode
    left join regions as admin3 on aggregated.admin3_pcode = admin3.region_pcode
    window same_region as (
        partition by
            aggregated.week_start, aggregated.admin_level, aggregated.admin1_pcode, aggregated.admin2_pcode,
            aggregated.admin3_pcode
    )
)

select * from final
order by
    week_start, admin_level, admin1_pcode nulls last, admin2_pcode nulls last, admin3_pcode nulls last,
    lost_by nulls last, gained_by nulls last
