-- mart_weekly_casualties with places and periods named as HDX HAPI names them.
select
    'SYR' as location_code,
    admin1_name_ar as provider_admin1_name,
    admin2_name_ar as provider_admin2_name,
    admin1_pcode as admin1_code,
    admin1_name_en as admin1_name,
    admin2_pcode as admin2_code,
    admin2_name_en as admin2_name,
    admin3_pcode as admin3_code,
    admin3_name_en as admin3_name,
    admin_level,
    outcome,
    side,
    civilian_status,
    is_confirmed,
    people_low,
    people_best,
    people_high,
    reference_period_start,
    reference_period_end,
    is_provisional,
    figures_count,
    events_count,
    reports_count,
    example_url,
    example_evidence_text
from mart_weekly_casualties
order by
    reference_period_start, admin_level, admin1_code nulls last, admin2_code nulls last, admin3_code nulls last,
    outcome, side nulls last, civilian_status, is_confirmed
