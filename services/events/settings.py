"""What the office decides about orientations: the environment, prefixed ``KERVAN_ORIENTATION_``."""

from __future__ import annotations

from datetime import time, timedelta

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.clock import ISTANBUL
from services.events.domain.orientation import OrientationRule


class OrientationSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="KERVAN_ORIENTATION_", extra="ignore")

    places: int = Field(default=25, ge=1)
    weeks_before: int = Field(default=3, ge=0, description="Before the first day of the stays")
    notice_days: int = Field(default=14, ge=1, description="For a call that does not say when stays begin")
    at: time = time(14)
    hours: int = Field(default=3, ge=1, le=12)
    venue: str = "Uluslararası Ofis Konferans Salonu / International Office Conference Hall"

    def rule(self) -> OrientationRule:
        return OrientationRule(
            places=self.places,
            weeks_before=self.weeks_before,
            notice_days=self.notice_days,
            at=self.at,
            length=timedelta(hours=self.hours),
            venue=self.venue,
            zone=ISTANBUL,
        )
