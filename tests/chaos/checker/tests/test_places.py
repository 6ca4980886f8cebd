from typing import Any

from tests.chaos.checker.language import EVENT, PLACEMENT, REGISTRATION
from tests.chaos.checker.promises import places
from tests.chaos.checker.tests.builders import AYSE, MEHMET, ZEYNEP, Log, checks, history

FAIR = "fair"


class Door(Log):
    """What happens at one event."""

    sequence = 0

    def hall(self, registered: int, waiting: int, capacity: int = 1, status: str = "scheduled") -> None:
        self.sequence += 1
        figures: dict[str, Any] = {
            "registered": registered,
            "waiting": waiting,
            "capacity": capacity,
            "status": status,
        }
        self.tell(EVENT, FAIR, self.sequence, **figures)

    def seat(self, who: str, sequence: int = 1) -> None:
        self.tell(REGISTRATION, who, sequence, event_id=FAIR, status="registered", place_in_line=None)

    def queue(self, who: str, number: int) -> None:
        self.tell(REGISTRATION, who, 1, event_id=FAIR, status="waiting", place_in_line=number)

    def leave(self, who: str, sequence: int = 2) -> None:
        self.tell(REGISTRATION, who, sequence, event_id=FAIR, status="cancelled", place_in_line=None)

    def found(self) -> list[str]:
        return checks(places.lines_are_served_in_order(history(self)))


def test_the_first_in_line_gets_the_place_that_came_free() -> None:
    door = Door()
    door.hall(0, 0)
    door.seat(AYSE)
    door.hall(1, 0)
    door.queue(MEHMET, 1)
    door.queue(ZEYNEP, 2)
    door.hall(1, 2)
    door.leave(AYSE)
    door.seat(MEHMET, 2)
    door.hall(1, 1)
    assert door.found() == []


def test_the_second_in_line_must_not_be_served_first() -> None:
    door = Door()
    door.queue(MEHMET, 1)
    door.queue(ZEYNEP, 2)
    door.seat(ZEYNEP, 2)
    assert door.found() == ["line out of order"]


def test_nobody_walks_past_the_line() -> None:
    door = Door()
    door.queue(MEHMET, 1)
    door.seat(AYSE)
    assert door.found() == ["line out of order"]


def test_two_on_one_place_are_found_by_counting_them() -> None:
    door = Door()
    door.seat(AYSE)
    door.hall(1, 0)
    door.seat(MEHMET)
    door.hall(1, 0)
    assert door.found() == ["places counted", "more registered than places"]


def test_a_number_in_line_is_given_once() -> None:
    door = Door()
    door.queue(AYSE, 1)
    door.queue(MEHMET, 1)
    assert door.found() == ["number in line"]


def test_the_erased_leave_their_place() -> None:
    door = Door()
    door.seat(AYSE)
    door.hall(1, 0)
    door.erase(REGISTRATION, AYSE, 2)
    door.hall(0, 0)
    assert door.found() == []


def test_a_cancelled_event_counts_nobody() -> None:
    door = Door()
    door.seat(AYSE)
    door.hall(0, 0, status="cancelled")
    assert door.found() == []


def placement(person: str, status: str = "accepted", identity: str = AYSE) -> dict[str, Any]:
    return {
        "id": identity,
        "call_id": "call",
        "person_id": person,
        "condition_id": "condition",
        "status": status,
    }


def test_a_person_holds_one_place_of_a_call() -> None:
    two = [placement(AYSE, "offered"), placement(AYSE, "offered", MEHMET)]
    assert checks(places.nobody_is_placed_twice(history(mobility__placement=two))) == ["placed twice"]
    gone = [placement(AYSE, "offered"), placement(AYSE, "withdrawn", MEHMET)]
    assert checks(places.nobody_is_placed_twice(history(mobility__placement=gone))) == []


def test_an_accepted_place_is_one_stay() -> None:
    place, stay = placement(AYSE), {"id": ZEYNEP, "placement_id": AYSE}
    for stays, found in (([stay], []), ([], ["one stay a place"]), ([stay, stay], ["one stay a place"])):
        run = history(mobility__placement=[place], mobility__mobility=stays)
        assert checks(places.nobody_is_placed_twice(run)) == found


def test_no_more_are_placed_than_an_agreement_has_places() -> None:
    agreement = {"id": ZEYNEP, "conditions": [{"id": "condition", "places_per_year": 1}]}
    call = {"id": "call", "academic_year": "2024/2025"}
    run = history(
        mobility__placement=[placement(AYSE), placement(MEHMET, identity=MEHMET)],
        mobility__call=[call],
        agreements__agreement=[agreement],
    )
    assert checks(places.no_place_is_given_twice(run)) == ["more placed than places"]


def reserve(log: Log, who: str, sequence: int, rank: int, status: str) -> None:
    log.tell(
        PLACEMENT,
        who,
        sequence,
        call_id="call",
        condition_id="condition",
        rank=rank,
        status=status,
        promoted=status == "offered",
    )


def test_the_best_rank_of_the_reserve_is_promoted_first() -> None:
    log = Log()
    reserve(log, AYSE, 1, 7, "reserve")
    reserve(log, MEHMET, 1, 8, "reserve")
    reserve(log, AYSE, 2, 7, "offered")
    assert checks(places.reserves_are_served_in_order(history(log))) == []
    log = Log()
    reserve(log, AYSE, 1, 7, "reserve")
    reserve(log, MEHMET, 1, 8, "reserve")
    reserve(log, MEHMET, 2, 8, "offered")
    assert checks(places.reserves_are_served_in_order(history(log))) == ["reserve out of order"]


def test_nobody_is_registered_twice_for_one_event() -> None:
    rows = [{"event_id": FAIR, "person_id": AYSE}] * 2
    found = places.everybody_has_one_registration(history(events__registration=rows))
    assert checks(found) == ["registered twice"]
