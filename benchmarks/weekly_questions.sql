-- Twenty questions that people ask of weekly figures. The same text runs on DuckDB and on SQLite.
-- $week is a Monday, $year an ISO year, $governorate and $subdistrict are P-codes.

-- 1. How many people were killed, wounded, captured and missing in the country in a week?
select outcome, sum(people_low), sum(people_best) from mart_weekly_casualties
where admin_level = 1 and week_start = $week and is_confirmed group by outcome;

-- 2. How many civilians were killed in each governorate in a week?
select region_pcode, sum(people_best) from mart_weekly_casualties
where admin_level = 1 and week_start = $week and outcome = 'killed' and civilian_status = 'civilian' and is_confirmed
group by region_pcode;

-- 3. How many civilians were killed in a governorate, week by week over a year?
select week_start, sum(people_best) from mart_weekly_casualties
where admin_level = 1 and region_pcode = $governorate and iso_year = $year and outcome = 'killed'
    and civilian_status = 'civilian' and is_confirmed
group by week_start;

-- 4. How many people were killed in the country, week by week over all years?
select week_start, sum(people_best) from mart_weekly_casualties
where admin_level = 1 and outcome = 'killed' and is_confirmed group by week_start;

-- 5. In which ten subdistricts were most people killed in a week?
select region_pcode, sum(people_best) as people from mart_weekly_casualties
where admin_level = 3 and week_start = $week and outcome = 'killed' and is_confirmed and region_pcode is not null
group by region_pcode order by people desc, region_pcode limit 10;

-- 6. Which were the ten worst weeks of a subdistrict?
select week_start, sum(people_best) as people from mart_weekly_casualties
where admin_level = 3 and region_pcode = $subdistrict and outcome = 'killed' and is_confirmed
group by week_start order by people desc, week_start limit 10;

-- 7. How many fighters of each side were killed in a week?
select side, sum(people_best) from mart_weekly_casualties
where admin_level = 1 and week_start = $week and outcome = 'killed' and civilian_status = 'combatant' and is_confirmed
group by side;

-- 8. How many were wounded for each one killed in a governorate, week by week over a year?
select week_start,
    1.0 * sum(case when outcome = 'wounded' then people_best end)
    / sum(case when outcome = 'killed' then people_best end)
from mart_weekly_casualties
where admin_level = 1 and region_pcode = $governorate and iso_year = $year and is_confirmed group by week_start;

-- 9. What share of the killed is not confirmed, week by week over a year?
select week_start, 1.0 * sum(case when is_confirmed then 0 else people_best end) / sum(people_best)
from mart_weekly_casualties where admin_level = 1 and iso_year = $year and outcome = 'killed'
group by week_start having sum(people_best) > 0;

-- 10. Between which numbers lie the civilians killed in the districts of a governorate in a week?
select region_pcode, sum(people_low), sum(people_best),
    case when count(people_high) = count(*) then sum(people_high) end
from mart_weekly_casualties
where admin_level = 2 and admin1_pcode = $governorate and week_start = $week and outcome = 'killed'
    and civilian_status = 'civilian'
group by region_pcode;

-- 11. The mean of four weeks of people killed in a governorate, over all years
select week_start, avg(people) over (order by week_start rows between 3 preceding and current row) from (
    select week_start, sum(people_best) as people from mart_weekly_casualties
    where admin_level = 1 and region_pcode = $governorate and outcome = 'killed' and is_confirmed group by week_start
) as weekly;

-- 12. In which weeks were more than twice as many people killed in a governorate as in its mean week?
with weekly as (
    select week_start, sum(people_best) as people from mart_weekly_casualties
    where admin_level = 1 and region_pcode = $governorate and outcome = 'killed' and is_confirmed group by week_start
)
select week_start, people from weekly where people > 2 * (select avg(people) from weekly);

-- 13. How do the killed of each governorate in a week compare with the four weeks before?
select region_pcode, sum(case when week_start = $week then people_best else 0 end),
    sum(case when week_start < $week then people_best else 0 end) / 4.0
from mart_weekly_casualties
where admin_level = 1 and outcome = 'killed' and is_confirmed and week_start between $month_before and $week
group by region_pcode;

-- 14. How many people were killed in each year, by civilian status?
select iso_year, civilian_status, sum(people_best) from mart_weekly_casualties
where admin_level = 1 and outcome = 'killed' and is_confirmed group by iso_year, civilian_status;

-- 15. Who took how many places from whom in a week, by governorate?
select region_pcode, taken_by, taken_from, sum(places_count) from mart_weekly_control_changes
where admin_level = 1 and week_start = $week group by region_pcode, taken_by, taken_from;

-- 16. How many places did each side take, week by week over all years?
select week_start, taken_by, sum(places_count) from mart_weekly_control_changes
where admin_level = 1 and extent = 'full' and status = 'confirmed' group by week_start, taken_by;

-- 17. Who took how many places from whom in a year?
select taken_by, taken_from, sum(places_count) from mart_weekly_control_changes
where admin_level = 1 and iso_year = $year and status = 'confirmed' group by taken_by, taken_from;

-- 18. In which weeks did places of a governorate's subdistricts change hands more than once?
select week_start, region_pcode, sum(changes_count) from mart_weekly_control_changes
where admin_level = 3 and admin1_pcode = $governorate and region_pcode is not null
group by week_start, region_pcode having sum(changes_count) > 1;

-- 19. What share of the changes are recaptures, by governorate?
select region_pcode, 1.0 * sum(case when change = 'recapture' then changes_count else 0 end) / sum(changes_count)
from mart_weekly_control_changes where admin_level = 1 group by region_pcode;

-- 20. How many people were killed in the weeks and governorates in which places changed hands, over a year?
select casualties.week_start, casualties.region_pcode, sum(casualties.people_best) from mart_weekly_casualties as casualties
where casualties.admin_level = 1 and casualties.iso_year = $year and casualties.outcome = 'killed'
    and casualties.is_confirmed
    and exists (
        select 1 from mart_weekly_control_changes as changes
        where changes.admin_level = 1 and changes.week_start = casualties.week_start
            and changes.region_pcode = casualties.region_pcode
    )
group by casualties.week_start, casualties.region_pcode;
