"""Appeals against published lists: filed once, in time; decided; and where the appellant then stands.

An accepted appeal re-opens one application. Where it stands is found by the same ranking over the same
candidates and places, with the one corrected. Nobody else's place, turn or rank changes: the appellant takes
a place only when one is free, and else waits directly before the first of those whom the replay puts behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from chassis.refusal import Kind, Refusal, require_version
from contracts.vocabulary import AppealStatus, ApplicationStatus, CallStatus, PlacementStatus
from services.mobility.domain.appeal import Appeal
from services.mobility.domain.application import Application, Reason, Verification
from services.mobility.domain.call import Call
from services.mobility.domain.placement import Placement
from services.mobility.domain.ranking import Standing


class AppealsClosed(Refusal):
    code = "appeals-closed"
    tr = "Bu çağrının sonuçlarına şu anda itiraz edilemez (son gün: {until})."
    en = "The results of this call cannot be appealed against now (last day: {until})."
    next_tr, next_en = "Ofisle görüşün.", "Talk to the office."


class AppealedAlready(Refusal):
    code, kind = "appealed-already", Kind.CONFLICT
    tr, en = "Bu başvuru için itiraz edildi.", "An appeal was made for this application."
    next_tr, next_en = "Kararı bekleyin ya da okuyun.", "Wait for the decision, or read it."


class NothingToAppeal(Refusal):
    code, kind = "nothing-to-appeal", Kind.CONFLICT
    tr = "Geri çekilen ya da yeri kabul edilen bir başvuru yeniden açılmaz."
    en = "An application that was withdrawn, or whose place was accepted, is not opened again."
    next_tr, next_en = "Ofisle görüşün.", "Talk to the office."


class NoAppealWaits(Refusal):
    code, kind = "no-appeal-waits", Kind.CONFLICT
    tr, en = "Karar bekleyen bir itiraz yok.", "There is no appeal that waits for a decision."
    next_tr, next_en = "Başvuruya bakın.", "Look at the application."


class CorrectionMissing(Refusal):
    code, kind = "correction-missing", Kind.INVALID
    tr, en = "Kabul edilen itirazın düzelttiği bir şey olur.", "An accepted appeal corrects something."
    next_tr = "Notu, dil puanını ya da doğrulanan satırı kanıtıyla girin."
    next_en = "Enter the grade, the language score or the verified line, with its evidence."


class StillIneligible(Refusal):
    code = "appeal-still-ineligible"
    tr = "Düzeltmeden sonra da uygun değil: {rules}."
    en = "Not eligible after the correction either: {rules}."
    next_tr, next_en = "Düzeltmeyi gözden geçirin ya da itirazı reddedin.", "Look at it again, or reject it."


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong; None stays as it is. ``verification`` is a bonus or penalty decided anew."""

    cgpa: Decimal | None = None
    language_score: Decimal | None = None
    verification: Verification | None = None

    @property
    def empty(self) -> bool:
        return self.cgpa is None and self.language_score is None and self.verification is None


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    by: str
    at: datetime


def appealed(
    application: Application, call: Call, appeal: Appeal, placements: Iterable[Placement], today: date
) -> Application:
    """Raises: AppealsClosed, AppealedAlready, NothingToAppeal."""
    open_until = call.appeals_until if call.status is CallStatus.PUBLISHED else None
    if open_until is None or today > open_until:
        raise AppealsClosed(until=open_until or "—")
    if application.appeal is not None:
        raise AppealedAlready
    require_unsettled(application, placements)
    return replace(application, appeal=appeal, version=application.version + 1)


def require_unsettled(application: Application, placements: Iterable[Placement]) -> None:
    """Who took the place has agreed to it. Raises: NothingToAppeal."""
    taken = any(one.status is PlacementStatus.ACCEPTED for one in placements)
    if taken or application.status is ApplicationStatus.WITHDRAWN:
        raise NothingToAppeal


def require_waiting(application: Application, expected: int | None) -> Appeal:
    """Raises: StaleVersion, NoAppealWaits."""
    require_version(application.version, expected)
    if application.appeal is None or application.appeal.status is not AppealStatus.OPEN:
        raise NoAppealWaits
    return application.appeal


def answered(application: Application, appeal: Appeal, status: AppealStatus, answer: Answer) -> Application:
    told = replace(appeal, status=status, answer=answer.text, decided_by=answer.by, decided_at=answer.at)
    return replace(application, appeal=told, version=application.version + 1)


def corrected(application: Application, correction: Correction) -> Application:
    """The version is the caller's to raise. Raises: CorrectionMissing."""
    if correction.empty:
        raise CorrectionMissing
    record = application.record
    fixed = replace(
        record,
        cgpa=record.cgpa if correction.cgpa is None else correction.cgpa,
        language_score=record.language_score
        if correction.language_score is None
        else correction.language_score,
    )
    verifications = application.verifications
    if (seen := correction.verification) is not None:
        verifications = (*(one for one in verifications if one.rule != seen.rule), seen)
    return replace(application, record=fixed, verifications=verifications)


def require_eligible(reasons: Sequence[Reason]) -> None:
    """Raises: StillIneligible."""
    if reasons:
        raise StillIneligible(rules=", ".join(reason.code for reason in reasons))


def is_ranked(application: Application) -> bool:
    """It stood in the published ranking, or an earlier appeal brought it in."""
    return application.rank is not None and application.score is not None


def turn_of(standings: Sequence[Standing], kept: Mapping[UUID, int], application_id: UUID) -> int:
    """The rank with which the appellant waits: that of the first whom the replay puts behind.

    ``kept`` are the ranks that the others keep. Where ranks are equal, the appellant's turn comes first.
    """
    order = [one.candidate.application_id for one in standings]
    behind = order[order.index(application_id) + 1 :]
    return min((kept[one] for one in behind), default=max(kept.values(), default=0) + 1)


def better_place(standing: Standing, held: UUID) -> UUID | None:
    """The place that the replay gives, if it was wished for before the one that is held."""
    wishes, place = standing.candidate.wishes, standing.place
    return place if place is not None and wishes.index(place) < wishes.index(held) else None
