select * exclude (week_kind)
from {{ ref('int_weekly_overview') }}
where week_kind = 'iso'
order by week_start, admin_level, region_pcode nulls first
