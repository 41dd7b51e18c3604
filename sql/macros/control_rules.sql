{# Days for which a claim that conflicts with the holder keeps a place contested, the day of the claim among them. #}
{% macro contested_days() -%} 30 {%- endmacro %}

{# Days before a change for which the side that lost the place there is on the map, where nothing else is known. #}
{% macro implied_days() -%} 30 {%- endmacro %}
