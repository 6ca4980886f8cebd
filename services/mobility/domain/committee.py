"""A call's committee: without the approval of somebody who did not rank, its results are not public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.refusal import Kind, Refusal


class ChairMissing(Refusal):
    code, kind = "committee-needs-one-chair", Kind.INVALID
    tr = "Komisyonun bir başkanı olur ve bir kişi bir kez yazılır."
    en = "A committee has one chair, and each member once."
    next_tr, next_en = "Üyeleri düzeltin.", "Correct the members."


class NotInCommittee(Refusal):
    code = "not-in-committee"
    tr, en = "Bu çağrının komisyonunda değilsiniz.", "You are not in the committee of this call."
    next_tr, next_en = "Sonucu bir komisyon üyesi onaylar.", "A member of the committee approves."


class OtherEyesNeeded(Refusal):
    code = "other-eyes-needed"
    tr = "Sıralamayı siz yaptınız; onu ve itirazlarını başka biri karara bağlar."
    en = "You ranked this call; somebody else decides on the ranking and on appeals against it."
    next_tr, next_en = "Başka bir yetkiliye bırakın.", "Leave it to somebody else."


class ResultsNotApproved(Refusal):
    code, kind = "results-not-approved", Kind.CONFLICT
    tr = "Komisyon bu sıralamayı henüz onaylamadı."
    en = "The committee has not approved this ranking yet."
    next_tr, next_en = "Tutanakla onaylatın.", "Have it approved, with the minutes."


@dataclass(frozen=True, slots=True)
class Member:
    person_id: UUID
    chair: bool = False


@dataclass(frozen=True, slots=True)
class Minutes:
    number: str
    day: date


@dataclass(frozen=True, slots=True)
class Approval:
    """``approved_by`` is the member's person, ``subject`` their sign-in."""

    approved_by: UUID
    subject: str
    minutes: Minutes


def require_one_chair(members: tuple[Member, ...]) -> None:
    """Raises: ChairMissing."""
    once = len({member.person_id for member in members}) == len(members)
    if not once or sum(member.chair for member in members) != 1:
        raise ChairMissing("members")


def require_member(members: tuple[Member, ...], person_id: UUID | None) -> UUID:
    """Raises: NotInCommittee."""
    for member in members:
        if member.person_id == person_id:
            return member.person_id
    raise NotInCommittee


def require_other_eyes(ranked_by: str | None, subject: str) -> None:
    """Raises: OtherEyesNeeded."""
    if subject == ranked_by:
        raise OtherEyesNeeded
