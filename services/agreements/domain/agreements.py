"""An agreement's life: draft → proposed → signed → active → terminated.

Valid only when both parties approved the same content: any change before activation drops the signatures
and starts again from the draft; a change of one in force is an amendment (``amending``) beside the content
that both signed. How one ends: ``ending``. Source: the inter-institutional agreement data standard (EWP).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never
from uuid import UUID

from chassis.refusal import Kind, Refusal, require_version
from contracts.vocabulary import AgreementEnd, Signatory
from contracts.vocabulary import AgreementStatus as Status
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.content import (
    Content,
    Signature,
    content_hash,
    require_same_content,
    unsigned,
    with_signature,
)
from services.agreements.domain.partners import PartnerFacts
from services.agreements.domain.rulebook import Rulebook
from services.agreements.domain.terms import Terms, require_complete_terms, require_terms, with_kind


class NotEditable(Refusal):
    code, kind = "agreement-not-editable", Kind.CONFLICT
    tr, en = (
        "Bu anlaşma artık değiştirilemez: {status}.",
        "This agreement can no longer be changed: {status}.",
    )
    next_tr = "Değişiklik için yeni bir anlaşma hazırlayın."
    next_en = "Draft a new agreement for the change."


class NotADraft(Refusal):
    code, kind = "agreement-not-a-draft", Kind.CONFLICT
    tr, en = (
        "Yalnızca taslak önerilir; bu anlaşma: {status}.",
        "Only a draft is proposed; this one is {status}.",
    )
    next_tr, next_en = "Anlaşmanın durumunu yeniden okuyun.", "Read the agreement's status again."


class NotOpenForSignature(Refusal):
    code, kind = "agreement-not-open-for-signature", Kind.CONFLICT
    tr = "Yalnızca önerilmiş anlaşma imzalanır; bu anlaşma: {status}."
    en = "Only a proposed agreement is signed; this one is {status}."
    next_tr, next_en = "Taslağı önce önerin.", "Propose the draft first."


class SignedAfterItsEnd(Refusal):
    code = "signed-after-its-end"
    tr = "İmza tarihi {signed_on}, anlaşmanın son yılından ({last}) sonra."
    en = "The signature of {signed_on} is after the agreement's last year ({last})."
    next_tr, next_en = "İmza tarihini ya da yılları düzeltin.", "Correct the date or the years."


class SignaturesMissing(Refusal):
    code = "signatures-missing"
    tr = "Anlaşma iki imza olmadan yürürlüğe girmez; eksik: {missing_tr}."
    en = "An agreement comes into force with both signatures; missing: {missing}."
    next_tr, next_en = "Eksik imzayı kaydedin.", "Record the missing signature."


class AlreadyInForce(Refusal):
    code, kind = "agreement-already-in-force", Kind.CONFLICT
    tr, en = "Anlaşma zaten yürürlüğe girmiş: {status}.", "The agreement already came into force: {status}."
    next_tr, next_en = "Yapılacak bir şey yok.", "There is nothing to do."


class AlreadyTerminated(Refusal):
    code, kind = "agreement-already-terminated", Kind.CONFLICT
    tr, en = "Anlaşma zaten sona ermiş.", "The agreement has already ended."
    next_tr, next_en = "Yeni bir anlaşma hazırlayın.", "Draft a new agreement."


class ReasonMissing(Refusal):
    code = "termination-reason-missing"
    tr, en = "Sona erdirmenin nedeni gerekli.", "A reason for ending the agreement is needed."
    next_tr, next_en = "Kısaca nedenini yazın.", "Say briefly why."


@dataclass(frozen=True, slots=True)
class Publication:
    """What the outside world has of an agreement: its own sequence, 1 in force and 2 withdrawn."""

    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """One party says that it will end the agreement; ``ends_on`` is its last day."""

    by: Signatory
    given_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """``amended_from``: since which year its present conditions count, where they are not its first.

    ``amendment`` waits for signatures; ``earlier`` contents were in force before, the oldest first.
    ``renews``: the agreement that it follows. ``agreed_with``: the partner's id under which it was written,
    where that record was merged into another since; the content keeps its hash. ``expiring_since``: when it
    was told that it ends; once.
    """

    id: UUID
    version: int
    terms: Terms
    status: Status
    signatures: tuple[Signature, ...] = ()
    imported: bool = False
    publication: Publication | None = None
    termination_reason: str | None = None
    amended_from: AcademicYear | None = None
    amendment: Content | None = None
    earlier: tuple[Content, ...] = ()
    notice: Notice | None = None
    ended_by: AgreementEnd | None = None
    renews: UUID | None = None
    expiring_since: date | None = None
    agreed_with: UUID | None = None

    @property
    def counts_from(self) -> AcademicYear:
        return self.amended_from or self.terms.first_year

    @property
    def content_hash(self) -> str:
        agreed = replace(self.terms, partner_id=self.agreed_with or self.terms.partner_id)
        return content_hash(agreed, self.counts_from)

    @property
    def ends_on(self) -> date:
        """Its last day, as things stand."""
        return self.notice.ends_on if self.notice else self.terms.last_year.last_day

    @property
    def signed_on(self) -> date | None:
        """The day of the last signature under its first content, once both parties signed."""
        first = self.earlier[0].signatures if self.earlier else self.signatures
        return None if unsigned(first) else max(signature.signed_on for signature in first)

    def require_version(self, expected: int | None) -> None:
        require_version(self.version, expected)


def draft(agreement_id: UUID, terms: Terms, partner: PartnerFacts, rules: Rulebook) -> Agreement:
    """Raises: the refusals of the terms."""
    require_terms(terms, partner, rules)
    return Agreement(agreement_id, 1, with_kind(terms, rules), Status.DRAFT)


def edit(agreement: Agreement, terms: Terms, partner: PartnerFacts, rules: Rulebook) -> Agreement:
    """New content restarts approval. Raises: NotEditable, the refusals of the terms."""
    match agreement.status:
        case Status.DRAFT | Status.PROPOSED | Status.SIGNED:
            require_terms(terms, partner, rules)
            settled = with_kind(terms, rules)
            return changed(agreement, terms=settled, status=Status.DRAFT, signatures=(), agreed_with=None)
        case Status.ACTIVE | Status.TERMINATED:
            raise NotEditable(status=agreement.status)
        case _:
            assert_never(agreement.status)


def propose(agreement: Agreement, partner: PartnerFacts, rules: Rulebook) -> Agreement:
    """Raises: NotADraft, ConditionMissing, ParticularsMissing, and what the rules say of it by now."""
    match agreement.status:
        case Status.DRAFT:
            require_terms(agreement.terms, partner, rules)
            require_complete_terms(agreement.terms, rules)
            return changed(agreement, status=Status.PROPOSED)
        case Status.PROPOSED | Status.SIGNED | Status.ACTIVE | Status.TERMINATED:
            raise NotADraft(status=agreement.status)
        case _:
            assert_never(agreement.status)


def sign(agreement: Agreement, signature: Signature) -> Agreement:
    """Record one party's signature.

    Raises: NotOpenForSignature, AlreadySigned, SignedOtherContent, SignedAfterItsEnd.
    """
    match agreement.status:
        case Status.PROPOSED:
            return _signed(agreement, signature)
        case Status.DRAFT | Status.SIGNED | Status.ACTIVE | Status.TERMINATED:
            raise NotOpenForSignature(status=agreement.status)
        case _:
            assert_never(agreement.status)


def _signed(agreement: Agreement, signature: Signature) -> Agreement:
    signatures = with_signature(agreement.signatures, signature, agreement.content_hash)
    require_signed_in_time(agreement.terms, signature.signed_on)
    status = agreement.status if unsigned(signatures) else Status.SIGNED
    return changed(agreement, signatures=signatures, status=status)


def require_signed_in_time(terms: Terms, signed_on: date) -> None:
    """Raises: SignedAfterItsEnd."""
    if signed_on > terms.last_year.last_day:
        raise SignedAfterItsEnd("signed_on", signed_on=signed_on, last=terms.last_year)


def activate(agreement: Agreement, at: datetime) -> Agreement:
    """Into force, and published.

    Raises: SignaturesMissing, SignedOtherContent, AlreadyInForce, AlreadyTerminated.
    """
    match agreement.status:
        case Status.SIGNED:
            require_same_content(agreement.signatures, agreement.content_hash)
            return changed(agreement, status=Status.ACTIVE, publication=Publication(1, at))
        case Status.DRAFT | Status.PROPOSED:
            raise _signatures_missing(agreement)
        case Status.ACTIVE:
            raise AlreadyInForce(status=agreement.status)
        case Status.TERMINATED:
            raise AlreadyTerminated
        case _:
            assert_never(agreement.status)


def _signatures_missing(agreement: Agreement) -> SignaturesMissing:
    missing = unsigned(agreement.signatures)
    turkish = {Signatory.HOME: "üniversitemiz", Signatory.PARTNER: "ortak"}
    return SignaturesMissing(
        missing=", ".join(missing), missing_tr=", ".join(turkish[party] for party in missing)
    )


def terminate(agreement: Agreement, reason: str, at: datetime) -> Agreement:
    """End it at once and for good; one that was published is withdrawn.

    Raises: ReasonMissing, AlreadyTerminated.
    """
    if not reason.strip():
        raise ReasonMissing("reason")
    match agreement.status:
        case Status.DRAFT | Status.PROPOSED | Status.SIGNED | Status.ACTIVE:
            with_reason = replace(agreement, termination_reason=reason.strip())
            return over(with_reason, AgreementEnd.ENDED, at)
        case Status.TERMINATED:
            raise AlreadyTerminated
        case _:
            assert_never(agreement.status)


def over(agreement: Agreement, how: AgreementEnd, at: datetime) -> Agreement:
    """Ended; an amendment that waited for signatures has nothing to change any more."""
    return changed(
        agreement,
        status=Status.TERMINATED,
        ended_by=how,
        amendment=None,
        publication=told_again(agreement.publication, at),
    )


def told_again(publication: Publication | None, at: datetime) -> Publication | None:
    return None if publication is None else Publication(publication.version + 1, at)


def take_over(
    agreement_id: UUID,
    terms: Terms,
    *,
    signed_on: date,
    partner: PartnerFacts,
    rules: Rulebook,
    at: datetime,
) -> Agreement:
    """An agreement from an office's earlier records: in force and published, or over if its years are.

    Raises: ConditionMissing, ParticularsMissing, SignedAfterItsEnd, the refusals of the terms.
    """
    terms = with_kind(terms, rules)
    require_terms(terms, partner, rules)
    require_complete_terms(terms, rules)
    require_signed_in_time(terms, signed_on)
    signed = content_hash(terms, terms.first_year)
    signatures = tuple(Signature(party, signed_on, signed) for party in Signatory)
    taken_over = Agreement(agreement_id, 1, terms, Status.ACTIVE, signatures, imported=True)
    if at.date() > terms.last_year.last_day:
        return replace(taken_over, status=Status.TERMINATED, ended_by=AgreementEnd.EXPIRED)
    return replace(taken_over, publication=Publication(1, at))


def changed(agreement: Agreement, **changes: object) -> Agreement:
    """Its next version."""
    return replace(agreement, version=agreement.version + 1, **changes)  # type: ignore[arg-type]
