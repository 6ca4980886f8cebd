"""The person or system behind a request; ``access`` says what their roles lead to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from chassis.refusal import Kind, Refusal


class Role(StrEnum):
    """What a caller is to the office; one caller may hold several."""

    STUDENT = "student"
    STAFF = "staff"
    COORDINATOR = "coordinator"
    OFFICE = "office"
    FINANCE = "finance"
    OPS = "ops"
    PARTNER = "partner"


class Unauthenticated(Refusal):
    """No token, or one that proves nothing; subclasses name the reason."""

    code, kind = "unauthenticated", Kind.UNAUTHENTICATED
    tr, en = "Kimliğiniz doğrulanamadı.", "You could not be identified."
    next_tr, next_en = "Yeniden oturum açın.", "Sign in again."


class Forbidden(Refusal):
    """Known, but not allowed."""

    code, kind = "forbidden", Kind.FORBIDDEN
    tr, en = "Bu işlem için yetkiniz yok.", "You are not allowed to do this."
    next_tr, next_en = "Gerekiyorsa ofisten yetki isteyin.", "Ask the office for access if you need it."


class RoleMissing(Forbidden):
    """None of the roles that may do this is held."""

    code = "role-missing"
    tr, en = "Bu işlem şu rollerden birini gerektirir: {roles}.", "This needs one of these roles: {roles}."


class NotYours(Forbidden):
    """The right role for some rows, but not for this one."""

    code = "not-yours"
    tr, en = "Bu kayıt sizin erişiminizde değil.", "This record is not one you may see or change."


@dataclass(frozen=True, slots=True)
class Caller:
    """A verified token, in Kervan's words.

    ``subject`` is the identity provider's name for the caller; ``person_id`` their record in mobility;
    ``faculty`` limits a coordinator, ``partner_id`` a partner university.
    """

    subject: str
    roles: frozenset[Role]
    person_id: UUID | None = None
    faculty: str | None = None
    partner_id: UUID | None = None

    def has(self, *roles: Role) -> bool:
        """Whether the caller holds at least one of ``roles``."""
        return not self.roles.isdisjoint(roles)
