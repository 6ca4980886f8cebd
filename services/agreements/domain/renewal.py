"""Going on with a partner after an agreement's last year: the same conditions, for the years after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import AgreementStatus as Status
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.agreements import Agreement, draft
from services.agreements.domain.partners import PartnerFacts
from services.agreements.domain.rulebook import Rulebook
from services.agreements.domain.terms import Terms

RENEWABLE = (Status.ACTIVE, Status.TERMINATED)


class NeverInForce(Refusal):
    code, kind = "agreement-never-in-force", Kind.CONFLICT
    tr = "Yalnızca yürürlükte olan ya da sona ermiş bir anlaşma yenilenir; bu anlaşma: {status}."
    en = "Only an agreement in force or ended is renewed; this one is {status}."
    next_tr, next_en = "Önce bu anlaşmayı yürürlüğe koyun.", "Put this agreement into force first."


def renew(
    agreement: Agreement, renewal_id: UUID, terms: Terms, partner: PartnerFacts, rules: Rulebook
) -> Agreement:
    """A draft that follows ``agreement``. Raises: NeverInForce, the refusals of the terms."""
    if agreement.status not in RENEWABLE or not agreement.signatures:
        raise NeverInForce(status=agreement.status)
    return replace(draft(renewal_id, terms, partner, rules), renews=agreement.id)


def following(
    agreement: Agreement, last_year: AcademicYear, *, attempt: int, new_id: Callable[[], UUID]
) -> Terms:
    """What it says, for the years after it. Conditions get ids of their own: places are held under them.

    ``attempt``: 1, or one more than were given up: each has a number of its own.
    """
    terms = agreement.terms
    first_year = AcademicYear(terms.last_year.starts_in + 1)
    again = f" ({attempt})" if attempt > 1 else ""
    return replace(
        terms,
        reference=f"{terms.reference} → {first_year}{again}",
        first_year=first_year,
        last_year=last_year,
        conditions=tuple(replace(condition, id=new_id()) for condition in terms.conditions),
    )


def open_renewal(renewals: Sequence[Agreement]) -> Agreement | None:
    """The one that was not given up; the database allows no second."""
    return next((one for one in renewals if one.status is not Status.TERMINATED), None)
