"""Plans by which debts come back."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from chassis.identity.access import allowed
from contracts.finance import Grant as GrantOut
from services.finance.application.agree_recovery import agree_recovery
from services.finance.application.published import grant_state
from services.finance.domain.recovery_plan import RecoveryPart
from services.finance.entrypoints.api.edge import MONEY_ROLES, FinanceEdge
from services.finance.entrypoints.api.models import Input, MoneyIn

router = APIRouter(tags=["grants"])


class RecoveryPartIn(Input):
    due_on: date
    amount: MoneyIn


class RecoveryPlanIn(Input):
    parts: Annotated[list[RecoveryPartIn], Field(min_length=1, max_length=36)]

    def recovery_parts(self) -> list[RecoveryPart]:
        return [RecoveryPart(part.due_on, part.amount.money()) for part in self.parts]


@router.post("/grants/{grant_id}/recovery-plan", response_model=GrantOut)
@allowed(everything=MONEY_ROLES)
async def agree(grant_id: UUID, body: RecoveryPlanIn, edge: FinanceEdge) -> Response:
    """In which parts, and by when, what is owed back comes; a plan agreed before is replaced."""
    parts, version = body.recovery_parts(), edge.expected_version
    return await edge.run(
        lambda work: agree_recovery(grant_id, parts, version, work, edge.now()), grant_state
    )
