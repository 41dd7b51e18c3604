select
    week_start,
    reference_period_start,
    reference_period_end,
    iso_year,
    iso_week,
    week_label,
    provisional_until,
    is_provisional
from {{ ref('int_weeks') }}
where week_kind = 'iso'
order by week_start
