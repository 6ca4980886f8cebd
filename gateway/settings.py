"""What the gateway is told from outside, besides what every process is."""

from __future__ import annotations

from pydantic import Field

from chassis.settings import ProcessSettings


class GatewaySettings(ProcessSettings):
    """Where the services are, and the bounds of what one request may ask."""

    agreements_url: str = "http://127.0.0.1:8001"
    mobility_url: str = "http://127.0.0.1:8002"
    finance_url: str = "http://127.0.0.1:8003"
    events_url: str = "http://127.0.0.1:8004"
    command_seconds_max: float = Field(default=10.0, gt=0, description="A service that takes longer is down")
    view_wait_seconds_max: float = Field(default=2.0, ge=0, description="Then the answer says stale: true")
    introspection: bool = Field(default=True, description="Whether clients may read the schema")
    graphiql: bool = Field(default=False, description="Whether a browser gets the query editor")
    request_bytes_max: int = Field(default=256 * 1024, ge=1024)
    query_tokens_max: int = Field(default=3000, ge=1)
    query_depth_max: int = Field(default=14, ge=1)
    query_aliases_max: int = Field(default=30, ge=0)
    subscriptions_max: int = Field(default=5000, ge=1, description="Open at a time in one process")
    subscriptions_per_connection_max: int = Field(default=50, ge=1)
    subscriber_messages_max: int = Field(default=256, ge=1, description="More waiting ones: too slow")
    connection_seconds_max: float = Field(default=3600.0, gt=0, description="Then a subscriber reconnects")
