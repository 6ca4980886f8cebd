from __future__ import annotations

from datetime import date

import pytest

from chassis.refusal import StaleVersion
from contracts.vocabulary import PlacementList, PlacementStatus
from services.mobility.domain.placement import (
    NothingOffered,
    OfferExpired,
    OfferStillOpen,
    accepted,
    lapsed,
    promoted,
    withdrawn,
)
from services.mobility.tests.builders import a_placement

LAST_DAY, TOO_LATE = date(2026, 12, 1), date(2026, 12, 2)


def test_an_offer_is_accepted_until_its_last_day() -> None:
    assert accepted(a_placement(), LAST_DAY, None).status is PlacementStatus.ACCEPTED
    with pytest.raises(OfferExpired):
        accepted(a_placement(), TOO_LATE, None)


@pytest.mark.parametrize("status", sorted(set(PlacementStatus) - {PlacementStatus.OFFERED}))
def test_what_is_not_offered_cannot_be_accepted(status: PlacementStatus) -> None:
    with pytest.raises(NothingOffered):
        accepted(a_placement(status=status), LAST_DAY, None)


def test_an_answer_to_an_older_version_is_stale() -> None:
    with pytest.raises(StaleVersion):
        accepted(a_placement(version=3), LAST_DAY, 2)


def test_the_reserve_moves_to_the_main_list_with_an_offer() -> None:
    moved = promoted(a_placement(status=PlacementStatus.RESERVE, list=PlacementList.RESERVE), TOO_LATE)
    assert (moved.list, moved.status, moved.promoted) == (PlacementList.MAIN, PlacementStatus.OFFERED, True)


def test_who_is_gone_cannot_go_again_nor_be_promoted() -> None:
    gone = withdrawn(a_placement())
    with pytest.raises(NothingOffered):
        withdrawn(gone)
    with pytest.raises(NothingOffered):
        promoted(gone, TOO_LATE)


def test_an_offer_lapses_after_its_last_day_only() -> None:
    assert lapsed(a_placement(), TOO_LATE).status is PlacementStatus.EXPIRED
    with pytest.raises(OfferStillOpen):
        lapsed(a_placement(), LAST_DAY)
