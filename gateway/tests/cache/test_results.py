"""Bounded memory, and what a change finds: the store alone."""

from __future__ import annotations

import gc
import tracemalloc

from gateway.cache.results import OVERHEAD_BYTES, SHARE, Results
from gateway.compiler.touches import Dependence
from gateway.views.differences import Difference, Differences

KILOBYTE = 1024
ROOM_FOR_40 = 40 * (KILOBYTE + OVERHEAD_BYTES)


def partner(number: object) -> Dependence:
    return Dependence("Partner", (("id", str(number)),), frozenset({"id", "name"}))


def renamed(*numbers: object) -> Differences:
    rows = [{"id": str(number)} for number in numbers]
    return Differences.of(Difference("Partner", frozenset({"name"}), row, row) for row in rows)


def keep(results: Results, number: object, size: int = KILOBYTE) -> None:
    result = results.begin(number, (partner(number),))
    assert result is not None
    assert results.keep(result, b"x" * size)


def held(results: Results, numbers: range) -> list[int]:
    return [number for number in numbers if results.get(number) is not None]


def test_no_more_bytes_are_kept_than_are_allowed_and_those_longest_unused_go_first() -> None:
    results = Results(ROOM_FOR_40)
    for number in range(40):
        keep(results, number)
    results.get(0)
    for number in range(40, 60):
        keep(results, number)
        assert results.size <= ROOM_FOR_40
    assert held(results, range(60)) == [0, *range(21, 60)]


def test_a_result_larger_than_its_share_is_given_out_and_not_kept() -> None:
    results = Results(ROOM_FOR_40)
    keep(results, "small")
    keep(results, "large", ROOM_FOR_40 // SHARE + 1)
    assert results.get("small") is not None
    assert results.get("large") is None


def test_spellings_of_a_request_count_and_are_bounded() -> None:
    results = Results(ROOM_FOR_40)
    keep(results, 1)
    result = results.get(1)
    assert result is not None
    before = results.size
    for spelling in range(50):
        results.know(spelling, 100, None, result)
    known = [spelling for spelling in range(50) if results.recall(spelling)]
    assert results.size == before + 100 * len(known)
    assert 1 <= len(known) <= 4


def test_the_bytes_that_are_counted_are_about_those_that_are_used() -> None:
    gc.collect()
    tracemalloc.start()
    results = Results(100 * KILOBYTE * KILOBYTE)
    for number in range(2_000):
        keep(results, (object(), number), 100)
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert used < results.size * 1.2


def test_a_change_drops_what_shows_the_row_and_nothing_else() -> None:
    results = Results(ROOM_FOR_40)
    for number in range(5):
        keep(results, number)
    results.hear(renamed(1, 3))
    assert held(results, range(5)) == [0, 2, 4]


def test_what_a_change_on_its_way_touches_is_not_kept_until_it_is_through() -> None:
    results = Results(ROOM_FOR_40)
    results.hear(renamed(1))
    assert results.begin(1, (partner(1),)) is None
    assert results.begin(2, (partner(2),)) is not None
    results.settle(1)
    assert results.begin(1, (partner(1),)) is not None


def test_what_is_being_read_while_a_change_comes_is_not_kept() -> None:
    results = Results(ROOM_FOR_40)
    reading, other = results.begin(1, (partner(1),)), results.begin(2, (partner(2),))
    assert reading is not None
    assert other is not None
    results.hear(renamed(1))
    results.settle(1)
    assert not results.keep(reading, b"old")
    assert results.keep(other, b"as ever")
    assert held(results, range(3)) == [2]


def test_a_type_told_whole_drops_all_that_depends_on_it() -> None:
    results = Results(ROOM_FOR_40)
    keep(results, 1)
    event = results.begin("event", (Dependence("Event", (), frozenset({"id"})),))
    assert event is not None
    assert results.keep(event, b"{}")
    results.hear(Differences(whole=frozenset({"Partner"})))
    assert results.get(1) is None
    assert results.get("event") is not None


def test_a_dropped_result_is_not_recalled_by_its_requests_bytes() -> None:
    results = Results(ROOM_FOR_40)
    keep(results, 1)
    result = results.get(1)
    assert result is not None
    results.know("body", 10, "Named", result)
    assert results.recall("body") == (result.data, "Named")
    results.hear(renamed(1))
    assert results.recall("body") is None
    assert results.size == 0
