"""What finance reacts to: stays, accounts, the finance office's answers, costs of visits and events."""

from __future__ import annotations

from chassis.consuming.reactor import Reactor
from contracts.event_plans import EventPlanBegun, EventPlanChanged, EventPlanRepublished
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
from contracts.visits import (
    VisitCancelled,
    VisitChanged,
    VisitConfirmed,
    VisitHeld,
    VisitPlanned,
    VisitReported,
    VisitRepublished,
)
from services.finance.adapters.work import FinanceWork
from services.finance.application.answer_payment import answer_payment
from services.finance.application.change_grant import cancel_grant, recount_grant
from services.finance.application.draft_grant import draft_grant
from services.finance.application.follow_costs import follow_event_plan, follow_visit
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

COSTS: Reactor[FinanceWork] = Reactor(
    "finance.costs",
    {
        VisitPlanned: follow_visit,
        VisitChanged: follow_visit,
        VisitConfirmed: follow_visit,
        VisitHeld: follow_visit,
        VisitCancelled: follow_visit,
        VisitReported: follow_visit,
        VisitRepublished: follow_visit,
        EventPlanBegun: follow_event_plan,
        EventPlanChanged: follow_event_plan,
        EventPlanRepublished: follow_event_plan,
    },
)

REACTORS = (GRANTS, PAYEES, PAYMENT_RESULTS, COSTS)
