"""Tables of sites: presets, what an operator adds or changes, what is refused, and that all of it is documented."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tests.support.site import Reply, serving
from transforms.errors import SettingsError
from transforms.paths import PROJECT_DIR
from transforms.settings import Settings, load_settings
from transforms.sites import RouteName, SiteSettings, preset_sites
from transforms.sources import FilesSource, HandoverSource, HttpClient, WordPressSource, open_source
from transforms.sources.routes import ROUTES

EXAMPLE = '[sites.example]\nbase_url = "https://www.example.org"\n'
DOCS = (PROJECT_DIR / "docs" / "fetching.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file of an empty working directory; it does not exist yet."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "marsad.toml"


def keys(model: type[BaseModel] = SiteSettings, before: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every key of a site's table, those of inner tables with the table's name before them."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from keys(field.annotation, f"{name}.")
        else:
            yield before + name, field


# --- presets and additions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "language"), [("sohr-ar", "ar"), ("sohr-en", "en")])
def test_both_editions_are_preset(name: str, language: str) -> None:
    assert load_settings().sites[name].language == language


def test_without_any_setting_the_arabic_edition_is_the_source() -> None:
    assert load_settings().site.base_url == "https://www.syriahr.com"


def test_a_preset_is_asked_by_rest_first_and_by_further_routes() -> None:
    source = open_source(load_settings())

    assert (isinstance(source, HandoverSource), source.route) == (True, "wordpress_rest")


def test_another_wordpress_site_is_two_lines(file: Path) -> None:
    file.write_text(EXAMPLE)
    source = open_source(load_settings(source="example"))

    assert (source.name, isinstance(source, WordPressSource)) == ("example", True)


def test_a_table_changes_single_keys_of_a_preset(file: Path) -> None:
    file.write_text("[sites.sohr-ar]\nrequests_per_second = 0.2\n")
    site = load_settings().sites["sohr-ar"]

    assert (site.requests_per_second, site.base_url) == (0.2, "https://www.syriahr.com")


def test_presets_stay_beside_sites_that_are_added(file: Path) -> None:
    file.write_text(EXAMPLE)

    assert set(load_settings().sites) == {"example", "sohr-ar", "sohr-en"}


def test_sites_may_stand_in_the_environment_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_SITES", json.dumps({"example": {"base_url": "https://www.example.org"}}))

    assert load_settings().sites["example"].routes == ("wordpress_rest",)


def test_an_address_stands_in_place_of_the_table() -> None:
    source = open_source(load_settings(source_url="https://www.example.org"))

    assert (source.name, isinstance(source, WordPressSource)) == ("sohr-ar", True)


def test_a_folder_is_read_as_files(tmp_path: Path) -> None:
    assert isinstance(open_source(load_settings(source_url=tmp_path.as_uri())), FilesSource)


def test_every_route_that_a_table_may_name_can_be_loaded() -> None:
    assert {name: bool(ROUTES[name].load()) for name in get_args(RouteName)} == dict.fromkeys(ROUTES, True)


# --- what is in force for a site ---------------------------------------------------------------------------------


def test_a_site_may_name_a_contact_of_its_own() -> None:
    with serving(lambda *_: Reply(200, b"x")) as asked:
        site = SiteSettings(base_url=asked.url, contact="site@example.org")
        HttpClient.for_site(site, load_settings(contact="all@example.org"), keeps=False).get(asked.url)

    assert all("site@example.org" in agent for agent in asked.user_agents)


def test_the_budget_of_a_site_is_its_own_or_the_general_one() -> None:
    settings = load_settings(max_requests=7, max_total_bytes=9)
    site = SiteSettings(base_url="https://www.example.org")
    own = site.model_copy(update={"budget": site.budget.model_copy(update={"requests": 3, "megabytes": 2})})
    budgets = [HttpClient.for_site(one, settings).budget for one in (site, own)]

    assert [(b.max_requests, b.max_bytes) for b in budgets] == [(7, 9), (3, 2_000_000)]


# --- what is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('[sites.a]\nbase_url = "https://a.org"\nbas_url = "x"\n', r"sites\.a\.bas_url"),
        ('[sites.a]\nlanguage = "ar"\n', r"sites\.a\.base_url"),
        ('[sites.a]\nbase_url = "www.example.org"\n', "an http"),
        ('[sites.a]\nbase_url = "https://[x"\n', "an http"),
        ('[sites.a]\nbase_url = "https://a.org"\nroutes = ["gopher"]\n', r"sites\.a\.routes"),
        ('[sites.a]\nbase_url = "https://a.org"\nroutes = []\n', "at least one route"),
        ('[sites.a]\nbase_url = "https://a.org"\nroutes = ["feed", "feed"]\n', "each once"),
        ('[sites.a]\nbase_url = "https://a.org"\nallowed_hosts = ["https://b.org"]\n', "a host is written"),
        ('[sites.a]\nbase_url = "https://a.org"\nrequests_per_second = 0\n', "requests_per_second"),
        ('[sites.a]\nbase_url = "https://a.org"\nbudget = { requests = -1 }\n', r"budget\.requests"),
        ('[sites."../a"]\nbase_url = "https://a.org"\n', "no name for a site"),
        ("sites = 3\n", "sites"),
        ("[sites]\na = 3\n", r"sites\.a"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused_in_one_line(file: Path, table: str, told: str) -> None:
    file.write_text(table)

    with pytest.raises(SettingsError, match=told) as raised:
        load_settings()

    assert "\n" not in str(raised.value)


def test_a_password_in_an_address_is_not_repeated(file: Path) -> None:
    file.write_text('[sites.a]\nbase_url = "ftp://user:hidden@example.org"\n')

    with pytest.raises(SettingsError) as raised:
        load_settings()

    assert "hidden" not in str(raised.value)


def test_a_site_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(SettingsError, match="'nobody'; known are sohr-ar, sohr-en"):
        open_source(load_settings(source="nobody"))


@pytest.mark.parametrize(("route", "told"), [("warc", "has no files"), ("files", "has no folder")])
def test_a_single_route_without_what_it_needs_is_refused(file: Path, route: str, told: str) -> None:
    file.write_text(f'{EXAMPLE}routes = ["{route}"]\n')

    with pytest.raises(SettingsError, match=told):
        open_source(load_settings(source="example"))


# --- the documentation -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "field"), list(keys()), ids=lambda value: value if isinstance(value, str) else "")
def test_every_key_is_documented_with_its_default(key: str, field: FieldInfo) -> None:
    row = re.search(rf"^\| `{re.escape(key)}` \| (.+?) \| {re.escape(field.description or '-')} \|$", DOCS, re.M)
    assert row
    default = field.get_default(call_default_factory=True)
    if not field.is_required() and default is not None:
        told = list(default) if isinstance(default, tuple) else default
        assert row[1] == f"`{json.dumps(told)}`"


def test_no_key_is_documented_that_does_not_exist() -> None:
    documented = re.findall(r"^\| `([a-z_.]+)` \| .+ \| .+ \|$", DOCS.split("| key |")[1].split("\n\n")[0], re.M)
    assert documented == [key for key, _ in keys()]


@pytest.mark.parametrize("name", preset_sites())
def test_a_preset_is_documented_as_it_is(name: str) -> None:
    site = preset_sites()[name]
    routes, hosts = (", ".join(f"`{value}`" for value in values) for values in (site.routes, site.allowed_hosts))
    assert f"| `{name}` | `{site.base_url}` | `{site.language}` | {routes} | {hosts} |" in DOCS


def test_the_tables_of_the_documentation_are_taken() -> None:
    blocks = re.findall(r"(?:^    .*\n|^\n)+", DOCS, re.M)
    tables = [block for block in blocks if "[sites." in block]
    for block in tables:
        Settings(**tomllib.loads(re.sub(r"^    ", "", block, flags=re.M)))

    assert len(tables) == 2


@pytest.mark.parametrize("route", get_args(RouteName))
def test_every_route_is_documented(route: str) -> None:
    assert f"| `{route}` |" in DOCS
