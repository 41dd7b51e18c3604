-- The places of the control timeline: as the gazetteer has them, else as the reports that place them best do.
with statements as (
    select * from {{ ref('int_control_statements') }}
),

changes as (
    select * from {{ ref('int_control_changes_identified') }}
),

control_start as (
    select * from {{ ref('stg_control_start') }}
),

gazetteer as (
    select * from {{ ref('stg_places') }}
),

told as (
    select
        changes.place_key,
        arg_min(
            struct_pack(
                pcode := changes.pcode,
                level := changes.level,
                name_ar := changes.name_ar,
                name_en := changes.name_en,
                admin1_pcode := changes.admin1_pcode,
                admin2_pcode := changes.admin2_pcode,
                admin3_pcode := changes.admin3_pcode,
                latitude := changes.latitude,
                longitude := changes.longitude
            ),
            (changes.latitude is null, changes.geo_precision, changes.event_id, changes.place_index)
        ) as place
    from changes
    semi join statements on changes.place_key = statements.place_key
    group by changes.place_key
),

keys as (
    select place_key from told
    union
    select control_start.pcode as place_key from control_start
    semi join gazetteer on control_start.pcode = gazetteer.pcode
),

final as (
    select
        keys.place_key,
        coalesce(gazetteer.pcode, told.place.pcode) as pcode,
        coalesce(gazetteer.level, told.place.level) as place_level,
        coalesce(gazetteer.name_ar, told.place.name_ar) as place_name_ar,
        coalesce(gazetteer.name_en, told.place.name_en) as place_name_en,
        coalesce(gazetteer.admin1_pcode, told.place.admin1_pcode) as admin1_pcode,
        coalesce(gazetteer.admin2_pcode, told.place.admin2_pcode) as admin2_pcode,
        coalesce(gazetteer.admin3_pcode, told.place.admin3_pcode) as admin3_pcode,
        coalesce(gazetteer.latitude, told.place.latitude) as latitude,
        coalesce(gazetteer.longitude, told.place.longitude) as longitude
    from keys
    left join told on keys.place_key = told.place_key
    left join gazetteer on keys.place_key = gazetteer.pcode
)

select * from final
