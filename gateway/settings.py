"""What the gateway is told from outside, besides what every process is."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from chassis.settings import ProcessSettings

CORS_HEADERS = (
    "authorization",
    "content-type",
    "traceparent",
    "if-none-match",
    "apollographql-client-name",
    "apollographql-client-version",
)


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
    explain_execution: bool = Field(default=False, description="Whether answers say why they were resolved")
    cors_origins: tuple[str, ...] = Field(default=(), description="Sites whose pages may ask, exactly")
    cors_headers: tuple[str, ...] = Field(default=CORS_HEADERS, description="What those pages may send")
    cors_seconds: int = Field(default=3600, ge=0, description="How long a browser remembers that it may")
    compress_bytes_min: int = Field(default=8192, ge=0, description="Smaller answers go out as they are")
    trusted_documents: Path | None = Field(default=None, description="Manifest of shipped clients' documents")
    trusted_documents_only: bool = Field(default=False, description="Whether nothing else is taken")
    request_bytes_max: int = Field(default=256 * 1024, ge=1024)
    body_seconds_max: float = Field(default=10.0, gt=0, description="A body that comes slower is refused")
    operation_seconds_max: float = Field(default=15.0, gt=0, description="Then it is answered with an error")
    operations_running_max: int = Field(default=32, ge=1, description="At once, in this process")
    operations_waiting_max: int = Field(default=128, ge=0, description="More are refused with 503 at once")
    operations_of_client_max: int = Field(default=32, ge=1, description="Of one token's subject at once")
    new_documents_a_minute_max: int = Field(default=120, ge=1, description="Texts unseen before, of a client")
    refusals_a_second_max: int = Field(default=50, ge=1, description="More are answered half a second later")
    cache_bytes_max: int = Field(
        default=64 * 1024 * 1024, ge=0, description="Of answers kept that every caller of a role gets alike"
    )
    row_texts_bytes_max: int = Field(
        default=128 * 1024 * 1024, ge=0, description="Of rows' texts that are remembered while rows stand"
    )
    query_tokens_max: int = Field(default=1000, ge=1)
    query_depth_max: int = Field(default=14, ge=1)
    query_aliases_max: int = Field(default=30, ge=0)
    query_root_fields_max: int = Field(default=20, ge=1)
    query_directives_max: int = Field(default=30, ge=0)
    query_repeats_max: int = Field(default=20, ge=0)
    query_cost_max: int = Field(default=50_000, ge=1, description="Values that an answer may hold")
    subscriptions_max: int = Field(default=5000, ge=1, description="Open at a time in one process")
    subscriptions_per_connection_max: int = Field(default=50, ge=1)
    connections_of_client_max: int = Field(default=32, ge=1, description="Subscribers of one token's subject")
    subscriber_messages_max: int = Field(default=256, ge=1, description="More waiting ones: too slow")
    connection_seconds_max: float = Field(default=3600.0, gt=0, description="Then a subscriber reconnects")

    @model_validator(mode="after")
    def _only_what_there_is(self) -> Self:
        if self.trusted_documents_only and self.trusted_documents is None:
            raise ValueError("KERVAN_TRUSTED_DOCUMENTS_ONLY needs KERVAN_TRUSTED_DOCUMENTS")
        return self
