"""An appeal: what the applicant says against the published lists, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.vocabulary import AppealStatus


@dataclass(frozen=True, slots=True)
class Appeal:
    """``reason`` is the applicant's text, ``answer`` that of whoever decided; both stay in this service."""

    status: AppealStatus
    reason: str
    filed_at: datetime
    answer: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
