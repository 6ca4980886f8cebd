"""What comes in about a call's committee and its approval."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.mobility.domain.committee import Approval, Member, Minutes
from services.mobility.entrypoints.api.inputs import Day, Input, Name


class MemberIn(Input):
    person_id: UUID
    chair: bool = False


class CommitteeIn(Input):
    """One of them is the chair."""

    members: Annotated[tuple[MemberIn, ...], Field(min_length=1, max_length=20)]

    def committee(self) -> tuple[Member, ...]:
        return tuple(Member(one.person_id, one.chair) for one in self.members)


class ApprovalIn(Input):
    """The minutes in which the committee approved the ranking."""

    minutes_number: Name
    minutes_on: Day

    def approval(self, person_id: UUID, subject: str) -> Approval:
        return Approval(person_id, subject, Minutes(self.minutes_number, self.minutes_on))
