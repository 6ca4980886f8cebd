"""What a process is told from outside: the environment, prefixed ``KERVAN_``."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.http.strangers import A_MINUTE_MAX


class ProcessSettings(BaseSettings):
    """Addresses, identity and bounds of one process. Secrets come from here only."""

    model_config = SettingsConfigDict(env_prefix="KERVAN_", extra="ignore")

    database_url: str
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
