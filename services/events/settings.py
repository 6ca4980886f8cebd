"""What the environment says: of orientations and reminders, where the pages are, who takes the mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from functools import cache
from uuid import UUID

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from chassis.clock import ISTANBUL
from chassis.settings import SecretFiles
from contracts.vocabulary import DeadlineKind
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


class ReminderSettings(BaseSettings):
    """How many days before a deadline somebody is reminded, prefixed ``KERVAN_REMINDER_``."""

    model_config = SettingsConfigDict(env_prefix="KERVAN_REMINDER_", extra="ignore")

    call_closes_days: int = Field(default=3, ge=0)
    offer_reply_days: int = Field(default=2, ge=0)
    stay_ends_days: int = Field(default=14, ge=0)
    instalment_due_days: int = Field(default=7, ge=0)
    follow_up_due_days: int = Field(default=7, ge=0)
    project_due_days: int = Field(default=7, ge=0)
    event_task_due_days: int = Field(default=7, ge=0)
    task_due_days: int = Field(default=14, ge=0)

    def leads(self) -> Mapping[DeadlineKind, timedelta]:
        days = {
            DeadlineKind.CALL_CLOSES: self.call_closes_days,
            DeadlineKind.OFFER_REPLY: self.offer_reply_days,
            DeadlineKind.STAY_ENDS: self.stay_ends_days,
            DeadlineKind.INSTALMENT_DUE: self.instalment_due_days,
            DeadlineKind.FOLLOW_UP_DUE: self.follow_up_due_days,
            DeadlineKind.PROJECT_DUE: self.project_due_days,
            DeadlineKind.EVENT_TASK_DUE: self.event_task_due_days,
            DeadlineKind.TASK_DUE: self.task_due_days,
        }
        return {kind: timedelta(days=count) for kind, count in days.items()}


class VisitSettings(BaseSettings):
    """How long guests of visits are known by name, prefixed ``KERVAN_VISIT_``."""

    model_config = SettingsConfigDict(env_prefix="KERVAN_VISIT_", extra="ignore")

    guests_kept_days: int = Field(default=365, ge=0, description="After the visit's last day")


class PagesSettings(BaseSettings):
    """``KERVAN_PAGES_URL``: the address outside, before ``/announcements``, ``/certificates``, ``/mails``."""

    model_config = SettingsConfigDict(env_prefix="KERVAN_PAGES_", extra="ignore")

    url: str = Field(default="http://127.0.0.1:8404", pattern=r"^https?://[^\s/]+$")


@cache
def pages_url() -> str:
    return PagesSettings().url


def unsubscribing_address(token: UUID) -> str:
    """Where a mail's reader takes their consent back."""
    return f"{pages_url()}/mails/{token}/unsubscribe"


def verifying_address(code: str) -> str:
    """Where anybody learns whether a certificate is the office's."""
    return f"{pages_url()}/certificates/{code}"


class PostSettings(BaseSettings):
    """The mail server, prefixed ``KERVAN_SMTP_``. Without a host mails wait."""

    model_config = SettingsConfigDict(
        env_prefix="KERVAN_SMTP_", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    host: str | None = None
    port: int = 25
    starttls: bool = True
    user: str | None = None
    password: SecretStr = Field(
        default=SecretStr(""), description="Or KERVAN_SMTP_PASSWORD_FILE names a file"
    )
    sender: str = Field(default="kervan@localhost", pattern=r"^[^@\s]+@[^@\s]+$")
    seconds_max: float = Field(default=20.0, gt=0, le=60, description="For each step of the conversation")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, SecretFiles(settings_cls)
