"""Fields of education by ISCED-F 2013. Agreements name detailed fields: four digits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from chassis.refusal import Refusal


class IscedLevel(StrEnum):
    BROAD = "broad"
    NARROW = "narrow"
    DETAILED = "detailed"


@dataclass(frozen=True, slots=True)
class IscedField:
    code: str
    level: IscedLevel
    label_tr: str
    label_en: str


class IscedCodeUnknown(Refusal):
    """Not a detailed field. The nearest one shares the longest beginning, then is closest in number."""

    code = "isced-code-unknown"
    tr = "“{written}” dört haneli bir ISCED-F alan kodu değil. En yakını {nearest}: {nearest_tr}."
    en = "“{written}” is not a four-digit ISCED-F field. The nearest is {nearest}: {nearest_en}."
    next_tr = "Kodu düzeltin ya da alanı adıyla arayın."
    next_en = "Correct the code, or search the field by name."


class IscedFields:
    """All fields, by code."""

    def __init__(self, fields: Iterable[IscedField]) -> None:
        self._detailed = {field.code: field for field in fields if field.level is IscedLevel.DETAILED}

    def require(self, code: str, path: str) -> None:
        """Raises: IscedCodeUnknown, naming the nearest field."""
        if code not in self._detailed:
            near = self.nearest(code)
            raise IscedCodeUnknown(
                path, written=code, nearest=near.code, nearest_tr=near.label_tr, nearest_en=near.label_en
            )

    def nearest(self, written: str) -> IscedField:
        """The detailed field most like ``written``: 0614 for 0619, 0610 for 061."""

        def likeness(field: IscedField) -> tuple[int, int]:
            shared = takewhile(lambda pair: pair[0] == pair[1], zip(field.code, written, strict=False))
            return len(list(shared)), -_distance(field.code, written)

        return max(self._detailed.values(), key=likeness)


def _distance(code: str, written: str) -> int:
    padded = written.ljust(4, "0")[:4]
    return abs(int(code) - int(padded)) if padded.isascii() and padded.isdigit() else int(code)
