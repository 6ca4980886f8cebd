from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from chassis.ids import new_id
from contracts.vocabulary import ActivityKind, Programme
from services.mobility.adapters.rule_files import rule_book
from services.mobility.domain.application import Preference, ScoreLine, Verification
from services.mobility.domain.scoring import History, public_lines, score_lines, total
from services.mobility.tests.builders import NOON, a_record, an_application

RULES = rule_book().selection(Programme.ERASMUS, 2024, ActivityKind.STUDENT_STUDY)
NOTHING_EARLIER = History(0, {})


def lines_of(
    *verifications: Verification, history: History = NOTHING_EARLIER, add_up: bool = True, **changes: Any
) -> tuple[ScoreLine, ...]:
    application = an_application(verifications=verifications, **changes)
    return score_lines(application, RULES, history, bonuses_add_up=add_up)


def seen(rule: str, accepted: bool = True, times: int = 1) -> Verification:
    return Verification(rule, accepted, "rapor 12/2026", "officer", NOON, times)


def points(lines: Iterable[ScoreLine]) -> dict[str, str]:
    return {line.rule: str(line.points) for line in lines}


def test_the_score_is_half_the_cgpa_and_half_the_language() -> None:
    lines = lines_of(record=a_record("3.20", language="81"))
    assert points(lines) == {"W1": "40.67", "W2": "40.50"}
    assert total(lines) == Decimal("81.17")


def test_a_computed_line_shows_how_it_came_about() -> None:
    first, _ = lines_of(record=a_record("3.20"))
    assert first.evidence == "3.20/4 = 81.33/100"
    assert first.verified_by == "system"


def test_only_what_somebody_saw_counts() -> None:
    assert points(lines_of(seen("B2"), seen("B3", accepted=False)))["B2"] == "10.00"
    assert "B3" not in points(lines_of(seen("B3", accepted=False)))


def test_a_verified_line_names_the_document_and_who_saw_it() -> None:
    line = lines_of(seen("B2"))[-1]
    assert (line.evidence, line.verified_by, line.note) == (
        "Sağlık kurulu raporu · Health board report",
        "officer",
        "rapor 12/2026",
    )


def test_each_earlier_mobility_costs_ten_whoever_remembers_more_of_them() -> None:
    assert points(lines_of(record=a_record(earlier_mobilities=1), history=History(2, {})))["M1"] == "-20.00"


def test_going_home_costs_ten_once() -> None:
    partner = new_id()
    wishes = tuple(Preference(rank, new_id(), new_id(), partner) for rank in (1, 2))
    abroad = History(0, {partner: "DE"})
    assert points(lines_of(record=a_record(citizen_of=("TR", "DE")), preferences=wishes, history=abroad))[
        "M2"
    ] == ("-10.00")
    assert "M2" not in points(
        lines_of(record=a_record(citizen_of=("TR",)), preferences=wishes, history=abroad)
    )


def test_not_having_gone_costs_ten_each_time() -> None:
    assert points(lines_of(seen("M3", times=2)))["M3"] == "-20.00"
    assert points(lines_of(seen("M5", times=2)))["M5"] == "-5.00"


def test_an_office_may_count_the_best_bonus_only() -> None:
    lines = lines_of(seen("B1"), seen("B2"), seen("M5"), add_up=False)
    assert points(lines).keys() == {"W1", "W2", "B1", "M5"}


def test_outside_a_special_category_bonus_has_no_name() -> None:
    lines = lines_of(seen("B2"), seen("M5"))
    outside = public_lines(lines)
    assert points(outside).keys() == {"W1", "W2", "BONUS", "M5"}
    assert total(outside) == total(lines)
    assert not any("Sağlık" in line.evidence or line.note for line in outside)
