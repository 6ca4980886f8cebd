"""Academic years, written ``2026/2027``: from 1 September to 31 August, as agreements count them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from chassis.refusal import Kind, Refusal

WRITTEN = re.compile(r"([12][0-9]{3})/([12][0-9]{3})")


class AcademicYearMalformed(Refusal):
    code, kind = "academic-year-malformed", Kind.INVALID
    tr, en = "“{written}” bir akademik yıl değil.", "“{written}” is not an academic year."
    next_tr = "Art arda iki yıl yazın, örneğin 2026/2027."
    next_en = "Write two consecutive years, such as 2026/2027."


@dataclass(frozen=True, slots=True, order=True)
class AcademicYear:
    """``AcademicYear(2026)`` is 2026/2027. Source of the days: inter-institutional agreement template."""

    starts_in: int

    @classmethod
    def parse(cls, written: str, field: str | None = None) -> AcademicYear:
        """Raises: AcademicYearMalformed unless two consecutive years are given."""
        match = WRITTEN.fullmatch(written.strip())
        if match is None or int(match[2]) != int(match[1]) + 1:
            raise AcademicYearMalformed(field, written=written)
        return cls(int(match[1]))

    @property
    def first_day(self) -> date:
        return date(self.starts_in, 9, 1)

    @property
    def last_day(self) -> date:
        return date(self.starts_in + 1, 8, 31)

    def __str__(self) -> str:
        return f"{self.starts_in}/{self.starts_in + 1}"
