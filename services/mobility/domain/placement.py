"""Places offered or held in reserve, and their answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import assert_never
from uuid import UUID

from chassis.refusal import Kind, Refusal, require_version
from contracts.vocabulary import PlacementList, PlacementStatus


class OfferExpired(Refusal):
    code = "placement-offer-expired"
    tr, en = "Teklif {reply_by} tarihinde sona erdi.", "The offer ended on {reply_by}."
    next_tr, next_en = "Yedek liste için ofise başvurun.", "Ask the office about the reserve list."


class NothingOffered(Refusal):
    code, kind = "placement-nothing-offered", Kind.CONFLICT
    tr = "Bu yer '{status}' durumunda; bekleyen bir teklif yok."
    en = "This place is '{status}'; no offer is waiting."
    next_tr, next_en = "Yerleştirme listesine bakın.", "Look at the list of placements."


class OfferStillOpen(Refusal):
    code = "placement-offer-still-open"
    tr, en = "Teklif {reply_by} gününe kadar geçerli.", "The offer stands until {reply_by}."
    next_tr, next_en = "O güne kadar bekleyin.", "Wait until then."


@dataclass(frozen=True, slots=True)
class Placement:
    """``rank`` is the application's rank in the call: the reserve of a place goes by it.

    ``appealed``: a turn that an accepted appeal gave; it comes before another of the same rank.
    """

    id: UUID
    version: int
    call_id: UUID
    application_id: UUID
    person_id: UUID
    faculty: str
    agreement_id: UUID
    condition_id: UUID
    partner_id: UUID
    list: PlacementList
    rank: int
    score: Decimal
    status: PlacementStatus
    reply_by: date | None = None
    promoted: bool = False
    appealed: bool = False

    @property
    def holds_a_place(self) -> bool:
        return self.status in (PlacementStatus.OFFERED, PlacementStatus.ACCEPTED)


def accepted(placement: Placement, today: date, expected: int | None) -> Placement:
    """Raises: StaleVersion, OfferExpired, NothingOffered."""
    require_version(placement.version, expected)
    match placement.status:
        case PlacementStatus.OFFERED:
            if placement.reply_by is not None and today > placement.reply_by:
                raise OfferExpired(reply_by=placement.reply_by)
            return _as(placement, PlacementStatus.ACCEPTED)
        case (
            PlacementStatus.RESERVE
            | PlacementStatus.ACCEPTED
            | PlacementStatus.WITHDRAWN
            | PlacementStatus.EXPIRED
        ):
            raise NothingOffered(status=placement.status)
        case _:
            assert_never(placement.status)


def withdrawn(placement: Placement, expected: int | None = None) -> Placement:
    """From an offer, an accepted place or the reserve. Raises: StaleVersion, NothingOffered."""
    require_version(placement.version, expected)
    if placement.status in (PlacementStatus.WITHDRAWN, PlacementStatus.EXPIRED):
        raise NothingOffered(status=placement.status)
    return _as(placement, PlacementStatus.WITHDRAWN)


def promoted(placement: Placement, reply_by: date) -> Placement:
    """The next of the reserve moves to the main list and is offered the place. Raises: NothingOffered."""
    if placement.status is not PlacementStatus.RESERVE:
        raise NothingOffered(status=placement.status)
    moved = _as(placement, PlacementStatus.OFFERED)
    return replace(moved, list=PlacementList.MAIN, reply_by=reply_by, promoted=True)


def waits_again(placement: Placement, rank: int, score: Decimal) -> Placement:
    """A turn in the reserve with the rank and score that an accepted appeal gave."""
    return replace(_as(placement, PlacementStatus.RESERVE), rank=rank, score=score, appealed=True)


def expired(placement: Placement) -> Placement:
    """An offer nobody answered, or a reserve turn whose holder got another place."""
    return _as(placement, PlacementStatus.EXPIRED)


def lapsed(placement: Placement, today: date) -> Placement:
    """An offer whose time to reply is over. Raises: OfferStillOpen, NothingOffered."""
    if placement.status is not PlacementStatus.OFFERED:
        raise NothingOffered(status=placement.status)
    if placement.reply_by is None or today <= placement.reply_by:
        raise OfferStillOpen(reply_by=placement.reply_by)
    return expired(placement)


def _as(placement: Placement, status: PlacementStatus) -> Placement:
    return replace(placement, status=status, version=placement.version + 1)
