"""The office's payment plan, as its setting."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.finance.domain.instalments import PaymentPlan


class PlanSettings(BaseSettings):
    """``KERVAN_ADVANCE_PERCENT``: the first instalment, 70 to 100 % of the grant (S30)."""

    model_config = SettingsConfigDict(env_prefix="KERVAN_", extra="ignore")

    advance_percent: int = Field(default=80, ge=70, le=100)

    @property
    def plan(self) -> PaymentPlan:
        return PaymentPlan(self.advance_percent)
