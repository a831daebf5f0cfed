"""Settings: `intreccio.toml` of the workspace, then the environment (`INTRECCIO_GRAPH`, `INTRECCIO_API__HOST`)."""

import csv
import tomllib
from pathlib import Path
from typing import Literal

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from graph.errors import SettingsInvalid

CONFIG_NAME = "intreccio.toml"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ApiSettings(_Section):
    """Where the server listens; any address but loopback needs a token."""

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65535)
    token: SecretStr | None = None


class LimitSettings(_Section):
    """What a file and a query may cost.

    `unpacked_mb` bounds what a docx, odt or xlsx unpacks to; `read_seconds` is the longest that reading may take for
    one page (or for a whole file without pages), `read_memory_mb` what the process that reads a document may use.
    """

    file_mb: int = Field(100, ge=1)
    register_mb: int = Field(2000, ge=1)
    unpacked_mb: int = Field(1000, ge=1)
    read_seconds: float = Field(30.0, gt=0)
    read_memory_mb: int = Field(2048, ge=256)
    pages: int = Field(3000, ge=1)
    query_seconds: float = Field(5.0, gt=0)
    query_rows: int = Field(10_000, ge=1)
    query_memory_mb: int = Field(1024, ge=128)


class LanguageSettings(_Section):
    """Which model reads: the workspace's own training where there is one, or always the bundled model.

    `names`: an installed spaCy pipeline whose names of persons, places and organisations are added.
    """

    model: Literal["workspace", "bundled"] = "workspace"
    names: str = ""


class AreaSettings(_Section):
    """An area of the team's frame, and what else it is called."""

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()


class FrameSettings(_Section):
    """What the team looks at, whatever the documents name; `areas` may be a csv of names, each with its aliases.

    `young` and `senior` are names of bands (graph/data/generations.toml).
    """

    areas: tuple[AreaSettings, ...] | str = ()
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    young: str = "14-35"
    senior: str = "65+"


class Settings(BaseSettings):
    """All settings of a workspace. Unknown keys are refused, so that a typing error is seen."""

    model_config = SettingsConfigDict(env_prefix="INTRECCIO_", env_nested_delimiter="__", extra="forbid", frozen=True)

    name: str = "Intreccio"
    territory: str | None = None
    graph: str = "kglite:///graph.kgl"
    graph_user: str = "neo4j"
    graph_password: SecretStr | None = None
    api: ApiSettings = ApiSettings()
    limits: LimitSettings = LimitSettings()
    language: LanguageSettings = LanguageSettings()
    frame: FrameSettings = FrameSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - as pydantic calls it
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as pydantic calls it
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as pydantic calls it
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file, whose values come in as arguments."""
        return env_settings, init_settings


def load_settings(config: Path | None) -> Settings:
    """Settings of the workspace whose config file this is; of the environment alone when None.

    Raises `SettingsInvalid` with the key that is wrong.
    """
    try:
        values = tomllib.loads(config.read_text(encoding="utf-8")) if config else {}
        return Settings(**values)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsInvalid(f"not readable as TOML: {error}.", where=str(config)) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsInvalid(
            f"{key}: {first['msg']}.", where=str(config or "environment"), hint="Correct or remove the line."
        ) from error


def read_areas(path: Path) -> tuple[AreaSettings, ...]:
    """Areas of a csv (comma or semicolon): a header, then a name and its aliases a line. Raises `SettingsInvalid`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"frame.areas: not readable: {error}.", where=str(path)) from error
    header = text.partition("\n")[0]
    rows = csv.reader(text.splitlines()[1:], delimiter=";" if ";" in header else ",")
    cells = ([cell.strip() for cell in row if cell.strip()] for row in rows)
    return tuple(AreaSettings(name=row[0], aliases=tuple(row[1:])) for row in cells if row)


def set_setting(config: Path, section: str, key: str, value: str) -> None:
    """Changes one line of a workspace's config file; all else in it stays. Raises `SettingsInvalid`."""
    try:
        document = tomlkit.parse(config.read_text(encoding="utf-8"))
    except (tomlkit.exceptions.ParseError, UnicodeDecodeError, OSError) as error:
        raise SettingsInvalid(f"not readable as TOML: {error}.", where=str(config)) from error
    document.setdefault(section, tomlkit.table())[key] = value
    config.write_text(tomlkit.dumps(document), encoding="utf-8")
