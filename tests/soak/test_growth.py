"""The verdict of a soak, on samples made by hand."""

from __future__ import annotations

from tests.soak.growth import thirds


def test_what_rises_from_third_to_third_grew() -> None:
    (memory,) = thirds([{"memory events MiB": 100.0 + 5 * minute} for minute in range(30)])
    assert memory.grew
    assert memory.first < memory.last


def test_what_swings_did_not() -> None:
    found = thirds([{"connections": 20.0 + n % 3, "inbox rows": 900.0 + 300 * (n % 4)} for n in range(30)])
    assert [one.grew for one in found] == [False, False]
