"""Settlement after the stay: what is taken off a grant because something is missing.

Erasmus+: no participant survey, 20 % of the whole; no proof of the stay, all of it (S14). Farabi and Mevlana
pay a share by success: of it is lost what of the obligatory credits was not passed (S47, S50, S52).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from chassis.refusal import LocalizedText, Refusal
from services.finance.domain.money import Money
from services.finance.domain.rates import Step
from services.finance.domain.support import Line

PERCENT = "percent"
WHOLE = Decimal(100)
SHOWN = Decimal("0.0001")
NO_PROOF_SOURCE = "S14"


class CreditsOutOfRange(Refusal):
    code = "credits-out-of-range"
    tr = "Başarılan kredi 0 ile alınması zorunlu kredi ({obligatory}) arasında olmalıdır."
    en = "Credits passed must be between 0 and the obligatory credits ({obligatory})."
    next_tr, next_en = "Transkripti kontrol edin.", "Check the transcript."


@dataclass(frozen=True, slots=True)
class Deduction:
    """``percent`` of the whole grant, times ``missed`` / ``of``."""

    rule: str
    label: LocalizedText
    percent: Decimal
    source: str
    missed: Decimal = Decimal(1)
    of: Decimal = Decimal(1)

    @property
    def share(self) -> Decimal:
        """Percent of the grant that is lost, as it is shown."""
        return (self.percent * self.missed / self.of).quantize(SHOWN).normalize()

    def amount(self, whole: Money) -> Money:
        return Money(whole.amount * self.percent * self.missed / (WHOLE * self.of), whole.currency)


def survey_missing(step: Step) -> Deduction:
    label = LocalizedText("Katılımcı anketi doldurulmadı", "The participant survey is missing")
    return Deduction("survey-missing", label, step.rate.amount, step.source)


def proof_missing() -> Deduction:
    label = LocalizedText("Katılım belgesi yok", "The proof of the stay is missing")
    return Deduction("proof-of-stay-missing", label, WHOLE, NO_PROOF_SOURCE)


def credits_missing(passed: Decimal, obligatory: Decimal, share: Step) -> Deduction | None:
    """None when everything was passed. 18 of 30 credits and a share of 30 % lose 12 % of the grant.

    Raises: CreditsOutOfRange.
    """
    if not 0 <= passed <= obligatory or obligatory == 0:
        raise CreditsOutOfRange(field="credits_passed", obligatory=obligatory)
    if passed == obligatory:
        return None
    label = LocalizedText(
        f"Başarılan kredi: {passed}/{obligatory}", f"Credits passed: {passed} of {obligatory}"
    )
    return Deduction(
        "credits-not-passed", label, share.rate.amount, share.source, obligatory - passed, obligatory
    )


def deduction_lines(whole: Money, deductions: Sequence[Deduction]) -> tuple[Line, ...]:
    """A negative line each, of the whole before any of them; together never more than the whole."""
    lines, left = [], whole
    for each in deductions:
        taken = min(each.amount(whole), left)
        left = left - taken
        lines.append(_line(each, whole, taken))
    return tuple(lines)


def _line(deduction: Deduction, whole: Money, taken: Money) -> Line:
    return Line(
        rule=deduction.rule,
        label=deduction.label,
        quantity=deduction.share,
        unit=PERCENT,
        rate=whole,
        amount=Money.zero(whole.currency) - taken,
        source=deduction.source,
    )
