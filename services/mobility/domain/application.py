"""An application: what the student states, what was verified of it, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal, require_version
from contracts.vocabulary import AppealStatus, ApplicationStatus, CallStatus, EqfLevel
from services.mobility.domain.agreement import Agreement
from services.mobility.domain.appeal import Appeal
from services.mobility.domain.call import Call
from services.mobility.domain.rule_book import DecidedBy, SelectionRules


class PreferenceUnknown(Refusal):
    code, kind = "preference-unknown", Kind.INVALID
    tr = "Bu çağrıda {condition_id} numaralı bir yer yok."
    en = "This call has no place with the id {condition_id}."
    next_tr, next_en = (
        "Çağrının anlaşmalarından yer seçin.",
        "Choose among the places of the call's agreements.",
    )


class PreferenceDoesNotFit(Refusal):
    code, kind = "preference-does-not-fit", Kind.RULE
    tr = "{condition_id} numaralı yer bu alan (ISCED {isced_code}) ve düzey (EQF {eqf_level}) için değil."
    en = "Place {condition_id} is not for this field (ISCED {isced_code}) and level (EQF {eqf_level})."
    next_tr, next_en = (
        "Alanınıza ve düzeyinize uyan bir yer seçin.",
        "Choose a place for your field and level.",
    )


class PreferenceRepeated(Refusal):
    code, kind = "preference-repeated", Kind.INVALID
    tr, en = "Aynı yer iki kez tercih edildi.", "The same place is preferred twice."
    next_tr, next_en = "Her yeri bir kez yazın.", "Name each place once."


class BasisNotForLevel(Refusal):
    code, kind = "cgpa-basis-not-for-level", Kind.INVALID
    tr = "EQF {eqf_level} düzeyinde not ortalaması '{basis}' dayanağından alınamaz."
    en = "At EQF level {eqf_level} the CGPA cannot come from '{basis}'."
    next_tr, next_en = "Transkript notunu kullanın.", "Use the grade of your transcript."


class LanguageScoreOutOfScale(Refusal):
    code, kind = "language-score-out-of-scale", Kind.INVALID
    tr, en = "Dil puanı 0 ile 100 arasında olmalı.", "A language score is between 0 and 100."
    next_tr, next_en = "Puanı sınav sonucundan yeniden girin.", "Enter the score of your exam result again."


class ClaimUnknown(Refusal):
    code, kind = "claim-unknown", Kind.INVALID
    tr, en = "Bu çağrıda {rule} kodlu bir ek puan yok.", "This call has no bonus with the code {rule}."
    next_tr, next_en = "Şunlardan birini kullanın: {known}.", "Use one of: {known}."


class BonusNotClaimed(Refusal):
    code, kind = "bonus-not-claimed", Kind.RULE
    tr, en = "Başvuruda {rule} için beyan yok.", "The application does not claim {rule}."
    next_tr, next_en = "Yalnızca beyan edilen ek puan doğrulanır.", "Only a claimed bonus can be verified."


class VerifierMayNotSee(Refusal):
    code, kind = "verification-needs-office", Kind.FORBIDDEN
    tr = "{rule} özel nitelikli bir veridir; yalnızca ofis doğrular."
    en = "{rule} is a special-category fact; only the office verifies it."
    next_tr, next_en = "Belgeyi ofise yönlendirin.", "Send the document to the office."


class AlreadyApplied(Refusal):
    code, kind = "already-applied", Kind.CONFLICT
    tr, en = "Bu çağrıya zaten bir başvuru var.", "There is an application to this call already."
    next_tr, next_en = "Değiştirmek için önce onu geri çekin.", "Withdraw it first to change it."


class ApplicationDecided(Refusal):
    code, kind = "application-decided", Kind.CONFLICT
    tr = "Başvuru '{status}' durumunda; bu işlem artık yapılamaz."
    en = "The application is '{status}'; it is too late for this."
    next_tr, next_en = "Ofisle görüşün.", "Talk to the office."


class FacultyMissing(Refusal):
    code = "person-without-faculty"
    tr, en = "Başvuranın fakültesi kayıtlı değil.", "The applicant's faculty is not on record."
    next_tr, next_en = (
        "Ofis önce kişinin fakültesini girsin.",
        "The office must enter the person's faculty first.",
    )


class CgpaBasis(StrEnum):
    """Which document the CGPA stands in (E1–E5)."""

    TRANSCRIPT = "transcript"
    ASSOCIATE_GRADUATION = "associate-graduation"
    HIGH_SCHOOL_DIPLOMA = "high-school-diploma"
    PREVIOUS_LEVEL = "previous-level"


@dataclass(frozen=True, slots=True)
class Record:
    """What the applicant states of their studies; ``earlier_*`` count stays in the same cycle.

    ``semester``: the one they are in, 0 for the preparatory year. ``ects_*`` are planned at the
    host, ``home_ects_*`` usual at home.
    """

    cgpa: Decimal
    cgpa_scale: int
    language_score: Decimal | None = None
    cgpa_basis: CgpaBasis = CgpaBasis.TRANSCRIPT
    citizen_of: tuple[str, ...] = ()
    earlier_mobilities: int = 0
    earlier_days: int = 0
    ects_per_semester: Decimal | None = None
    graduated_on: date | None = None
    semester: int | None = None
    home_ects_per_semester: Decimal | None = None
    earlier_in_programme: int = 0


@dataclass(frozen=True, slots=True)
class Preference:
    rank: int
    agreement_id: UUID
    condition_id: UUID
    partner_id: UUID


@dataclass(frozen=True, slots=True)
class Claim:
    """A bonus the applicant asks for; it counts once somebody has seen the document."""

    rule: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Verification:
    """``times`` is more than one for what counts each time (M3)."""

    rule: str
    accepted: bool
    evidence: str
    verified_by: str
    verified_at: datetime
    times: int = 1


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that refuses the applicant."""

    code: str
    message: LocalizedText


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """``note`` is the verifier's own text, for the applicant and the office."""

    rule: str
    label: LocalizedText
    points: Decimal
    evidence: str
    verified_by: str
    special_category: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    id: UUID
    version: int
    call_id: UUID
    person_id: UUID
    faculty: str
    department: str | None
    eqf_level: EqfLevel
    isced_code: str
    status: ApplicationStatus
    submitted_at: datetime
    record: Record
    preferences: tuple[Preference, ...] = ()
    claims: tuple[Claim, ...] = ()
    verifications: tuple[Verification, ...] = ()
    score: Decimal | None = None
    score_lines: tuple[ScoreLine, ...] = ()
    rank: int | None = None
    refused_by: tuple[Reason, ...] = ()
    appeal: Appeal | None = None

    @property
    def appeal_status(self) -> AppealStatus | None:
        return self.appeal.status if self.appeal else None


LIVE = frozenset({ApplicationStatus.SUBMITTED, ApplicationStatus.RANKED})


def check_claims(claims: Iterable[Claim], rules: SelectionRules) -> None:
    """Raises: ClaimUnknown for what is no bonus of this call."""
    known = [a.rule for a in rules.adjustments if a.points > 0 and a.decided_by is DecidedBy.VERIFICATION]
    for position, claim in enumerate(claims):
        if claim.rule not in known:
            raise ClaimUnknown(f"claims.{position}.rule", rule=claim.rule, known=", ".join(known))


def chosen(
    wishes: Iterable[tuple[UUID, UUID]],
    call: Call,
    agreements: Mapping[UUID, Agreement],
    eqf_level: EqfLevel,
    isced_code: str,
) -> tuple[Preference, ...]:
    """The wishes (agreement, condition) as preferences in their order.

    Raises: PreferenceUnknown, PreferenceDoesNotFit, PreferenceRepeated.
    """
    found: list[Preference] = []
    for position, (agreement_id, condition_id) in enumerate(wishes):
        field = f"preferences.{position}.condition_id"
        agreement = agreements.get(agreement_id)
        condition = agreement.condition(condition_id) if agreement else None
        if agreement is None or condition is None or not condition.serves(call.kind, blended=call.blended):
            raise PreferenceUnknown(field, condition_id=condition_id)
        if not condition.takes(eqf_level, isced_code):
            raise PreferenceDoesNotFit(
                field, condition_id=condition_id, isced_code=isced_code, eqf_level=eqf_level
            )
        found.append(Preference(position + 1, agreement_id, condition_id, agreement.partner_id))
    if len({one.condition_id for one in found}) < len(found):
        raise PreferenceRepeated("preferences")
    return tuple(found)


def verified(
    application: Application,
    verification: Verification,
    rules: SelectionRules,
    *,
    by_office: bool,
    expected: int | None,
) -> Application:
    """The application with a bonus or penalty decided; a second decision replaces the first.

    Raises: StaleVersion, ApplicationDecided, ClaimUnknown, BonusNotClaimed, VerifierMayNotSee.
    """
    require_version(application.version, expected)
    _require_live(application)
    _require_verifiable(application, verification.rule, rules, by_office=by_office)
    others = [one for one in application.verifications if one.rule != verification.rule]
    return replace(application, verifications=(*others, verification), version=application.version + 1)


def _require_verifiable(
    application: Application, rule: str, rules: SelectionRules, *, by_office: bool
) -> None:
    adjustment = rules.adjustment(rule)
    if adjustment is None or adjustment.decided_by is not DecidedBy.VERIFICATION:
        known = [a.rule for a in rules.adjustments if a.decided_by is DecidedBy.VERIFICATION]
        raise ClaimUnknown("rule", rule=rule, known=", ".join(known))
    if adjustment.points > 0 and rule not in {claim.rule for claim in application.claims}:
        raise BonusNotClaimed("rule", rule=rule)
    if adjustment.special_category and not by_office:
        raise VerifierMayNotSee("rule", rule=rule)


def _require_live(application: Application) -> None:
    if application.status not in LIVE:
        raise ApplicationDecided(status=application.status)


def standing(application: Application, rank: int) -> Application:
    """Ranked; the lists are not public yet."""
    return replace(application, status=ApplicationStatus.RANKED, rank=rank, version=application.version + 1)


def as_applicants_see(application: Application, call: Call) -> Application:
    """Between the ranking and its publication an applicant reads nothing that the ranking says."""
    if call.status is not CallStatus.RANKED:
        return application
    told = application.status if application.status in GONE else ApplicationStatus.SUBMITTED
    return replace(application, status=told, score=None, score_lines=(), rank=None)


def decided(application: Application, status: ApplicationStatus) -> Application:
    """What the lists (or a promotion) say of it."""
    return replace(application, status=status, version=application.version + 1)


GONE = frozenset({ApplicationStatus.WITHDRAWN, ApplicationStatus.INELIGIBLE, ApplicationStatus.NOT_PLACED})


def withdrawn(application: Application, expected: int | None = None) -> Application:
    """Raises: StaleVersion, ApplicationDecided."""
    require_version(application.version, expected)
    if application.status in GONE:
        raise ApplicationDecided(status=application.status)
    return decided(application, ApplicationStatus.WITHDRAWN)
