"""Learning agreements: a version counts once student, sender and receiver signed the same content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import assert_never
from uuid import UUID

from chassis.refusal import Kind, NotFound, Refusal, require_version
from contracts.vocabulary import (
    ActivityKind,
    CourseTable,
    Direction,
    LearningAgreementStatus,
    LearningParty,
    MobilityStatus,
)
from services.mobility.domain.application import Reason
from services.mobility.domain.courses import (
    Course,
    CourseChanged,
    Reasons,
    Table,
    balance_findings,
    changes_between,
    check_table,
    content_hash,
    total_ects,
)
from services.mobility.domain.mobility import Mobility, StayIsOver
from services.mobility.domain.recognition import Recognition, Result


class NoSuchLearningAgreement(NotFound):
    code = "learning-agreement-not-found"
    tr, en = "Bu hareketliliğin öğrenim anlaşması yok.", "This mobility has no learning agreement."
    next_tr, next_en = "Önce A ve B tablolarıyla önerin.", "Propose one first, with tables A and B."


class ForStudiesOnly(Refusal):
    code = "learning-agreement-for-studies"
    tr, en = "'{kind}' için ders tablolu öğrenim anlaşması yapılmaz.", "A '{kind}' has no tables of courses."
    next_tr, next_en = (
        "Staj ve personel için iş planı kullanın.",
        "For traineeships and staff use the work plan.",
    )


class NothingToSign(Refusal):
    code, kind = "learning-agreement-nothing-to-sign", Kind.CONFLICT
    tr, en = "İmza bekleyen bir öneri yok.", "No proposal waits for a signature."
    next_tr, next_en = (
        "Değişiklik gerekiyorsa yeni bir öneri yapın.",
        "If it has to change, propose a change.",
    )


class ContentIsAnother(Refusal):
    code, kind = "learning-agreement-content-is-another", Kind.CONFLICT
    tr = "İmzalanan içerik bugünkü öneri değil: öneri değişmiş."
    en = "What was signed is not the present proposal: it has changed."
    next_tr, next_en = "Öneriyi yeniden okuyup onu imzalayın.", "Read the proposal again and sign that."


class SignedAlready(Refusal):
    code, kind = "learning-agreement-signed-already", Kind.CONFLICT
    tr, en = "'{party}' bu içeriği zaten imzaladı.", "'{party}' has signed this content already."
    next_tr, next_en = "Eksik imzalara bakın.", "Look at which signatures are missing."


class NothingChanges(Refusal):
    code, kind = "learning-agreement-nothing-changes", Kind.INVALID
    tr, en = "Öneri yürürlükteki anlaşmayla aynı.", "The proposal is the agreement as it stands."
    next_tr, next_en = "Değişecek dersleri yazın.", "Say which courses change."


class SignatureNotYours(Refusal):
    code = "learning-agreement-signature-not-yours"
    tr, en = "'{party}' adına siz imzalayamazsınız.", "You may not sign for '{party}'."
    next_tr, next_en = (
        "O tarafın imzalamasını ya da ofisin kaydetmesini isteyin.",
        "Have them or the office do it.",
    )


@dataclass(frozen=True, slots=True)
class Signature:
    party: LearningParty
    signed_on: date
    content_hash: str


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    abroad: tuple[Course, ...]
    home: tuple[Course, ...]
    content_hash: str
    signatures: tuple[Signature, ...] = ()
    changes: tuple[CourseChanged, ...] = ()
    findings: tuple[Reason, ...] = ()

    @property
    def tables(self) -> Mapping[CourseTable, Table]:
        return {CourseTable.ABROAD: self.abroad, CourseTable.HOME: self.home}

    @property
    def ects_abroad(self) -> Decimal:
        return total_ects(self.abroad)

    @property
    def ects_home(self) -> Decimal:
        return total_ects(self.home)

    @property
    def agreed_on(self) -> date | None:
        """The day of the last signature, once all three stand under this very content."""
        under_it = {one.party: one for one in self.signatures if one.content_hash == self.content_hash}
        return (
            max(one.signed_on for one in under_it.values()) if under_it.keys() == set(LearningParty) else None
        )


@dataclass(frozen=True, slots=True)
class LearningAgreement:
    """``id`` is the mobility's. ``versions``: the agreed ones, and at most one proposal behind them."""

    id: UUID
    version: int
    person_id: UUID
    faculty: str | None
    partner_id: UUID | None
    semesters: int
    versions: tuple[Version, ...]
    transcript_on: date | None = None
    results: tuple[Result, ...] = ()
    recognitions: tuple[Recognition, ...] = ()
    recognised_on: date | None = None

    @property
    def agreed(self) -> Version | None:
        """The version that counts: the last that all three signed."""
        return next((one for one in reversed(self.versions) if one.agreed_on is not None), None)

    @property
    def proposal(self) -> Version | None:
        """What waits for signatures."""
        last = self.versions[-1]
        return last if last.agreed_on is None else None

    @property
    def status(self) -> LearningAgreementStatus:
        agreed = self.agreed is not None
        return LearningAgreementStatus.AGREED if agreed else LearningAgreementStatus.PROPOSED

    @property
    def recognised_ects(self) -> Decimal:
        return sum((one.ects or Decimal(0) for one in self.recognitions), Decimal(0))


@dataclass(frozen=True, slots=True)
class Proposal:
    """Tables A and B as they are to be; ``reasons`` for what changes of an agreed version."""

    semesters: int
    abroad: tuple[Course, ...]
    home: tuple[Course, ...]
    reasons: Reasons


def first_proposed(
    mobility: Mobility, proposal: Proposal, ects_per_semester: Decimal | None
) -> LearningAgreement:
    """Raises: ForStudiesOnly, StayIsOver, TableEmpty, CourseTwice."""
    if mobility.kind is not ActivityKind.STUDENT_STUDY:
        raise ForStudiesOnly(kind=mobility.kind)
    if mobility.status is MobilityStatus.WITHDRAWN:
        raise StayIsOver(status=mobility.status)
    return LearningAgreement(
        id=mobility.id,
        version=1,
        person_id=mobility.person_id,
        faculty=mobility.faculty,
        partner_id=mobility.partner_id,
        semesters=proposal.semesters,
        versions=(_version(mobility.id, None, proposal, ects_per_semester),),
    )


def proposed(
    agreement: LearningAgreement, proposal: Proposal, ects_per_semester: Decimal | None, expected: int | None
) -> LearningAgreement:
    """A new content takes the place of the one that waits; signatures begin anew, the agreed version stays.

    Raises: StaleVersion, TableEmpty, CourseTwice, ChangeWithoutReason, NothingChanges.
    """
    require_version(agreement.version, expected)
    kept = tuple(one for one in agreement.versions if one.agreed_on is not None)
    version = _version(agreement.id, kept[-1] if kept else None, proposal, ects_per_semester)
    if kept and not version.changes:
        raise NothingChanges
    return replace(
        agreement, version=agreement.version + 1, semesters=proposal.semesters, versions=(*kept, version)
    )


def _version(
    agreement_id: UUID, before: Version | None, proposal: Proposal, ects_per_semester: Decimal | None
) -> Version:
    check_table("abroad", proposal.abroad)
    check_table("home", proposal.home)
    number = before.number + 1 if before else 1
    tables = {CourseTable.ABROAD: proposal.abroad, CourseTable.HOME: proposal.home}
    return Version(
        number=number,
        abroad=proposal.abroad,
        home=proposal.home,
        content_hash=content_hash(agreement_id, number, proposal.semesters, proposal.abroad, proposal.home),
        changes=changes_between(before.tables, tables, proposal.reasons) if before else (),
        findings=balance_findings(proposal.abroad, proposal.home, proposal.semesters, ects_per_semester),
    )


def institutions(direction: Direction) -> tuple[LearningParty, LearningParty]:
    """Which side we are of a stay, and which the partner is."""
    match direction:
        case Direction.OUTGOING:
            return LearningParty.SENDING, LearningParty.RECEIVING
        case Direction.INCOMING:
            return LearningParty.RECEIVING, LearningParty.SENDING
        case _:
            assert_never(direction)


def require_may_sign(party: LearningParty, parties: frozenset[LearningParty]) -> None:
    """``parties``: for whom the one who signs may sign. Raises: SignatureNotYours."""
    if party not in parties:
        raise SignatureNotYours("party", party=party)


def signed(agreement: LearningAgreement, signature: Signature, expected: int | None) -> LearningAgreement:
    """One party's signature under the content it names; with the third the version counts.

    Raises: StaleVersion, NothingToSign, ContentIsAnother, SignedAlready.
    """
    require_version(agreement.version, expected)
    proposal = agreement.proposal
    if proposal is None:
        raise NothingToSign
    if signature.content_hash != proposal.content_hash:
        raise ContentIsAnother("content_hash")
    if signature.party in {one.party for one in proposal.signatures}:
        raise SignedAlready(party=signature.party)
    under = replace(proposal, signatures=(*proposal.signatures, signature))
    return replace(agreement, version=agreement.version + 1, versions=(*agreement.versions[:-1], under))
