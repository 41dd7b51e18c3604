-- Stands in for the table fct_control_status in a file that has none: nobody is said to hold any place.
select
    cast(null as varchar) as pcode,
    cast(null as varchar) as holder,
    cast(null as date) as held_from,
    cast(null as date) as held_to,
    cast(null as boolean) as is_contested,
    cast(null as varchar) as url,
    cast(null as varchar) as evidence_text
limit 0
