{#
  The different words of a text, as a list: without numbers, punctuation and diacritics, forms of alef, ة/ه and ى/ي folded,
  a leading و taken off. Two tellings of one thing are compared by them.
#}
{% macro words_of(text) -%}
  list_distinct(list_filter(string_split_regex(
    regexp_replace(
      translate(
        regexp_replace(lower(coalesce({{ text }}, '')), '[\x{0640}\x{064B}-\x{0655}\x{0670}]', '', 'g'), 'أإآٱةى', 'ااااهي'
      ),
      '(^|[^\p{L}])و(\p{L}{3,})', '\1\2', 'g'
    ),
    '[^\p{L}]+'
  ), lambda word: len(word) > 1))
{%- endmacro %}

{# Jaccard index of two lists of different words: 1 the same words, 0 none in common. #}
{% macro likeness(first, second) -%}
  case
    when len({{ first }}) + len({{ second }}) = 0 then 0
    else len(list_intersect({{ first }}, {{ second }}))
      / (len({{ first }}) + len({{ second }}) - len(list_intersect({{ first }}, {{ second }})))
  end
{%- endmacro %}

{# Whether two lists of actors can name one side: they share an actor, or either names none. #}
{% macro one_side(first, second) -%}
  (len({{ first }}) = 0 or len({{ second }}) = 0 or list_has_any({{ first }}, {{ second }}))
{%- endmacro %}
