"""A buddy: a student of ours whom the office asks, who agrees, and who helps until the guest leaves."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from chassis.refusal import Kind, Refusal, require_version
from contracts.vocabulary import BuddyStatus, IncomingStatus
from services.mobility.domain.incoming import Incoming, IncomingNotAccepted
from services.mobility.domain.person import Person

IN_TOUCH = frozenset({BuddyStatus.ASKED, BuddyStatus.AGREED})


class BuddyIsOneself(Refusal):
    code, kind = "buddy-is-oneself", Kind.INVALID
    tr, en = "Kimse kendisinin akran rehberi olamaz.", "Nobody is their own buddy."
    next_tr, next_en = "Başka birini seçin.", "Choose somebody else."


class BuddyNotOurStudent(Refusal):
    code, kind = "buddy-not-our-student", Kind.INVALID
    tr = "Akran rehberi bizim bir öğrencimiz olur: fakültesi kayıtlı, personel olmayan biri."
    en = "A buddy is a student of ours: with a faculty on record, and no staff."
    next_tr, next_en = "Başka birini seçin ya da kaydını düzeltin.", "Choose another, or correct the record."


class BuddyStayIsOver(Refusal):
    code, kind = "buddy-stay-is-over", Kind.CONFLICT
    tr, en = "Konuk ayrıldı; akran rehberliği sona erdi.", "The guest has left; nobody helps any more."
    next_tr, next_en = "Yapılacak bir şey yok.", "There is nothing to do."


class BuddyNotAsked(Refusal):
    code, kind = "buddy-not-asked", Kind.CONFLICT
    tr, en = "Yanıt bekleyen bir akran rehberi yok.", "No buddy waits to be answered for."
    next_tr, next_en = "Önce birini seçin.", "Name somebody first."


class BuddyAnswerNotYours(Refusal):
    code = "buddy-answer-not-yours"
    tr, en = "Bunu yalnızca sorulan kişi yanıtlar.", "Only the person who was asked answers this."
    next_tr, next_en = "Yanıtı ona ya da ofise bırakın.", "Leave it to them, or to the office."


def asked(application: Incoming, buddy: Person, expected: int | None) -> Incoming:
    """Somebody is asked to help; whoever was asked before them no longer is.

    Raises: StaleVersion, IncomingNotAccepted, BuddyStayIsOver, BuddyIsOneself, BuddyNotOurStudent.
    """
    require_version(application.version, expected)
    if application.status is not IncomingStatus.ACCEPTED:
        raise IncomingNotAccepted(status=application.status)
    if application.buddy_status is BuddyStatus.ENDED:
        raise BuddyStayIsOver
    if buddy.id == application.person_id:
        raise BuddyIsOneself("buddy_id")
    if buddy.staff or buddy.faculty is None:
        raise BuddyNotOurStudent("buddy_id")
    return _with(application, BuddyStatus.ASKED, buddy.id)


def require_may_answer(application: Incoming, by: UUID | None, *, for_anybody: bool) -> None:
    """``by``: who answers; ``for_anybody``: the office, which writes down what was said.

    Raises: BuddyAnswerNotYours.
    """
    if not for_anybody and (by is None or by != application.buddy_id):
        raise BuddyAnswerNotYours


def answered(application: Incoming, agrees: bool, expected: int | None) -> Incoming:
    """Who says no is no buddy any more; who agreed may still say no later.

    Raises: StaleVersion, BuddyNotAsked.
    """
    require_version(application.version, expected)
    if application.buddy_status not in IN_TOUCH:
        raise BuddyNotAsked
    if agrees:
        return _with(application, BuddyStatus.AGREED, application.buddy_id)
    return _with(application, BuddyStatus.DECLINED, None)


def ended(application: Incoming) -> Incoming:
    """The guest has left, or does not come: the same value where there is nothing to end."""
    if application.buddy_status is BuddyStatus.ENDED:
        return application
    return _with(application, BuddyStatus.ENDED, application.buddy_id)


def without(application: Incoming) -> Incoming:
    """The buddy asked to be forgotten; somebody else may be asked while the guest is here."""
    over = application.buddy_status is BuddyStatus.ENDED
    return _with(application, BuddyStatus.ENDED if over else None, None)


def _with(application: Incoming, status: BuddyStatus | None, buddy_id: UUID | None) -> Incoming:
    return replace(application, version=application.version + 1, buddy_status=status, buddy_id=buddy_id)
