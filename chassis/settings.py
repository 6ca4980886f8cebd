"""What a process is told from outside: the environment, prefixed ``KERVAN_``."""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from chassis.http.strangers import A_MINUTE_MAX


class SecretFiles(PydanticBaseSettingsSource):
    """``KERVAN_DATABASE_URL_FILE=/run/secrets/database``: a secret from the file that the environment names.

    As orchestrators mount them, and as no listing of processes shows them.
    """

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Raises: OSError for a file that cannot be read."""
        prefix = self.config.get("env_prefix", "")
        named = os.environ.get(f"{prefix}{field_name}_file".upper())
        is_secret = field.annotation is SecretStr
        text = Path(named).read_text(encoding="utf-8").strip() if named and is_secret else None
        return text, field_name, False

    def __call__(self) -> dict[str, Any]:
        read = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in read.items() if value is not None}


class ProcessSettings(BaseSettings):
    """Addresses, identity and bounds of one process. Secrets come from here only, and are shown nowhere."""

    model_config = SettingsConfigDict(env_prefix="KERVAN_", extra="ignore", hide_input_in_errors=True)

    database_url: SecretStr = Field(description="With its password; or KERVAN_DATABASE_URL_FILE names a file")
    kafka_bootstrap: str
    http_host: str = "127.0.0.1"
    http_port: int = 8000
    http_unready_seconds: float = Field(
        default=0.0, ge=0, description="Stopping: still serves so long, unready, until no balancer sends more"
    )
    jwks: str
    issuer: str
    audience: str = "kervan"
    strangers_a_minute_max: int = Field(
        default=A_MINUTE_MAX, ge=1, description="Requests without a good token, of one address"
    )
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = Field(
        default=(), description="Networks whose X-Forwarded-For is believed; nobody's unless named"
    )
    database_pool_size: int = Field(default=16, ge=4)
    relay_rows_max: int = Field(default=2000, ge=1)
    relay_poll_seconds: float = Field(default=0.1, gt=0)
    consumer_records_max: int = Field(default=1000, ge=1)
    forget_seconds: float = Field(default=3600.0, gt=0, description="Between two sweeps of old rows")
    topics_ahead_allowed: bool = Field(
        default=False, description="Whether to go on though the topics tell of more than the tables"
    )
    parked_keys_max: int = Field(default=50, ge=1, description="More in ten minutes stop the consumer")

    @property
    def dsn(self) -> str:
        """The database's address as drivers take it, password and all."""
        return self.database_url.get_secret_value()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """No file of variables is read; what the environment says wins over the file it names."""
        return init_settings, env_settings, SecretFiles(settings_cls)
