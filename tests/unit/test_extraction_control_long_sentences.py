"""Control changes in long sentences: several takings, words between verb and place, what only looks like a taking."""

from __future__ import annotations

import pytest

from tests.support.arabic import events, fresh

FIGHT = "تدور اشتباكات بين قوات النظام من جهة، والفصائل المقاتلة من جهة أخرى في محيط قريتي تلالين ودوديان"


def changes(text: str, governorate: str = "حلب"):
    return fresh(text, "control_change", governorate)


def taken(text: str, governorate: str = "حلب") -> list[tuple[str | None, str | None, list[str]]]:
    """Taker, loser and places of each change."""
    return [
        (e.control.taken_by, e.control.taken_from, [p.surface for p in e.places])
        for e in changes(text, governorate)
        if e.control is not None
    ]


def test_regaining_one_place_and_taking_another_are_two():
    text = "تمكنت الفصائل من استعادة السيطرة على قرية تلالين والسيطرة على نقاط أخرى في بلدة خناصر."
    assert [places for _, _, places in taken(text)] == [["تلالين"], ["خناصر"]]


def test_villages_right_behind_regained_though_on_comes_later():
    text = "تمكنت الفصائل من استعادة قرى تلالين ودوديان واحتيملات الواقعة على طريق مارع – اعزاز."
    assert [places for _, _, places in taken(text)] == [["تلالين", "دوديان", "احتيملات"]]


def test_points_that_were_lost_are_unnamed():
    (event,) = changes(f"{FIGHT}، وسط تقدم للفصائل واستعادة السيطرة على عدة نقاط كانت قد فقدت السيطرة عليها سابقاً.")
    assert event.control is not None
    assert event.control.extent == "partial"
    assert not event.places


def test_the_two_areas_are_the_two_villages_told_of():
    (event,) = changes(f"{FIGHT}، وسط تقدم لقوات النظام وسيطرتها على أجزاء واسعة من المنطقتين.")
    assert [p.surface for p in event.places] == ["تلالين", "دوديان"]


def test_two_villages_and_a_farm_in_the_area_are_unnamed():
    (event,) = changes(f"{FIGHT}، وسط معلومات عن تقدم للفصائل واستعادتها قريتين ومزرعة على الأقل في المنطقة.")
    assert event.control is not None
    assert event.control.places_low == 2
    assert not event.places


def test_a_number_may_be_the_name_of_an_area():
    (event,) = changes("سيطرت قوات النظام على منطقة الخمسين في ريف حلب الجنوبي.")
    assert event.control is not None
    assert event.control.places_low is None
    assert [p.surface for p in event.places] == ["الخمسين"]


@pytest.mark.parametrize(
    "text",
    [
        "وبهذا التقدم تكون الفصائل سيطرت على 14 قرية بريف حلب الشمالي، وهي تلالين ودوديان واحتيملات.",
        "وبذلك، تكون الفصائل، تمكنت خلال الأيام الستة الماضية، من السيطرة على 14 قرية، منها تلالين ودوديان.",
    ],
)
def test_what_is_summed_up_is_no_news(text: str):
    assert not changes(text)


def test_took_it_thereby_is_news():
    text = "انسحبت الفصائل من قرية تلالين، وسيطرت بذلك قوات النظام على القرية."
    assert taken(text) == [("regime", "opposition", ["تلالين"])]


def test_a_leader_of_the_takers_is_no_attribute_of_the_place():
    text = "علم المرصد السوري أن الفصائل المقاتلة التي تقودها حركة أحرار الشام سيطرت على قرية تلالين."
    assert [by for by, _, _ in taken(text)] == ["opposition"]


def test_what_a_side_took_is_an_attribute_still():
    assert not changes("قصفت قوات النظام قرية تلالين التي سيطرت عليها الفصائل المقاتلة.")
    assert not changes("قصفت قوات النظام قرية تلالين التي كانت الفصائل المقاتلة تسيطر عليها.")


def test_control_by_fire_leaves_the_taking_before_it():
    text = "تمكنت قوات النظام من السيطرة على قرية تلالين، وبذلك فإنها تقترب من بلدة خناصر بعد أن سيطرت عليها نارياً أمس."
    assert [places for _, _, places in taken(text)] == [["تلالين"]]


def test_control_by_fire_alone_is_none():
    assert not changes("تمكنت قوات النظام من السيطرة نارياً على قرية تلالين.")
    assert not changes("سيطرت قوات النظام نارياً على قرية تلالين وأجزاء من طريق مارع – اعزاز.")


def test_whom_they_fought_lost_it_though_others_had_left_before():
    text = (
        "سيطر تنظيم “الدولة الإسلامية” على قرية تلالين، عقب اشتباكات عنيفة مع الفصائل المقاتلة، "
        "بعد انسحاب جبهة النصرة من ريف حلب الشمالي."
    )
    assert [(by, loser) for by, loser, _ in taken(text)] == [("is", "opposition")]


def test_a_house_is_no_place():
    text = "استولى تنظيم “الدولة الإسلامية” على منزل أحد أبناء بلدة خناصر بريف حلب."
    assert not changes(text)


def test_a_fire_is_put_out_not_taken():
    assert not changes("تمكنت فرق الإطفاء من السيطرة على حريق في بلدة خناصر.")


def test_the_operation_of_taking_was_carried_out():
    text = "دخلت قوات النظام قرية تلالين، وجرت عملية السيطرة على القرية عقب قصف مكثف."
    assert [by for by, _, _ in taken(text)] == ["regime"]


def test_who_confirmed_the_entry_tells_of_it():
    text = (
        "رصد المرصد السوري انسحاب وحدات حماية الشعب الكردي من قريتي تلالين ودوديان، "
        "وفق مصدر محلي، الذي أكد دخول الفصائل المقاتلة إلى القريتين."
    )
    assert [(by, loser) for by, loser, _ in taken(text)] == [("opposition", "sdf")]


def test_a_joined_name_that_no_list_knows_is_no_container():
    (event,) = changes("سيطرت قوات النظام على كل من تلالين وطرشوبة بريف حلب الشمالي.")
    assert [p.surface for p in event.places] == ["تلالين", "طرشوبة"]


def test_the_quarter_in_its_city_is_told_once():
    (event,) = changes("سيطرت قوات النظام على حي الحيدرية بمدينة حلب.")
    assert [p.surface for p in event.places] == ["الحيدرية"]


def test_summed_up_takings_are_kept_as_background():
    found = [e for e in events("وبذلك تكون الفصائل قد سيطرت على قرية تلالين.") if e.control is not None]
    assert [e.is_background for e in found] == [True]


def test_other_positions_beside_a_village_are_no_change_of_their_own():
    text = "تمكنت قوات النظام من التقدم اليوم والسيطرة على قرية تلالين ومواقع أخرى في غربها."
    assert [places for _, _, places in taken(text)] == [["تلالين"]]


def test_parts_of_another_village_behind_a_comma():
    text = "تمكنت قوات النظام من معاودة السيطرة على قرية تلالين، وأجزاء من قرية دوديان."
    assert [(e.control.extent, [p.surface for p in e.places]) for e in changes(text) if e.control] == [
        ("full", ["تلالين"]),
        ("partial", ["دوديان"]),
    ]


def test_a_checkpoint_where_the_others_stood_has_no_name():
    (event,) = changes("تمكنت الفصائل من السيطرة على حاجز، كان يتواجد فيه عناصر من قوات النظام قرب بلدة خناصر.")
    assert event.control is not None
    assert event.control.places_low == 1


def test_documented_today_with_the_date_in_brackets_is_news():
    text = "أفاد المرصد السوري لحقوق الإنسان اليوم الخميس (25 فبراير/ شباط 2016) بأن الفصائل سيطرت على قرية تلالين."
    assert [by for by, _, _ in taken(text)] == ["opposition"]


def test_a_name_right_behind_taking_needs_no_word_before_it():
    text = "تمكنت قوات النظام من السيطرة على طرشوبة بعد معارك مع الفصائل."
    assert taken(text) == [("regime", "opposition", ["طرشوبة"])]


def test_a_hill_in_the_name_of_a_village_is_part_of_it():
    (event,) = changes("سيطرت قوات النظام على قرية تل طرشوب بريف حلب الجنوبي.")
    assert [p.surface for p in event.places] == ["تل طرشوب"]


def test_came_back_to_take():
    text = "سيطرت قوات النظام على قريتي تلالين ودوديان، فيما عادت الفصائل لتسيطر مجدداً على قرية دوديان."
    assert [(by, places) for by, _, places in taken(text)] == [
        ("regime", ["تلالين", "دوديان"]),
        ("opposition", ["دوديان"]),
    ]


def test_holding_is_no_taking():
    assert not changes(f"{FIGHT}، حيث يسيطر الأخير على قرية تلالين وأجزاء من قرية دوديان.")


@pytest.mark.parametrize("form", ["وتسلمتها من الفصائل", "وتسلمتها بعد خروج الفصائل"])
def test_received_it(form: str):
    text = f"دخلت قوات النظام بلدة خناصر {form} بموجب اتفاق."
    assert [by for by, _, _ in taken(text)] == ["regime"]


def test_took_it_and_two_others():
    text = "باغت تنظيم “الدولة الإسلامية” الفصائل في بلدة خناصر وتمكن من السيطرة عليها وعلى قريتي تلالين ودوديان."
    assert [(by, places) for by, _, places in taken(text)] == [("is", ["خناصر"]), ("is", ["تلالين", "دوديان"])]


def test_drove_the_others_out():
    text = "طردت قوات النظام عناصر تنظيم “الدولة الإسلامية” من بلدة خناصر."
    assert taken(text) == [("regime", "is", ["خناصر"])]


def test_ended_their_presence_by_taking_the_town():
    text = "أنهت القوات التركية وجود تنظيم “الدولة الإسلامية” في بلدة خناصر عقب تمكنها من السيطرة على كامل البلدة."
    assert [(by, loser) for by, loser, _ in taken(text)] == [("turkey", "is")]


def test_a_police_building_among_quarters_is_taken_with_them():
    (event,) = changes("سيطرت الفصائل على حيي الحيدرية والصاخور ومبنى الشرطة العسكرية.")
    assert [p.surface for p in event.places] == ["الحيدرية", "الصاخور", "مبنى الشرطة العسكرية"]


def test_all_areas_that_it_had_lost_in_two_villages():
    (event,) = changes("تمكنت قوات النظام من استعادة كامل المناطق التي خسرتها في تلالين ودوديان.")
    assert [p.surface for p in event.places] == ["تلالين", "دوديان"]


def test_most_quarters_of_the_city_are_parts_of_it():
    text = "دخلت الفصائل مدينة مارع بعد انسحاب قوات النظام منها، كما سيطرت على غالبية أحياء المدينة."
    assert {p.name_ar for e in changes(text) for p in e.places} == {"مارع"}


def test_regained_with_the_support_of_planes():
    text = "استعادت قوات النظام بدعم من الطائرات الروسية كلية المدفعية وبلدة خناصر."
    assert [by for by, _, _ in taken(text)] == ["regime"]


def test_a_valley_in_the_name_of_a_camp_joins_nothing():
    (event,) = changes("سيطرت الفصائل على معسكر وادي الضيف بشكل كامل.", "إدلب")
    assert [p.surface for p in event.places] == ["معسكر وادي الضيف"]


def test_parts_of_the_town_and_a_road_that_was_cut():
    text = "انسحبت الفصائل من بلدة خناصر، بعد سيطرة قوات النظام على أجزاء واسعة من البلدة وقطع الطريق الدولي."
    assert [p.name_ar for e in changes(text) for p in e.places] == ["خناصر"]


def test_regained_in_a_counter_attack_the_village():
    text = (
        "سيطر تنظيم “الدولة الإسلامية” على قريتي تلالين ودوديان، "
        "فيما تمكنت الفصائل من صد هجوم على مارع، واستعادت في هجوم معاكس قرية دوديان."
    )
    assert [(by, places) for by, _, places in taken(text)] == [
        ("is", ["تلالين", "دوديان"]),
        ("opposition", ["دوديان"]),
    ]


def test_the_latter_advanced_and_managed_to_take():
    text = "دارت اشتباكات بين الفصائل وقوات النظام قرب خناصر، إثر تقدم الأخيرة وتمكنها من السيطرة على قرية تلالين."
    assert [(by, loser) for by, loser, _ in taken(text)] == [("regime", "opposition")]


def test_advanced_taking():
    text = "تقدم تنظيم “الدولة الإسلامية” في ريف حلب الشمالي مسيطراً على قريتي تلالين ودوديان."
    assert taken(text) == [("is", None, ["تلالين", "دوديان"])]


def test_over_the_past_24_hours_is_news():
    text = "باتت قوات النظام قرب مارع، بعد سيطرتها خلال الساعات الـ 24 الفائتة على قريتي تلالين ودوديان."
    assert [places for _, _, places in taken(text)] == [["تلالين", "دوديان"]]


def test_over_the_past_days_is_old_news():
    assert not changes("باتت قوات النظام قرب مارع، بعد سيطرتها خلال الأيام السبعة الفائتة على قريتي تلالين ودوديان.")


def test_a_crossing_received_from_its_holders():
    text = "كما تسلمت قوات النظام معبر نصيب الحدودي من الفصائل."
    assert [(by, loser) for by, loser, _ in taken(text, "درعا")] == [("regime", "opposition")]


def test_a_town_may_be_called_by_its_number():
    (event,) = changes(f"{FIGHT}، وسط تقدم لقوات النظام وسيطرتها على بلدة الـ 53 بريف حلب.")
    assert event.control is not None
    assert event.control.places_low is None
    assert [p.surface for p in event.places] == ["الـ 53"]


def test_who_is_driven_out_does_not_take():
    text = "مقاتلون محليون تمكنوا من طرد النظام من 9 بلدات، هناك 3 جرحى خلال السيطرة على الحواجز."
    assert all(by != "regime" for by, _, _ in taken(text, "درعا"))


def test_drove_them_out_and_took_it_is_one_change():
    text = "تمكنت الفصائل من طرد تنظيم “الدولة الإسلامية” من قرية تلالين والسيطرة عليها."
    assert taken(text) == [("opposition", "is", ["تلالين"])]


def test_a_quarter_called_passage_is_no_passage_of_time():
    text = "تمكنت قوات سوريا الديمقراطية من التقدم في حي المرور، لتسيطر بذلك على نحو نصف الحي."
    assert [(by, places) for by, _, places in taken(text, "الرقة")] == [("sdf", ["المرور"])]


def test_the_southern_part_of_a_quarter():
    (event,) = changes("سيطرت قوات النظام على القسم الجنوبي من حي الحيدرية بمدينة حلب.")
    assert event.control is not None
    assert (event.control.extent, [p.surface for p in event.places]) == ("partial", ["الحيدرية"])


@pytest.mark.parametrize("verb", ["سيطرت قوات النظام أيضاً على", "سيطرت أيضاً على"])
def test_took_also(verb: str):
    text = f"تقدمت قوات النظام في ريف حلب، كما {verb} قريتي تلالين ودوديان، بعد انسحاب الفصائل منهما."
    assert [places for _, _, places in taken(text)] == [["تلالين", "دوديان"]]


def test_what_a_taking_would_enable_is_not_told_of():
    text = "علم المرصد السوري أن استعادة قوات النظام سيطرتها على بلدة خناصر، ستمكنها من التقدم نحو إثريا."
    assert not changes(text)


def test_hills_that_they_had_taken_in_an_attack_are_old_news():
    text = (
        "تمكنت قوات النظام من السيطرة على تلال جديدة كان تنظيم “الدولة الإسلامية” سيطر عليها، "
        "خلال هجوم تمكن خلاله من السيطرة على بلدة خناصر."
    )
    assert [by for by, _, _ in taken(text)] == ["regime"]


def test_both_of_them_managed_and_others_got_it_back():
    text = "تمكنا من السيطرة على قرية تلالين" + "، قبل أن تتمكن قوات النظام من استرجاع القرية."
    assert [(by, places) for by, _, places in taken(f"أحرار الشام وجيش الإسلام {text}")] == [
        ("opposition", ["تلالين"]),
        ("regime", ["تلالين"]),
    ]


def test_a_company_of_a_brigade_has_no_name():
    (event,) = changes("سيطرت جبهة النصرة وفصائل إسلامية على سرية تابعة للواء 90.", "القنيطرة")
    assert event.control is not None
    assert (event.control.taken_by, event.control.places_low) == ("opposition", 1)


def test_two_owners_of_control_behind_after():
    text = (
        "خسرت الفصائل شمال المدينة بعد سيطرة قوات النظام على حيي الحيدرية والصاخور، "
        "وسيطرة قوات سوريا الديمقراطية على حي الشيخ فارس."
    )
    assert [(by, loser) for by, loser, _ in taken(text)] == [("regime", "opposition"), ("sdf", "opposition")]


def test_taken_since_august_is_a_history():
    assert not changes("تمكنت الفصائل منذ أواخر آب الفائت من السيطرة على قرى تلالين ودوديان.")


def test_members_of_a_side_that_took():
    text = "عناصر تنظيم “الدولة الإسلامية” سيطروا على قرية تلالين من أيدي الفصائل."
    assert taken(text) == [("is", "opposition", ["تلالين"])]


def test_an_advance_of_those_who_took():
    text = f"{FIGHT}، وسط تقدم لقوات النظام التي سيطرت على بلدة خناصر وعدد من التلال المحيطة."
    assert [(by, loser) for by, loser, _ in taken(text)] == [("regime", "opposition")]


def test_those_who_took_without_an_advance_stay_an_attribute():
    assert not changes("استهدفت طائرات حربية قوات النظام التي سيطرت على بلدة خناصر في الأيام الفائتة.")


def test_that_the_control_opened_a_road_is_said_of_a_taking_told_before():
    text = (
        "سيطرت قوات النظام على بلدة خناصر عقب اشتباكات مع الفصائل. "
        "وقال المرصد أن السيطرة على خناصر والتلال المحيطة بها فتحت الطريق إلى إثريا."
    )
    assert [places for _, _, places in taken(text)] == [["خناصر"]]


@pytest.mark.parametrize("share", ["25 في المئة", "25 %", "25 بالمئة", "25 في المائة"])
def test_a_share_of_a_city_is_no_number_of_places(share: str):
    assert not changes(f"تمكنت قوات النظام من التقدم والسيطرة على نحو {share} من مساحة مدينة مارع.")


def test_the_first_area_that_it_regains_is_said_of_a_taking():
    text = "سيطرت الفصائل على بلدة خناصر، وهي أول منطقة تستعيدها من قوات النظام."
    assert [by for by, _, _ in taken(text)] == ["opposition"]


def test_regained_supported_by_others_yesterday_its_control_of():
    text = "استعادت قوات النظام، مدعومة بمقاتلين من حزب الله اللبناني، أمس، سيطرتها على قريتي تلالين ودوديان."
    assert [(by, places) for by, _, places in taken(text)] == [("regime", ["تلالين", "دوديان"])]


def test_the_taking_is_one_of_the_results_of_a_fight():
    text = (
        "أسفرت الاشتباكات بين الفصائل وقوات النظام عن مقتل 9 عناصر من قوات النظام، واستشهاد 3 مقاتلين من الفصائل، "
        "والسيطرة على أجزاء من بلدة خناصر."
    )
    assert [(by, places) for by, _, places in taken(text)] == [("opposition", ["خناصر"])]
