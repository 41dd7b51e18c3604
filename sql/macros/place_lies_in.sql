{#
  Whether a place lies in another or is the same: `inner` and `outer` are aliases of int_event_places_located.
  A city holds its neighbourhoods; a governorate, district or subdistrict all that carries its P-code.
#}
{% macro place_lies_in(inner, outer) -%}
  (
    {{ inner }}.place_key = {{ outer }}.place_key
    or case {{ outer }}.level
      when 'country' then true
      when 'governorate' then {{ inner }}.admin1_pcode = {{ outer }}.admin1_pcode
      when 'district' then {{ inner }}.admin2_pcode = {{ outer }}.admin2_pcode
      when 'subdistrict' then {{ inner }}.admin3_pcode = {{ outer }}.admin3_pcode
      when 'community' then {{ inner }}.city_pcode = {{ outer }}.pcode
      else false
    end is true
  )
{%- endmacro %}
