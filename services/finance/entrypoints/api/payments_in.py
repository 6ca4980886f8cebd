"""What finance takes over HTTP about payments."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from contracts.vocabulary import PaymentChannel
from services.finance.application.payment_batches import Gathering
from services.finance.application.work import PayingAccount
from services.finance.entrypoints.api.models import Input


class GatheringIn(Input):
    channel: PaymentChannel
    due_by: date | None = Field(default=None, description="Only what is due by this day")

    def gathering(self, by: str) -> Gathering:
        return Gathering(self.channel, self.due_by, by)


class PayingAccountIn(Input):
    """The university's own account; ``bic`` where the bank asks for it."""

    holder: str = Field(min_length=3, max_length=140, examples=["Iğdır Üniversitesi"])
    iban: str = Field(pattern=r"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$", examples=["TR330006100519786457841326"])
    bic: str | None = Field(default=None, pattern=r"^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$")

    def account(self, budget_id: UUID, by: str, now: datetime) -> PayingAccount:
        return PayingAccount(budget_id, self.holder, self.iban, self.bic, by, now)
