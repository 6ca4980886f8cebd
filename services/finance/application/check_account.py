"""Whether a payee's account can be paid: looked at before anybody approves it, and before a file names it."""

from __future__ import annotations

from uuid import UUID

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from chassis.refusal import Kind, Refusal
from services.finance.application.work import Payee, Work


class PayeeAccountUnknown(Refusal):
    code, kind = "payee-account-unknown", Kind.CONFLICT
    tr = "Alıcının hesabı bilinmiyor."
    en = "The payee's account is unknown."
    next_tr, next_en = "Katılımcıdan IBAN'ını girmesini isteyin.", "Ask the participant to enter the IBAN."


class PayeeIbanWrong(Refusal):
    """ISO 13616: the length of its country, and two check digits by modulo 97."""

    code, kind = "payee-iban-wrong", Kind.CONFLICT
    tr = "Alıcının IBAN'ı hatalı: ülkesinin biçimine ya da kontrol basamaklarına uymuyor."
    en = "The payee's IBAN is wrong: it does not fit its country's form or its check digits."
    next_tr = "Katılımcıdan IBAN'ını düzeltmesini isteyin; talep bekler."
    next_en = "Ask the participant to correct the IBAN; the request waits."


async def payable(person_id: UUID, work: Work) -> Payee:
    """Raises: PayeeAccountUnknown, PayeeIbanWrong."""
    payee = await work.payees.get(person_id)
    if payee is None or payee.iban is None:
        raise PayeeAccountUnknown
    if not iban_fits(payee.iban):
        raise PayeeIbanWrong
    return payee


def iban_fits(iban: str) -> bool:
    """``TR330006100519786457841326`` does, with another last digit it does not."""
    try:
        IBAN(iban)
    except SchwiftyException:
        return False
    return True
