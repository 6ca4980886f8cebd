"""Changing an agreement that is in force: other conditions, which both parties sign while the old ones count.

Sources: the inter-institutional agreement template (quotas are changed by the end of January of the preceding
academic year) and its data standard (a change is approved anew; the last approved content is kept).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import AgreementStatus as Status
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.agreements import (
    Agreement,
    changed,
    require_signed_in_time,
    told_again,
)
from services.agreements.domain.conditions import Condition
from services.agreements.domain.content import Content, Signature, unsigned, with_signature
from services.agreements.domain.deadlines import Deadline, DeadlineRule, deadline_in
from services.agreements.domain.difference import (
    Difference,
    changes_places,
    differences,
    with_known_ids,
)
from services.agreements.domain.partners import PartnerFacts
from services.agreements.domain.rulebook import Rulebook
from services.agreements.domain.terms import require_complete_terms, require_terms


class NotInForce(Refusal):
    code, kind = "agreement-not-in-force", Kind.CONFLICT
    tr, en = "Bu anlaşma yürürlükte değil: {status}.", "This agreement is not in force: {status}."
    next_tr = "Yürürlükte olmayan anlaşmayı düzenleyin ya da yenisini hazırlayın."
    next_en = "Edit one that is not yet in force, or draft a new one."


class NothingAmended(Refusal):
    code = "nothing-amended"
    tr, en = "Yeni koşullar yürürlüktekilerle aynı.", "The new conditions are those in force."
    next_tr, next_en = "Değişecek olanı yazın.", "Say what is to change."


class NoAmendment(Refusal):
    code, kind = "no-amendment", Kind.CONFLICT
    tr, en = "İmza bekleyen bir değişiklik yok.", "No amendment waits for signatures."
    next_tr, next_en = "Anlaşmayı yeniden okuyun.", "Read the agreement again."


class AmendmentOutsideYears(Refusal):
    code = "amendment-outside-years"
    tr = "{year} yılından geçerli değişiklik yapılamaz; {first}–{last} yılları arasında olmalı."
    en = "Nothing can be amended from {year}; it must be a year from {first} to {last}."
    next_tr, next_en = "Anlaşmanın yıllarından birini verin.", "Give one of the agreement's years."


class QuotaChangedTooLate(Refusal):
    code = "quota-changed-too-late"
    tr = "{year} kontenjanları en geç {until} tarihinde değiştirilir."
    en = "Quotas of {year} are changed by {until} at the latest."
    next_tr, next_en = "Değişikliği {next} yılından geçerli yapın.", "Let the change count from {next}."


def propose_amendment(
    agreement: Agreement,
    counts_from: AcademicYear,
    conditions: Sequence[Condition],
    *,
    today: date,
    partner: PartnerFacts,
    rules: Rulebook,
) -> Agreement:
    """In place of one that waits already, if any: its signatures were for other content.

    Raises: NotInForce, AmendmentOutsideYears, ConditionMissing, NothingAmended, QuotaChangedTooLate, the
    refusals of the terms.
    """
    _require_in_force(agreement)
    _require_year(agreement, counts_from)
    kept = with_known_ids(conditions, agreement.terms.conditions)
    terms = replace(agreement.terms, conditions=kept)
    require_terms(terms, partner, rules)
    require_complete_terms(terms, rules)
    if not differences(agreement.terms.conditions, kept):
        raise NothingAmended("conditions")
    until = _sign_by(agreement.terms.conditions, kept, counts_from, rules.deadlines)
    proposed = replace(agreement, terms=terms, amended_from=counts_from)
    amendment = Content(counts_from, kept, proposed.content_hash, sign_by=until)
    _require_in_time(amendment, today)
    return changed(agreement, amendment=amendment)


def sign_amendment(agreement: Agreement, signature: Signature, at: datetime) -> Agreement:
    """The second signature puts it in the place of the present content, which is kept as an earlier one.

    Raises: NoAmendment, AlreadySigned, SignedOtherContent, SignedAfterItsEnd, QuotaChangedTooLate.
    """
    amendment = _waiting(agreement)
    signatures = with_signature(amendment.signatures, signature, amendment.content_hash)
    require_signed_in_time(agreement.terms, signature.signed_on)
    _require_in_time(amendment, signature.signed_on)
    signed = replace(amendment, signatures=signatures)
    return changed(agreement, amendment=signed) if unsigned(signatures) else _amended(agreement, signed, at)


def withdraw_amendment(agreement: Agreement) -> Agreement:
    """What both signed goes on as it is. Raises: NoAmendment."""
    _waiting(agreement)
    return changed(agreement, amendment=None)


def amendment_differences(agreement: Agreement) -> tuple[Difference, ...]:
    """What the amendment that waits would change."""
    if agreement.amendment is None:
        return ()
    return differences(agreement.terms.conditions, agreement.amendment.conditions)


def _sign_by(
    before: Sequence[Condition],
    after: Sequence[Condition],
    year: AcademicYear,
    deadlines: Sequence[DeadlineRule],
) -> date | None:
    """Quotas of a year are changed in the academic year before it: 2027/2028 by 31 January 2027."""
    if not changes_places(before, after):
        return None
    return deadline_in(year.starts_in, Deadline.QUOTA_CHANGE, deadlines)


def _amended(agreement: Agreement, signed: Content, at: datetime) -> Agreement:
    before = Content(
        agreement.counts_from, agreement.terms.conditions, agreement.content_hash, agreement.signatures
    )
    return changed(
        agreement,
        terms=replace(agreement.terms, conditions=signed.conditions),
        signatures=signed.signatures,
        amended_from=signed.counts_from,
        amendment=None,
        earlier=(*agreement.earlier, before),
        publication=told_again(agreement.publication, at),
    )


def _require_in_force(agreement: Agreement) -> None:
    if agreement.status is not Status.ACTIVE:
        raise NotInForce(status=agreement.status)


def _waiting(agreement: Agreement) -> Content:
    if agreement.amendment is None:
        raise NoAmendment
    return agreement.amendment


def _require_year(agreement: Agreement, year: AcademicYear) -> None:
    first, last = agreement.counts_from, agreement.terms.last_year
    if not first <= year <= last:
        raise AmendmentOutsideYears("counts_from", year=year, first=first, last=last)


def _require_in_time(amendment: Content, on: date) -> None:
    until = amendment.sign_by
    if until is not None and on > until:
        following = AcademicYear(on.year if on <= until.replace(year=on.year) else on.year + 1)
        raise QuotaChangedTooLate("counts_from", year=amendment.counts_from, until=until, next=following)
