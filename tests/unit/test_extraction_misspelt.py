"""Names of places with a typing error (codebook §5)."""

from __future__ import annotations

import pytest

from tests.support.arabic import fresh


def place(text: str, governorate: str):
    (event,) = fresh(text, "shelling", governorate)
    (found,) = event.places
    return found


@pytest.mark.parametrize(
    ("name", "governorate", "pcode"),
    [("مدينة حرتسا", "ريف دمشق", "C2342"), ("بلدة الدار الكبير", "حمص", "C2524"), ("مدينة تلبيسه", "حمص", "C2882")],
)
def test_a_name_one_letter_away_from_one_of_the_governorate_is_that_place(name: str, governorate: str, pcode: str):
    assert place(f"قصفت قوات النظام بقذائف الهاون مناطق في {name}.", governorate).pcode == pcode


def test_a_place_found_by_a_misspelt_name_is_not_sure_and_keeps_what_stands_in_the_text():
    found = place("قصفت قوات النظام بقذائف الهاون مناطق في مدينة حرتسا.", "ريف دمشق")
    assert (found.geo_precision, found.surface) == (2, "حرتسا")


@pytest.mark.parametrize("name", ["بلدة قطقوطة", "قرية حرس"])
def test_a_name_that_is_like_none_stays_unknown(name: str):
    assert place(f"قصفت قوات النظام بقذائف الهاون مناطق في {name}.", "ريف دمشق").pcode is None


def test_no_place_of_another_governorate_is_guessed():
    assert place("قصفت قوات النظام بقذائف الهاون مناطق في مدينة حرتسا.", "الحسكة").pcode is None
