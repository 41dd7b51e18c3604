"""All settings in one typed object, from the environment (`MARSAD_*`) or `marsad.toml` in the working directory.

The environment wins over the file, the file over the defaults. Sites are tables of the file, `[sites.NAME]`
(`transforms.sites`); docs/fetching.md has them all. S3 credentials are not settings of Marsad: boto3 finds
them where every AWS tool does (environment, profile, role). `marsad doctor` lists what is in force.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from transforms.clock import SITE_TIME_ZONE
from transforms.errors import SettingsError
from transforms.lake_address import check_data_folder, check_lake_address
from transforms.paths import SEEDS_DIR
from transforms.sites import SiteSettings, preset_sites, with_presets

__all__ = ["SITE_TIME_ZONE", "Settings", "SoundSettings", "load_settings", "load_sound_settings"]

FILE = "marsad.toml"
_ADDRESSES = frozenset({"lake_uri", "source_url", "engine", "sites"})
"""Fields whose values may hold a password: a malformed one is not repeated."""
_OWN = "marsad"
_HINT = "see `marsad doctor` for the names"


class Settings(BaseSettings):
    """What an operator can set. Every field is `MARSAD_<NAME>` in the environment."""

    model_config = SettingsConfigDict(
        env_prefix="MARSAD_", toml_file=FILE, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    data_dir: Path = Field(Path("data"), description="Folder of the lake, the warehouse and Dagster's home")
    lake_uri: str | None = Field(None, description="s3://bucket/prefix or a folder; default: lake/ in data_dir")
    source: str = Field("sohr-ar", description="Name of the site, under which its reports are stored")
    source_url: str | None = Field(
        None, description="Address of a WordPress site, or file:///folder, in place of the site's table"
    )
    sites: dict[str, SiteSettings] = Field(
        default_factory=preset_sites, description="Tables [sites.NAME] of marsad.toml, beside those that are preset"
    )
    contact: str = Field("", description="Mail address or URL that the user agent names, so that a site can complain")
    control_start: Path | None = Field(
        None, description="CSV of who held which place before the reports begin; default: the empty one of seeds/"
    )
    engine: str = Field("local", description="Where pages are read: local, or sc://host:port of Spark Connect")
    requests_per_second: float = Field(1.0, gt=0, description="Rate limit per host")
    request_timeout_seconds: float = Field(30.0, gt=0, description="Time to connect and between two reads")
    max_retries: int = Field(5, ge=0, description="Tries after the first, of transient failures only")
    max_body_bytes: int = Field(50_000_000, gt=0, description="Largest answer that is taken, decompressed")
    allow_private_hosts: bool = Field(
        False, description="Sites with public names may lie at addresses of this machine and of private networks"
    )
    max_requests: int = Field(100_000, gt=0, description="Requests a run and site, those tried again among them")
    max_total_bytes: int = Field(20_000_000_000, gt=0, description="Bytes of bodies a run and site, as they were sent")

    @field_validator("sites", mode="before")
    @classmethod
    def _over_presets(cls, value: Any) -> Any:
        return with_presets(value)

    @field_validator("lake_uri")
    @classmethod
    def _is_a_lake(cls, value: str | None) -> str | None:
        if value is not None:
            _checked(check_lake_address, value)
        return value

    @field_validator("data_dir")
    @classmethod
    def _can_be_read(cls, value: Path) -> Path:
        _checked(check_data_folder, str(value.absolute()))
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order of precedence: arguments, environment, file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def site(self) -> SiteSettings:
        """The table of the site that `source` names.

        Raises:
            SettingsError: there is none.
        """
        if self.source not in self.sites:
            raise SettingsError(
                f"there is no site {self.source!r}; known are {', '.join(sorted(self.sites))}",
                hint=f"add [sites.{self.source}] to {FILE}, or give an address by --source-url",
            )
        return self.sites[self.source]

    @property
    def lake(self) -> str:
        """Where the lake is: the URI as set, else the local folder."""
        return self.lake_uri or str(self.data_dir / "lake")

    @property
    def warehouse_path(self) -> Path:
        """The published DuckDB file."""
        return self.data_dir / "warehouse.duckdb"

    @property
    def build_dir(self) -> Path:
        """Where the next warehouse is built; may be deleted at any time."""
        return self.data_dir / "build"

    @property
    def answers_dir(self) -> Path:
        """Answers that sites let us keep, to ask whether they changed; may be deleted at any time."""
        return self.data_dir / "answers"

    @property
    def control_start_path(self) -> Path:
        """The CSV of starting states of the control timeline."""
        return self.control_start or SEEDS_DIR / "control_start.csv"

    @property
    def dagster_home(self) -> Path:
        """Dagster's run history."""
        return self.data_dir / "dagster"


def load_settings(**overrides: object) -> Settings:
    """Read the settings in force.

    Args:
        **overrides: fields that win over environment and file; None means not given.

    Raises:
        SettingsError: the file cannot be read, or a value is malformed; names the field, and the value where it can be
            no secret.
    """
    try:
        return Settings(**{k: v for k, v in overrides.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {_problem(e)}" for e in error.errors())
        raise SettingsError(f"settings: {problems}", hint=_HINT) from error
    except (OSError, ValueError) as error:  # of the file: no TOML, no UTF-8, no right to read it
        raise SettingsError(f"settings: {FILE} cannot be read: {_told(error)}", hint=_HINT) from error


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """The settings as far as they can be taken, to look at and not to run with.

    Attributes:
        settings: with defaults in place of what cannot be taken.
        unknown: fields whose value is not known: malformed, or possibly in a file that cannot be read.
        error: what `load_settings` says; None where nothing is wrong.
    """

    settings: Settings
    unknown: frozenset[str] = frozenset()
    error: SettingsError | None = None


def load_sound_settings() -> SoundSettings:
    """Read what can be taken of the settings, whatever is wrong with the rest."""
    try:
        return SoundSettings(load_settings())
    except SettingsError as error:
        cause = error.__cause__
        if isinstance(cause, ValidationError):
            unknown = frozenset(str(e["loc"][0]) for e in cause.errors()) & Settings.model_fields.keys()
            settings: Settings = _WithoutUnknownNames(**_defaults(unknown))
            return SoundSettings(settings, unknown, error)
        told = {name.upper() for name in os.environ}
        unknown = frozenset(name for name in Settings.model_fields if f"MARSAD_{name.upper()}" not in told)
        try:
            return SoundSettings(_WithoutFile(**_defaults(frozenset())), unknown, error)
        except ValidationError:
            return SoundSettings(Settings.model_construct(), frozenset(Settings.model_fields), error)


class _WithoutUnknownNames(Settings):
    model_config = SettingsConfigDict(extra="ignore")


class _WithoutFile(Settings):
    model_config = SettingsConfigDict(toml_file=None)


def _defaults(names: frozenset[str]) -> dict[str, Any]:
    return {name: Settings.model_fields[name].get_default(call_default_factory=True) for name in names}


def _checked(check: Callable[[str], None], value: str) -> None:
    """Run a check whose errors speak for themselves."""
    try:
        check(value)
    except SettingsError as error:
        raise PydanticCustomError(_OWN, "{told}", {"told": str(error)}) from None


def _problem(error: Mapping[str, Any]) -> str:
    hidden = (
        error["type"] in ("extra_forbidden", _OWN) or error["loc"][0] in _ADDRESSES
    )  # an unknown one may be a secret
    return error["msg"] if hidden else f"{error['msg']} (got {error['input']!r})"


def _told(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
