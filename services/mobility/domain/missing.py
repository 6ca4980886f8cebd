"""What is asked for and not there, or not for this caller to know of."""

from __future__ import annotations

from chassis.refusal import NotFound


class NoSuchPerson(NotFound):
    code = "person-not-found"
    tr, en = "Böyle bir kişi kaydı yok.", "There is no such person on record."


class NoSuchCall(NotFound):
    code = "call-not-found"
    tr, en = "Böyle bir çağrı yok.", "There is no such call."


class NoSuchApplication(NotFound):
    code = "application-not-found"
    tr, en = "Böyle bir başvuru yok.", "There is no such application."


class NoSuchPlacement(NotFound):
    code = "placement-not-found"
    tr, en = "Böyle bir yerleştirme yok.", "There is no such placement."


class NoSuchMobility(NotFound):
    code = "mobility-not-found"
    tr, en = "Böyle bir hareketlilik yok.", "There is no such mobility."


class NoSuchAgreement(NotFound):
    code = "agreement-not-found"
    tr, en = "Böyle bir anlaşma yok.", "There is no such agreement."
