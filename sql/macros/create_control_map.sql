{#
  The table function `control_map(on_day)` in the file that is built; it stays in the published one.

  Names in it are bare: DuckDB looks them up where the reader is (`use` the file, or open it), since the file may be
  attached under any name.
#}
{% macro create_control_map() -%}
  create or replace macro control_map(on_day) as table
  select
      place_key,
      pcode,
      place_level,
      place_name_ar,
      place_name_en,
      admin1_pcode,
      admin2_pcode,
      admin3_pcode,
      latitude,
      longitude,
      holder,
      held_from,
      held_to,
      how_began,
      place_key in (
          select place_key
          from fct_control_contests
          where cast(on_day as date) between contested_from and contested_to
      ) as is_contested,
      confidence,
      control_spell_id,
      event_id,
      url,
      evidence_text
  from fct_control_status
  where
      cast(on_day as date) between coalesce(held_from, held_to - ({{ implied_days() }} - 1))
      and coalesce(held_to, cast(on_day as date));
  comment on macro table control_map is 'Holders of all places that are known, on one day: from control_map(date ''2016-02-25'')'
{%- endmacro %}
