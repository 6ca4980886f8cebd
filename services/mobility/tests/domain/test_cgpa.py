from __future__ import annotations

from decimal import Decimal

import pytest

from services.mobility.adapters.rule_files import lines, rule_book
from services.mobility.domain.cgpa import CgpaOutOfScale, on_scale_of_100

ANCHORS = rule_book().cgpa_anchors


@pytest.mark.parametrize("point", list(lines("cgpa_conversion.csv")), ids=lambda point: point["cgpa_4"])
def test_every_published_point_lies_on_the_line(point: dict[str, str]) -> None:
    assert on_scale_of_100(Decimal(point["cgpa_4"]), 4, ANCHORS) == Decimal(point["cgpa_100"])


@pytest.mark.parametrize(("of_4", "of_100"), [("3.20", "81.33"), ("1.00", "30.00"), ("2.01", "53.57")])
def test_between_and_below_the_points_the_line_goes_on(of_4: str, of_100: str) -> None:
    assert on_scale_of_100(Decimal(of_4), 4, ANCHORS) == Decimal(of_100)


def test_a_grade_of_100_stays() -> None:
    assert on_scale_of_100(Decimal("72.5"), 100, ANCHORS) == Decimal("72.50")


@pytest.mark.parametrize(("cgpa", "scale"), [("4.01", 4), ("-0.1", 4), ("100.5", 100), ("3", 5)])
def test_a_cgpa_out_of_its_scale_is_refused(cgpa: str, scale: int) -> None:
    with pytest.raises(CgpaOutOfScale):
        on_scale_of_100(Decimal(cgpa), scale, ANCHORS)
