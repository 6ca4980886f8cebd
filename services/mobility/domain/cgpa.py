"""From the scale of 4 to the scale of 100, by YÖK's table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from chassis.refusal import Kind, Refusal

CENT = Decimal("0.01")
SCALES = (4, 100)


class CgpaOutOfScale(Refusal):
    code, kind = "cgpa-out-of-scale", Kind.INVALID
    tr, en = (
        "Not ortalaması {cgpa}, {scale} üzerinden olamaz.",
        "A CGPA of {cgpa} does not fit the scale of {scale}.",
    )
    next_tr = "Ortalamayı ve ölçeğini (4 veya 100) transkriptten yeniden girin."
    next_en = "Enter the average and its scale (4 or 100) again from the transcript."


@dataclass(frozen=True, slots=True)
class Anchor:
    """A published point of the table."""

    of_4: Decimal
    of_100: Decimal


def rounded(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def on_scale_of_100(cgpa: Decimal, scale: int, anchors: Sequence[Anchor]) -> Decimal:
    """``cgpa`` of 100, two decimals: 2.50 of 4 is 65.00, 4.00 is 100.00.

    Between the anchors (ascending) on straight lines, below the lowest on the first line.
    Raises: CgpaOutOfScale.
    """
    if scale not in SCALES or not 0 <= cgpa <= scale:
        raise CgpaOutOfScale("cgpa", cgpa=cgpa, scale=scale)
    if scale == 100:
        return rounded(cgpa)
    low, high = next(pair for pair in pairwise(anchors) if cgpa <= pair[1].of_4)
    slope = (high.of_100 - low.of_100) / (high.of_4 - low.of_4)
    return rounded(max(Decimal(0), high.of_100 - (high.of_4 - cgpa) * slope))
