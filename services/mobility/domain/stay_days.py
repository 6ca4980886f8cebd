"""How the days of a stay are counted, by what is done there."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import ActivityKind

LONG_TERM = frozenset({ActivityKind.STUDENT_STUDY, ActivityKind.STUDENT_TRAINEESHIP})


class StayEndsBeforeItStarts(Refusal):
    code, kind = "stay-ends-before-it-starts", Kind.INVALID
    tr = "Kalış {ends} tarihinde, başladığı {begins} gününden önce bitiyor."
    en = "The stay ends on {ends}, before it begins on {begins}."
    next_tr, next_en = "Tarihleri düzeltin.", "Correct the dates."


def stay_days(kind: ActivityKind, blended: bool, begins: date, ends: date) -> int | None:
    """Days of a stay by the rule of its kind; a degree study is not counted in days.

    Raises: StayEndsBeforeItStarts.
    """
    if ends < begins:
        raise StayEndsBeforeItStarts("ends", begins=begins, ends=ends)
    if kind is ActivityKind.DEGREE:
        return None
    if kind in LONG_TERM and not blended:
        return long_term_days(begins, ends)
    return (ends - begins).days + 1


def long_term_days(begins: date, ends: date) -> int:
    """Days of a long-term student stay: months of 30 days, both ends counted.

    15 September 2025 to 31 January 2026 is 136 days; a 31st counts as the 30th.
    Source: S01, European Commission, KA131 "Duration calculated (days)".
    """
    months = (ends.year - begins.year) * 12 + ends.month - begins.month
    return months * 30 + min(30, ends.day) - min(30, begins.day) + 1


def months_later(day: date, months: int) -> date:
    """The same day of that month, or its last day; negative months go back.

    30 November and three months is 28 February.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
