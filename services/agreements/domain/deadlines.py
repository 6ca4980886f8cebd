"""Days of the year by which something must be said; data, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chassis.refusal import Refusal


class Deadline(StrEnum):
    NOTICE = "notice"
    QUOTA_CHANGE = "quota-change"


class DeadlineUnknown(Refusal):
    code = "deadline-unknown"
    tr, en = "{year} yılı için bu süre bilinmiyor: {rule}.", "This deadline is not known for {year}: {rule}."
    next_tr, next_en = (
        "Süreyi kaynağıyla birlikte veriye ekletin.",
        "Have it added to the data with its source.",
    )


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """``month`` and ``day`` of every year from ``from_year`` on, until a later row says otherwise."""

    deadline: Deadline
    from_year: int
    month: int
    day: int


def deadline_in(year: int, deadline: Deadline, rules: Sequence[DeadlineRule]) -> date:
    """Raises: DeadlineUnknown."""
    known = [rule for rule in rules if rule.deadline is deadline and rule.from_year <= year]
    if not known:
        raise DeadlineUnknown(year=year, rule=deadline)
    newest = max(known, key=lambda rule: rule.from_year)
    return date(year, newest.month, newest.day)
