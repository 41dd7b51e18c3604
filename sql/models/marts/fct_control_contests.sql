with contests as (
    select * from {{ ref('int_control_contests') }}
),

places as (
    select * from {{ ref('int_control_places') }}
),

final as (
    select
        md5(
            concat_ws(
                '|', contests.place_key, contests.contested_from, coalesce(contests.contender, ''), contests.reason
            )
        ) as control_contest_id,
        contests.place_key,
        places.pcode,
        places.place_level,
        places.place_name_ar,
        places.place_name_en,
        places.admin1_pcode,
        places.admin2_pcode,
        places.admin3_pcode,
        contests.contested_from,
        contests.contested_to,
        contests.week_start,
        contests.reason,
        contests.holder,
        contests.contender,
        contests.status,
        contests.statements_count,
        len(contests.report_ids) as reports_count,
        contests.evidence.event_id as event_id,
        contests.evidence.report_id as report_id,
        contests.evidence.url as url,
        contests.evidence.evidence_text as evidence_text
    from contests
    inner join places on contests.place_key = places.place_key
)

select * from final
order by contested_from, place_key, contender nulls last, reason
