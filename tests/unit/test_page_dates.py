"""Where the publication day comes from (codebook §6)."""

from __future__ import annotations

import csv
import datetime as dt
import statistics

import pytest

from tests.support.rows import post_bytes
from transforms.model import Report
from transforms.page import dates, read_report
from transforms.paths import SEEDS_DIR

NIGHT = "استهدفت الفصائل الإسلامية بعد منتصف ليل الاربعاء – الخميس تمركزات لقوات النظام"
PLAIN = "محافظة حلب – المرصد السوري لحقوق الإنسان:: قصفت طائرات حربية مناطق في ريف حلب"


def read(content: bytes | str, **more: object) -> Report:
    return read_report(content, source="test", **more)  # type: ignore[arg-type]


def test_the_time_that_the_caller_gives_wins() -> None:
    report = read(post_bytes(157363, PLAIN), published_at=dt.datetime(2016, 3, 3, 10, tzinfo=dt.UTC))

    assert (report.published_date, report.published_date_basis) == (dt.date(2016, 3, 3), "given")


def test_a_given_time_without_offset_is_local() -> None:
    report = read(PLAIN, published_at=dt.datetime(2016, 2, 25, 10))

    assert report.published_at == dt.datetime(2016, 2, 25, 8, tzinfo=dt.UTC)


def test_a_given_day_has_no_time() -> None:
    report = read(PLAIN, published_at=dt.date(2016, 2, 25))

    assert (report.published_at, report.published_date) == (None, dt.date(2016, 2, 25))


def test_metadata_in_utc_gives_the_day_in_damascus() -> None:
    assert read(post_bytes(1, PLAIN, date="2016-02-24T22:30:00")).published_date == dt.date(2016, 2, 25)


def test_a_senseless_metadata_time_counts_as_absent() -> None:
    assert read(post_bytes(157363, PLAIN, date="0000-00-00T00:00:00")).published_date_basis == "post_id"


@pytest.mark.parametrize(
    "url", ["https://www.syriahr.com/2016/02/25/slug/", "https://www.syriahr.com/date/2016/02/25/"]
)
def test_a_url_with_a_day_gives_the_day(url: str) -> None:
    report = read(PLAIN, url=url)

    assert (report.published_date, report.published_date_basis) == (dt.date(2016, 2, 25), "url")


def test_a_url_with_a_month_takes_the_day_from_the_weekday_and_says_that_it_is_uncertain() -> None:
    report = read(NIGHT, url="https://www.syriahr.com/2016/02/slug/157363/")

    assert (report.published_date, report.warnings) == (dt.date(2016, 2, 25), ("published_day_uncertain",))


def test_a_post_id_snaps_to_the_weekday_of_the_text() -> None:
    report = read(NIGHT, url="https://www.syriahr.com/slug/157363/")

    assert (report.published_date, report.published_date_basis) == (dt.date(2016, 2, 25), "post_id")


def test_a_dated_post_is_on_its_day() -> None:
    assert dates.clock_day(155909, "ar") == dt.date(2016, 2, 15)


def test_the_editions_count_apart() -> None:
    assert dates.clock_day(45615, "en") == dt.date(2016, 4, 4)


def test_an_id_before_the_clock_has_no_day() -> None:
    assert dates.clock_day(18401, "ar") is None


def test_an_id_far_beyond_the_clock_has_no_day() -> None:
    assert dates.clock_day(990_000, "ar") is None


def test_the_clock_without_one_post_finds_it_within_four_days_on_the_median(monkeypatch: pytest.MonkeyPatch) -> None:
    with (SEEDS_DIR / "post_id_dates.csv").open(encoding="utf-8") as file:
        posts = [
            (int(r["post_id"]), dt.date.fromisoformat(r["published_date"]))
            for r in csv.DictReader(file)
            if r["edition"] == "ar"
        ]
    errors = []
    for left_out in posts[1:-1]:
        kept = [post for post in posts if post != left_out]
        series = {"ar": ([i for i, _ in kept], [d for _, d in kept])}
        monkeypatch.setattr(dates, "_dated_posts", lambda series=series: series)
        day = dates.clock_day(left_out[0], "ar")
        assert day is not None
        errors.append(abs((day - left_out[1]).days))

    assert statistics.median(errors) <= 4


def test_a_date_line_under_the_title_dates_the_report() -> None:
    report = read(f"عنوان التقرير هنا\n\n25 شباط، 2016\n\n{PLAIN}")

    assert (report.published_date, report.published_date_basis, report.body) == (dt.date(2016, 2, 25), "text", PLAIN)


def test_a_full_date_behind_its_weekday_dates_the_report() -> None:
    report = read(f"{PLAIN} اليوم الخميس 25 شباط / فبراير 2016")

    assert (report.published_date, report.published_date_basis) == (dt.date(2016, 2, 25), "text")


@pytest.mark.parametrize(
    "words",
    [
        "الخميس الـ 25 من شباط / فبراير من العام 2016",
        "الخميس الـ25 من شهر شباط / فبراير من العام الجاري 2016",
        "الخميس، 25 من شباط من عام 2016",
    ],
)
def test_a_full_date_in_running_words_dates_the_report(words: str) -> None:
    report = read(f"{PLAIN} اليوم {words}، دون معلومات.")

    assert (report.published_date, report.published_date_basis) == (dt.date(2016, 2, 25), "text")


def test_nothing_told_is_unknown() -> None:
    report = read(PLAIN)

    assert (report.published_date, report.published_date_basis) == (None, "unknown")


def test_a_weekday_that_contradicts_the_date_is_a_warning() -> None:
    assert read(NIGHT, published_at=dt.date(2016, 2, 27)).warnings == ("weekday_contradicts_date",)


@pytest.mark.parametrize("joint", [" – ", "-", " - ", " ", "/"])
def test_a_weekday_that_fits_is_no_warning(joint: str) -> None:
    text = f"{PLAIN} بعد منتصف ليل الأربعاء{joint}الخميس"

    assert read(text, published_at=dt.date(2016, 2, 25)).warnings == ()


def test_yesterday_with_its_weekday_fits_the_day_after() -> None:
    assert read(f"{PLAIN} أمس الأربعاء", published_at=dt.date(2016, 2, 25)).warnings == ()


@pytest.mark.parametrize(
    ("url", "post_id"),
    [
        ("https://www.syriahr.com/?p=157363", 157363),
        ("https://www.syriahr.com/%d9%82%d9%88%d8%a7%d8%aa/157363/", 157363),
        ("https://www.syriahr.com/amp/slug/157363/", 157363),
        ("https://www.syriahr.com/slug/157363/embed/", 157363),
        ("https://www.syriahr.com/en/45615/", 45615),
        ("https://www.syriahr.com/date/2016/02/", None),
        ("https://www.syriahr.com/date/2016/02/page/3/", None),
        ("https://www.syriahr.com/slug/", None),
    ],
)
def test_post_ids_are_read_from_addresses(url: str, post_id: int | None) -> None:
    assert dates.post_id_from_url(url) == post_id
