"""Events about the bank's statements: of each line its day, its amount, and whose payment it answers."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from contracts import topics
from contracts.event import Event, Instant, Money, State
from contracts.vocabulary import StatementDirection, StatementLineStatus, StatementOrigin, StatementProblem


class StatementLine(State):
    """One line of a statement. Neither names nor the bank's text are told: finance does not keep them."""

    line: int = Field(ge=1, description="Of the file in which it came first")
    taken_at: Instant
    booked_on: date
    direction: StatementDirection
    amount: Money = Field(description="Above zero")
    account: str | None = Field(
        default=None, description="The other side's account, masked", examples=["TR•• •••• 1326"]
    )
    order_id: UUID | None = Field(default=None, description="The payment order that its reference names")
    status: StatementLineStatus
    problem: StatementProblem | None = None
    origin: StatementOrigin | None = Field(
        default=None, description="What it is, where it is nothing of ours"
    )
    decided_at: Instant | None = Field(default=None, description="When a person said what it is")


class StatementLineEvent(Event):
    TOPIC = topics.STATEMENT_LINE
    state: StatementLine


class StatementLineTaken(StatementLineEvent):
    """It stands on a statement; matched where it answers a payment order by itself."""

    TYPE = "kervan.finance.statement-line-taken.v1"


class StatementLineAssigned(StatementLineEvent):
    """A person said which payment order it answers."""

    TYPE = "kervan.finance.statement-line-assigned.v1"


class StatementLineSetAside(StatementLineEvent):
    """A person said that it answers no payment order."""

    TYPE = "kervan.finance.statement-line-set-aside.v1"


class StatementLineRepublished(StatementLineEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.finance.statement-line-republished.v1"
