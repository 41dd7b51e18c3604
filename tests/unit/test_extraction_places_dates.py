"""Where and when (codebook §5, §6), and the promises about evidence and ids."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.arabic import PUBLISHED, events, fresh
from transforms.extraction import extract
from transforms.page import read_report


def test_the_compass_decides_between_two_villages_of_one_name():
    (north,) = fresh("دارت اشتباكات في محيط قرية باشكوي بريف حلب الشمالي.", "clash")
    (south,) = fresh("دارت اشتباكات في محيط قرية باشكوي بريف حلب الجنوبي الشرقي.", "clash")
    assert (north.places[0].pcode, south.places[0].pcode) == ("C1125", "C2143")
    assert north.places[0].relation == "near"
    assert north.places[0].geo_precision == 2


def test_the_dateline_decides_between_governorates():
    (raqqa,) = fresh("قصفت طائرات حربية بلدة المنصورة.", "airstrike", "الرقة")
    (aleppo,) = fresh("قصفت طائرات حربية بلدة المنصورة بريف حلب الغربي.", "airstrike", "حلب")
    assert (raqqa.places[0].admin1_pcode, aleppo.places[0].admin1_pcode) == ("SY11", "SY02")


def test_a_name_not_in_the_gazetteer_keeps_its_surface_and_governorate():
    (event,) = fresh("قصفت قوات النظام قرية زغردانية بريف حلب الجنوبي.", "shelling")
    (place,) = event.places
    assert (place.pcode, place.surface, place.admin1_pcode) == (None, "زغردانية", "SY02")


def test_a_persons_origin_is_no_place_of_the_event():
    text = "استشهد مقاتل من بلدة مارع جراء قصف قوات النظام على مناطق في مدينة عندان."
    assert [p.name_ar for e in fresh(text, "shelling") for p in e.places] == ["عندان"]


def test_a_countryside_alone_is_a_region():
    (event,) = fresh("نفذت طائرات حربية عدة غارات على مناطق في ريف حلب الجنوبي.", "airstrike")
    assert [(p.pcode, p.geo_precision) for p in event.places] == [("SY02", 3)]


def test_each_dateline_starts_a_new_governorate():
    text = "قصفت قوات النظام مدينة عندان.\n\nمحافظة درعا – المرصد السوري لحقوق الإنسان:: قصفت قوات النظام مدينة انخل."
    assert [p.admin1_pcode for e in fresh(text, "shelling") for p in e.places] == ["SY02", "SY12"]


@pytest.mark.parametrize(
    ("phrase", "first", "last", "precision"),
    [
        ("صباح اليوم", "2016-02-25", "2016-02-25", 1),
        ("أمس", "2016-02-24", "2016-02-24", 1),
        ("ليل أمس", "2016-02-24", "2016-02-25", 1),
        ("بعد منتصف ليل أمس", "2016-02-25", "2016-02-25", 1),
        ("بعد منتصف ليل الأربعاء – الخميس", "2016-02-25", "2016-02-25", 1),
        ("ليل الأربعاء – الخميس", "2016-02-24", "2016-02-25", 1),
        ("خلال الـ 24 ساعة الفائتة", "2016-02-24", "2016-02-25", 2),
        ("", "2016-02-25", "2016-02-25", 2),
    ],
)
def test_the_words_of_time(phrase: str, first: str, last: str, precision: int):
    (event,) = fresh(f"قصفت قوات النظام {phrase} مناطق في مدينة عندان.", "shelling")
    assert event.event_date_start.isoformat() == first
    assert event.event_date_end.isoformat() == last
    assert event.date_precision == precision


def test_october_of_the_current_year_is_never_after_the_report():
    text = "وكان تنظيم “الدولة الإسلامية” قد سيطر على قرية تلالين في تشرين الأول / أكتوبر من العام الجاري."
    (event,) = events(text)
    assert event.is_background
    assert event.event_date_end < PUBLISHED.date()
    assert (event.event_date_start.year, event.event_date_start.month) == (2015, 10)


def test_evidence_offsets_point_into_the_text_as_published():
    told = "قصفت قوات النظـ ـام مناطقَ في مدينة “عندان“ ما أدى لاستشهاد 5مواطنين"
    body = f"محافظة حلب – المرصد السوري لحقوق الإنسان:: {told}"
    report = read_report(body, source="test", published_at=PUBLISHED)
    found = extract(report)
    assert [e.event_type for e in found] == ["shelling"]
    assert found[0].actors == ("regime",)
    for event in found:
        for evidence in (event.evidence, *(row.evidence for row in event.casualties)):
            assert report.body[evidence.start : evidence.end] == evidence.text


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("سيطرت قوات النظام على تلة مطلة على بلدة خناصر.", "سيطرت قوات النظام على تلة مطلة على بلدة خناصر"),
        (
            "انسحب عناصر تنظيم “الدولة الإسلامية” من قريتي تلالين وكفرة، وسيطرت بذلك الفصائل عليهما، وسط قصف.",
            "وسيطرت بذلك الفصائل عليهما",
        ),
    ],
)
def test_a_taking_without_a_name_is_told_by_the_whole_clause(text: str, clause: str):
    (taken,) = [event for event in events(text) if event.event_type == "control_change"]
    assert taken.evidence.text == clause


def test_the_same_report_gives_the_same_ids_and_other_reports_others():
    text = "قصفت قوات النظام مناطق في مدينة عندان."
    first, again = events(text), events(text)
    other = extract(read_report("محافظة حلب: " + text + " واستشهد رجل", source="test", published_at=PUBLISHED))
    assert [e.event_id for e in first] == [e.event_id for e in again]
    assert not {e.event_id for e in first} & {e.event_id for e in other}


def test_an_actor_alias_names_another_actor_on_another_day():
    text = "قصفت وحدات حماية الشعب الكردي مناطق في بلدة تل حميس."
    before = events(text, "الحسكة", PUBLISHED.replace(year=2014))
    after = events(text, "الحسكة", PUBLISHED)
    assert (before[0].actors, after[0].actors) == (("ypg",), ("sdf",))


def test_planes_believed_to_be_russian_are_probable():
    (event,) = fresh("نفذت طائرات حربية يرجح بأنها روسية عدة غارات على مدينة عندان.", "airstrike")
    assert (event.actors, event.actor_certainty, event.status) == (("russia",), "probable", "confirmed")


def test_bare_warplanes_have_no_actor_and_barrels_are_the_regimes():
    (bare,) = fresh("نفذت طائرات حربية غارات على مدينة عندان.", "airstrike")
    (barrels,) = fresh("ألقى الطيران المروحي براميل متفجرة على مدينة عندان.", "airstrike")
    assert (bare.actors, bare.weapon) == ((), "warplane")
    assert (barrels.actors, barrels.weapon) == (("regime",), "barrel_bomb")


def test_without_a_publication_day_events_have_no_date_and_nothing_fails():
    report = read_report("محافظة حلب: قصفت قوات النظام مدينة عندان أمس.", source="test")
    found = extract(report)
    assert [(e.event_type, e.event_date_start) for e in found] == [("shelling", None)]


@pytest.mark.parametrize("body", ["؟" * 500, "و" * 500, "12 " * 200, "محافظة :: ،،،، – “”", "ـ" * 100 + "قصف"])
def test_odd_text_raises_nothing(body: str):
    text = f"عنوان\n\n5\n\n{body}\n\nنص عادي"
    report = read_report(text, source="test", published_at=dt.datetime(2016, 1, 1, tzinfo=dt.UTC))
    assert isinstance(extract(report), list)


def test_a_named_weekday_is_the_last_of_its_name():
    (event,) = fresh("قصفت قوات النظام يوم الاثنين مدينة عندان.", "shelling")
    assert event.event_date_start == dt.date(2016, 2, 22)


def test_a_day_of_a_month_dates_the_event():
    (event,) = events("قصفت قوات النظام مدينة عندان في 20 شباط / فبراير.")
    assert event.event_date_start == dt.date(2016, 2, 20)
