with changes as (
    select * from {{ ref('int_control_changes_identified') }}
),

final as (
    select
        event_id,
        report_id,
        event_index,
        cast(place_index as integer) as place_index,
        control_change_id,
        is_counted,
        is_counted and statement_rank = 1 as is_first_statement,
        url,
        published_at,
        event_date_start,
        event_date_end,
        cast(date_precision as integer) as date_precision,
        week_start,
        taken_by,
        taken_from,
        extent,
        change,
        status,
        is_background,
        is_named as is_place_named,
        cast(places_low as integer) as places_low,
        pcode,
        level as place_level,
        name_ar as place_name_ar,
        name_en as place_name_en,
        surface as provider_place_name,
        relation as place_relation,
        admin1_pcode,
        admin2_pcode,
        admin3_pcode,
        latitude,
        longitude,
        cast(geo_precision as integer) as geo_precision,
        evidence_start,
        evidence_end,
        evidence_text
    from changes
)

select * from final
order by event_date_start, report_id, event_index, place_index, is_place_named
