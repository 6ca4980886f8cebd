"""What finance reacts to: the course of mobilities, people's accounts, the finance office's answers."""

from __future__ import annotations

from chassis.consuming.reactor import Reactor
from contracts.finance import PaymentAnswered
from contracts.mobility import (
    MobilityBegun,
    MobilityCompleted,
    MobilityExtended,
    MobilityPlanned,
    MobilityShortened,
    MobilityWithdrawn,
    PersonChanged,
    PersonErased,
    PersonRegistered,
    PersonRepublished,
)
from services.finance.adapters.work import FinanceWork
from services.finance.application.answer_payment import answer_payment
from services.finance.application.change_grant import cancel_grant, recount_grant
from services.finance.application.draft_grant import draft_grant
from services.finance.application.follow_stay import follow_stay
from services.finance.application.note_payee import forget_payee, note_payee

GRANTS: Reactor[FinanceWork] = Reactor(
    "finance.grants",
    {
        MobilityPlanned: draft_grant,
        MobilityBegun: follow_stay,
        MobilityExtended: follow_stay,
        MobilityShortened: recount_grant,
        MobilityCompleted: recount_grant,
        MobilityWithdrawn: cancel_grant,
    },
)

PAYEES: Reactor[FinanceWork] = Reactor(
    "finance.payees",
    {
        PersonRegistered: note_payee,
        PersonChanged: note_payee,
        PersonRepublished: note_payee,
        PersonErased: forget_payee,
    },
)

PAYMENT_RESULTS: Reactor[FinanceWork] = Reactor("finance.payment-results", {PaymentAnswered: answer_payment})

REACTORS = (GRANTS, PAYEES, PAYMENT_RESULTS)
