"""What an operator may set about telemetry."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class TelemetrySettings(BaseSettings):
    """From the environment: ``KERVAN_TRACES_DIR``, ``KERVAN_TRACE_RATIO``, ``KERVAN_LOG_LEVEL`` and
    OpenTelemetry's own ``OTEL_EXPORTER_OTLP_ENDPOINT`` (the collector's base address)."""

    model_config = SettingsConfigDict(
        env_prefix="KERVAN_", populate_by_name=True, env_ignore_empty=True, extra="ignore"
    )

    traces_dir: Path | None = None
    trace_ratio: float = Field(default=1.0, ge=0.0, le=1.0)
    log_level: str = "INFO"
    otlp_endpoint: str | None = Field(default=None, validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")
