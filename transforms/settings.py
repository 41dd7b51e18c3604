"""All settings in one typed object, from the environment (`MARSAD_*`) or `marsad.toml` in the working directory.

The environment wins over the file, the file over the defaults. S3 credentials are not settings of Marsad: boto3 finds
them where every AWS tool does (environment, profile, role). `marsad doctor` lists what is in force.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from transforms.clock import SITE_TIME_ZONE
from transforms.errors import SettingsError

__all__ = ["SITE_TIME_ZONE", "Settings", "load_settings"]


class Settings(BaseSettings):
    """What an operator can set. Every field is `MARSAD_<NAME>` in the environment."""

    model_config = SettingsConfigDict(env_prefix="MARSAD_", toml_file="marsad.toml", extra="forbid", frozen=True)

    data_dir: Path = Field(Path("data"), description="Folder of the lake, the warehouse and Dagster's home")
    lake_uri: str | None = Field(None, description="s3://bucket/prefix or a folder; default: lake/ in data_dir")
    source: str = Field("sohr-ar", description="Name under which reports are stored")
    source_url: str = Field(
        "https://www.syriahr.com", description="Base address of a WordPress site, or file:///folder"
    )
    contact: str = Field("", description="Mail address or URL that the user agent names, so that a site can complain")
    engine: str = Field("local", description="Where pages are read: local, or sc://host:port of Spark Connect")
    requests_per_second: float = Field(1.0, gt=0, description="Rate limit per host")
    request_timeout_seconds: float = Field(30.0, gt=0, description="Time to connect and between two reads")
    max_retries: int = Field(5, ge=0, description="Tries after the first, of transient failures only")
    max_body_bytes: int = Field(50_000_000, gt=0, description="Largest answer that is taken, decompressed")
    allow_private_hosts: bool = Field(False, description="Allow addresses of this machine and private networks")

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
    def dagster_home(self) -> Path:
        """Dagster's run history."""
        return self.data_dir / "dagster"


def load_settings(**overrides: object) -> Settings:
    """Read the settings in force.

    Args:
        **overrides: fields that win over environment and file; None means not given.

    Raises:
        SettingsError: a value is malformed; names the field and the value.
    """
    try:
        return Settings(**{k: v for k, v in overrides.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, e['loc']))}: {e['msg']}"
            + ("" if e["type"] == "extra_forbidden" else f" (got {e['input']!r})")  # an unknown one may be a secret
            for e in error.errors()
        )
        raise SettingsError(f"settings: {problems}", hint="see `marsad doctor` for the names") from error
