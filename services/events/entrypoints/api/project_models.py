"""What callers send of projects. Shapes only: the rules refuse in the domain."""

from uuid import UUID

from pydantic import Field, TypeAdapter

from chassis.refusal import LocalizedText
from contracts.vocabulary import ProjectRole
from services.events.domain.project import Content
from services.events.entrypoints.api.announcement_models import Body
from services.events.entrypoints.api.cost_models import MoneyIn
from services.events.entrypoints.api.models import Input, Title, Words
from services.events.entrypoints.api.task_models import MANY, Day

CONTENTS = TypeAdapter(Content)


class MemberIn(Input):
    person_id: UUID
    role: ProjectRole


class BudgetIn(Input):
    reference: Words = Field(description="As finance names it")
    amount: MoneyIn


class ProjectIn(Input):
    title: Title
    call: Words = Field(description="The call's name")
    source: Words = Field(description="Who calls")
    apply_by: Day
    partner_ids: tuple[UUID, ...] = Field(default=(), max_length=MANY)
    members: tuple[MemberIn, ...] = Field(default=(), max_length=MANY)
    budget: BudgetIn | None = None
    documents: tuple[Words, ...] = Field(default=(), max_length=MANY)

    def content(self) -> Content:
        """The names are the domain's own."""
        return CONTENTS.validate_python(self.model_dump())


class ResultIn(Input):
    result: Body

    def text(self) -> LocalizedText:
        return LocalizedText(tr=self.result.tr, en=self.result.en)
