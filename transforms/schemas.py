"""The lake's tables, declared once: column names, Arrow types, and what each column means.

From these come the Parquet files, the empty tables that a build over an empty lake reads, and the data dictionary.
Field metadata holds the description under the key `description`.

Layout of the lake (hive-partitioned by publication day in Asia/Damascus):

    raw_pages/date=2016-02-25/<name>.parquet          append only, several objects a day, never rewritten
    sightings/date=2016-02-25/<name>.parquet          append only, only where a page was put back or is gone
    reports/date=2016-02-25/reports.parquet           one object a day, replaced as a whole
    quarantine/date=2016-02-25/quarantine.parquet     one object a day, replaced as a whole, only where needed

Beside them lies state/, small JSON objects that only save work: which days were listed in full, what the reports of a
day were read from, since when a source was asked for changes. Without it everything is asked and read again.
"""

from __future__ import annotations

import pyarrow as pa


def _field(name: str, kind: pa.DataType, description: str, *, nullable: bool = True) -> pa.Field:
    return pa.field(name, kind, nullable=nullable, metadata={"description": description})


_TIME = pa.timestamp("us", tz="UTC")
_STRINGS = pa.list_(pa.string())

RAW_PAGES = pa.schema(
    [
        _field("page_id", pa.string(), "Stable name of the page in its source: the post id where there is one, else the URL's sha256", nullable=False),
        _field("source", pa.string(), "Name of the configured source", nullable=False),
        _field("route", pa.string(), "Kind of source that served it, e.g. wordpress_rest, files", nullable=False),
        _field("url", pa.string(), "Address that was asked, without secrets", nullable=False),
        _field("post_id", pa.int64(), "The publishing system's number of the post"),
        _field("published_date", pa.date32(), "Publication day in Asia/Damascus: the partition", nullable=False),
        _field("http_status", pa.int32(), "HTTP status of the answer; null for files"),
        _field("headers", pa.string(), "Answer headers as a JSON object; null for files"),
        _field("content_type", pa.string(), "Media type as told by the source, or guessed from the file name"),
        _field("body", pa.binary(), "The bytes as they came; of a REST answer the bytes of this post", nullable=False),
        _field("body_sha256", pa.string(), "Hex sha256 of body: with source and page_id the version's identity", nullable=False),
        _field("fetched_at", _TIME, "When the bytes came", nullable=False),
    ]
)  # fmt: skip

SIGHTINGS = pa.schema(
    [
        _field("page_id", pa.string(), "As in raw_pages", nullable=False),
        _field("source", pa.string(), "Name of the configured source", nullable=False),
        _field("route", pa.string(), "Kind of source that was asked", nullable=False),
        _field("published_date", pa.date32(), "Publication day: the partition", nullable=False),
        _field("body_sha256", pa.string(), "The stored version that the page shows again; null where the source's full list of the day lacks the page"),
        _field("seen_at", _TIME, "When that was seen", nullable=False),
    ]
)  # fmt: skip

PLACE = pa.struct(
    [
        _field("pcode", pa.string(), "OCHA P-code; null where the name is not in the gazetteer"),
        _field("level", pa.string(), "governorate, district, subdistrict, community, neighbourhood or feature"),
        _field("name_ar", pa.string(), "Arabic name of the resolved place, else the name as written"),
        _field("name_en", pa.string(), "English name of the resolved place"),
        _field("admin1_pcode", pa.string(), "Governorate"),
        _field("admin2_pcode", pa.string(), "District"),
        _field("admin3_pcode", pa.string(), "Subdistrict"),
        _field("latitude", pa.float64(), "Degrees north, WGS 84"),
        _field("longitude", pa.float64(), "Degrees east, WGS 84"),
        _field("geo_precision", pa.int8(), "1 the place itself, 2 near it or part of a known area, 3 only a region"),
        _field("relation", pa.string(), "in or near"),
        _field("surface", pa.string(), "The name as the report writes it"),
        _field("candidates", _STRINGS, "P-codes that remained possible, best first; empty where only one fits"),
    ]
)

EVIDENCE = pa.struct(
    [
        _field("sentence_index", pa.int32(), "Number of the clause in the report, from 0"),
        _field("start", pa.int32(), "First character in the report's body"),
        _field("end", pa.int32(), "Character after the last"),
        _field("text", pa.string(), "body[start:end]"),
    ]
)

CONTROL = pa.struct(
    [
        _field("taken_by", pa.string(), "Actor id of the taker"),
        _field("taken_from", pa.string(), "Actor id of the loser"),
        _field("extent", pa.string(), "full or partial"),
        _field("change", pa.string(), "capture, recapture, withdrawal or handover"),
        _field("places_low", pa.int32(), "Least number of unnamed places taken"),
    ]
)

BREAKDOWN_PART = pa.struct(
    [
        _field("kind", pa.string(), "child, woman, civilian, fighter, commander, ..."),
        _field("n", pa.int32(), "Number of people; null for an indefinite plural"),
        _field("side", pa.string(), "Actor id of these people"),
        _field("civilian_status", pa.string(), "civilian, combatant, mixed or unknown"),
    ]
)

CASUALTY = pa.struct(
    [
        _field("outcome", pa.string(), "killed, wounded, captured or missing"),
        _field("side", pa.string(), "Actor id of the people harmed; null for civilians and where not said"),
        _field("civilian_status", pa.string(), "civilian, combatant, mixed or unknown"),
        _field("low", pa.int32(), "Lowest number that the text supports"),
        _field("best", pa.int32(), "Best number, null where the text gives none"),
        _field("high", pa.int32(), "Highest number, null where open"),
        _field("qualifier", pa.string(), "How the number is said, codebook section 7"),
        _field("confirmed", pa.bool_(), "False for 'reports of' and 'information about'"),
        _field("scope", pa.string(), "incident, day or campaign"),
        _field("breakdown", pa.list_(BREAKDOWN_PART), "Parts of the number, never added to it"),
        _field("evidence", EVIDENCE, "Where the number stands"),
    ]
)

EVENT = pa.struct(
    [
        _field("event_id", pa.string(), "Stable hash of report, evidence span, type and first place"),
        _field("event_type", pa.string(), "Codebook section 2"),
        _field("acled_sub_event_type", pa.string(), "ACLED sub-event type it maps to"),
        _field("weapon", pa.string(), "Weapon, where said"),
        _field("actors", _STRINGS, "Actor ids of the side that acted"),
        _field("targets", _STRINGS, "Actor ids of the other side"),
        _field("actor_certainty", pa.string(), "certain or probable ('believed to be Russian')"),
        _field("places", pa.list_(PLACE), "Places joined under one verb"),
        _field("admin1_pcode", pa.string(), "Governorate of the event: of its places, else of its dateline"),
        _field("event_date_start", pa.date32(), "First day, Asia/Damascus"),
        _field("event_date_end", pa.date32(), "Last day, Asia/Damascus"),
        _field("date_precision", pa.int8(), "1 the day, 2 up to a week, 3 longer or unknown"),
        _field("date_surface", pa.string(), "The words that date it"),
        _field("status", pa.string(), "confirmed, reported or attempted"),
        _field("is_background", pa.bool_(), "Old news: kept, never counted"),
        _field("no_casualty_statement", pa.bool_(), "The text says that losses are not known; not the same as zero"),
        _field("late_death", pa.bool_(), "A death from earlier wounds"),
        _field("original_date", pa.date32(), "Day of the wounding, where named"),
        _field("control", CONTROL, "Null unless event_type is control_change"),
        _field("casualties", pa.list_(CASUALTY), "People harmed"),
        _field("evidence", EVIDENCE, "The clause that says so"),
        _field("rule_id", pa.string(), "Rule of the extractor that produced the event"),
    ]
)

REPORTS = pa.schema(
    [
        _field("report_id", pa.string(), "{source}:{post_id}, or {source}:{content hash}", nullable=False),
        _field("source", pa.string(), "Name of the configured source", nullable=False),
        _field("post_id", pa.int64(), "The publishing system's number of the post"),
        _field("revision", pa.int32(), "1 for the first version read, then counting; by content, not by fetch", nullable=False),
        _field("is_current", pa.bool_(), "True for the newest revision of the report", nullable=False),
        _field("url", pa.string(), "Address of the article"),
        _field("title", pa.string(), "Title as plain text", nullable=False),
        _field("published_at", _TIME, "Publication time"),
        _field("published_date", pa.date32(), "Publication day in Asia/Damascus", nullable=False),
        _field("published_date_basis", pa.string(), "metadata, url, post_id, text, given or unknown", nullable=False),
        _field("modified_at", _TIME, "Last change at the source"),
        _field("language", pa.string(), "ar or en", nullable=False),
        _field("view_count", pa.int64(), "Views printed on the page"),
        _field("body", pa.string(), "Text that all offsets count in", nullable=False),
        _field("content_sha256", pa.string(), "Hex sha256 of the normalised title and body", nullable=False),
        _field("parser_version", pa.string(), "Version of page reading and extraction", nullable=False),
        _field("warnings", _STRINGS, "Contradictions found while reading"),
        _field("raw_sha256", pa.string(), "body_sha256 of the raw page it was read from", nullable=False),
        _field("fetched_at", _TIME, "When that raw page was fetched", nullable=False),
        _field("seen_at", _TIME, "When a page with this content was last stored, or seen again after it had shown another one"),
        _field("is_listed", pa.bool_(), "False where the source's newest full list of the day lacks every page with this content"),
        _field("shown_at", pa.list_(_TIME), "When pages with this content were stored or seen again, oldest first"),
        _field("gone_at", pa.list_(_TIME), "When the source was found to show no page with this content any more, oldest first"),
        _field("current_changed_at", pa.list_(_TIME), "When is_current changed, oldest first: it became true, then false, and so on"),
        _field("listed_changed_at", pa.list_(_TIME), "When is_listed changed, oldest first: it became true, then false, and so on"),
        _field("events", pa.list_(EVENT), "Events of this revision", nullable=False),
    ]
)  # fmt: skip

QUARANTINE = pa.schema(
    [
        _field("page_id", pa.string(), "As in raw_pages", nullable=False),
        _field("source", pa.string(), "Name of the configured source", nullable=False),
        _field("url", pa.string(), "Address that was asked", nullable=False),
        _field("published_date", pa.date32(), "Publication day: the partition", nullable=False),
        _field("reason", pa.string(), "Stable word, see transforms.errors.QUARANTINE_REASONS", nullable=False),
        _field("message", pa.string(), "What was found instead", nullable=False),
        _field("body", pa.binary(), "The bytes as they came", nullable=False),
        _field("raw_sha256", pa.string(), "body_sha256 of the raw page", nullable=False),
        _field("fetched_at", _TIME, "When that raw page was fetched", nullable=False),
        _field("parser_version", pa.string(), "Version that could not read it", nullable=False),
    ]
)

TABLES = {"raw_pages": RAW_PAGES, "sightings": SIGHTINGS, "reports": REPORTS, "quarantine": QUARANTINE}
