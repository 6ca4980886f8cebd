"""What comes in and goes out about appeals."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from contracts.vocabulary import AppealStatus
from services.mobility.domain.appealing import Correction
from services.mobility.domain.application import Application
from services.mobility.entrypoints.api.application_models import VerificationIn
from services.mobility.entrypoints.api.inputs import Grade, Input

Words = Annotated[str, Field(min_length=1, max_length=2000)]


class AppealIn(Input):
    reason: Words


class RejectionIn(Input):
    answer: Words


class AcceptanceIn(Input):
    """What was wrong: a grade, a language score, or a line decided anew with its evidence."""

    answer: Words
    cgpa: Grade | None = Field(default=None, description="On the scale of the application")
    language_score: Grade | None = None
    verification: VerificationIn | None = None

    def correction(self, by: str, at: datetime) -> Correction:
        seen = None if self.verification is None else self.verification.verification(by, at)
        return Correction(self.cgpa, self.language_score, seen)


class AppealOut(BaseModel):
    """With its words: for the applicant, the faculty's coordinator and the office only. No appeal: nulls."""

    id: UUID
    version: int
    status: AppealStatus | None
    reason: str | None
    filed_at: datetime | None
    answer: str | None
    decided_at: datetime | None
    score: Decimal | None
    rank: int | None

    @classmethod
    def of(cls, application: Application) -> "AppealOut":
        appeal = application.appeal
        return cls(
            id=application.id,
            version=application.version,
            status=application.appeal_status,
            reason=appeal and appeal.reason,
            filed_at=appeal and appeal.filed_at,
            answer=appeal and appeal.answer,
            decided_at=appeal and appeal.decided_at,
            score=application.score,
            rank=application.rank,
        )
