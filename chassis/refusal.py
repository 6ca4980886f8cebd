"""How a rule says no: one stable code, a reason in Turkish and English, and the next step.

Pure: a domain may import this module and nothing else of the chassis. What a refusal means in HTTP or
GraphQL is each edge's own table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from chassis.clock import ISTANBUL


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """The same sentence in the two languages of the office."""

    tr: str
    en: str


class Kind(StrEnum):
    """What sort of no it is; edges map it to a status."""

    INVALID = "invalid"
    RULE = "rule"
    NOT_FOUND = "not-found"
    STALE = "stale"
    CONFLICT = "conflict"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    PRECONDITION_REQUIRED = "precondition-required"
    TOO_MANY = "too-many"
    UNAVAILABLE = "unavailable"


class Refusal(Exception):
    """A rule, a permission or a stale version refused a command; nothing was changed.

    Subclasses give the texts; ``{placeholders}`` in them are filled from the keyword facts::

        class OfferExpired(Refusal):
            code = "placement-offer-expired"
            tr, en = "Teklif {reply_by} tarihinde sona erdi.", "The offer ended on {reply_by}."
            next_tr, next_en = "Yedek listeye başvurun.", "Ask the office for the reserve list."
    """

    code: ClassVar[str]
    kind: ClassVar[Kind] = Kind.RULE
    tr: ClassVar[str]
    en: ClassVar[str]
    next_tr: ClassVar[str] = ""
    next_en: ClassVar[str] = ""

    def __init__(self, field: str | None = None, **facts: object) -> None:
        """``field`` is the input's path (``conditions.0.places``) when one input is to blame."""
        self.field = field
        self.facts = facts
        super().__init__(self.message.en)

    @property
    def message(self) -> LocalizedText:
        facts = _in_words(self.facts)
        return LocalizedText(tr=self.tr.format(**facts), en=self.en.format(**facts))

    @property
    def next_step(self) -> LocalizedText | None:
        if not self.next_en:
            return None
        facts = _in_words(self.facts)
        return LocalizedText(tr=self.next_tr.format(**facts), en=self.next_en.format(**facts))


def _in_words(facts: Mapping[str, object]) -> dict[str, object]:
    """Instants as people in the office read them: to the minute, on their own clock."""
    return {
        name: f"{fact.astimezone(ISTANBUL):%Y-%m-%d %H:%M}" if isinstance(fact, datetime) else fact
        for name, fact in facts.items()
    }


class NotFound(Refusal):
    """There is no such thing, or the caller may not know that there is."""

    code, kind = "not-found", Kind.NOT_FOUND
    tr, en = "{what} bulunamadı.", "No such {what}."
    next_tr, next_en = "Kimliği ve yetkinizi kontrol edin.", "Check the id, and that your role may see it."


class StaleVersion(Refusal):
    """Somebody changed the aggregate since the caller read it."""

    code, kind = "stale-version", Kind.STALE
    tr = "Bu kayıt değişti: sizdeki sürüm {expected}, güncel sürüm {present}."
    en = "This record has changed: you have version {expected}, the present one is {present}."
    next_tr, next_en = "Yeniden okuyup tekrar deneyin.", "Read it again and repeat the change."


def require_version(present: int, expected: int | None) -> None:
    """Refuse a change based on an older version; ``None`` means the caller did not ask for the check."""
    if expected is not None and expected != present:
        raise StaleVersion(expected=expected, present=present)
