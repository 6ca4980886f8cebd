from datetime import UTC, datetime

from chassis.refusal import Refusal


class Closed(Refusal):
    code = "closed"
    tr, en = "{at} anında kapandı.", "It closed at {at}."


def test_an_instant_is_told_to_the_minute_on_the_clock_of_istanbul() -> None:
    refusal = Closed(at=datetime(2027, 1, 31, 21, 30, 5, 123456, tzinfo=UTC))
    assert refusal.message.en == "It closed at 2027-02-01 00:30."
    assert refusal.message.tr == "2027-02-01 00:30 anında kapandı."
