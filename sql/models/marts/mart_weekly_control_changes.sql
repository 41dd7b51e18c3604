select * exclude (week_kind)
from {{ ref('int_weekly_control_changes') }}
where week_kind = 'iso'
order by
    week_start, admin_level, admin1_pcode nulls last, admin2_pcode nulls last, admin3_pcode nulls last,
    region_pcode nulls last, taken_by nulls last, taken_from nulls last, extent, change, status
