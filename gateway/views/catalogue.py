"""Every view there is. A new one: its file, its line here, its migration."""

from __future__ import annotations

from gateway.views import (
    agreement,
    announcement,
    application,
    budget,
    call,
    event,
    event_plan,
    expense,
    expense_proposal,
    grant,
    housing_booking,
    housing_place,
    incoming,
    instalment,
    interest,
    learning_agreement,
    ledger,
    letter,
    mobility,
    mobility_file,
    mobility_task,
    opportunity,
    partner,
    payment_batch,
    payment_order,
    payment_request,
    person,
    person_reading,
    placement,
    project,
    registration,
    reminder,
    spending_plan,
    statement_line,
    visit,
    volunteer,
)
from gateway.views.differences import Differences
from gateway.views.metadata import METADATA
from gateway.views.mirrors import MIRRORS, Mirror
from gateway.views.view import View

__all__ = ["BY_TYPE", "EVERYTHING", "METADATA", "MIRRORS", "VIEWS", "mirror_of"]

VIEWS: tuple[View, ...] = (
    partner.VIEW,
    agreement.VIEW,
    letter.VIEW,
    person.VIEW,
    call.VIEW,
    application.VIEW,
    placement.VIEW,
    mobility.VIEW,
    mobility_file.VIEW,
    mobility_task.VIEW,
    learning_agreement.VIEW,
    incoming.VIEW,
    housing_place.VIEW,
    housing_booking.VIEW,
    grant.VIEW,
    instalment.VIEW,
    payment_order.VIEW,
    payment_request.VIEW,
    payment_batch.VIEW,
    statement_line.VIEW,
    budget.VIEW,
    event.VIEW,
    registration.VIEW,
    ledger.VIEW,
    spending_plan.VIEW,
    expense.VIEW,
    expense_proposal.VIEW,
    announcement.VIEW,
    opportunity.VIEW,
    interest.VIEW,
    reminder.VIEW,
    visit.VIEW,
    project.VIEW,
    event_plan.VIEW,
    volunteer.VIEW,
)
BY_TYPE = {view.type: view for view in (*VIEWS, person_reading.VIEW)}
"""Also what is read like a view though no event makes it: a rebuild leaves it alone."""
EVERYTHING = Differences(whole=frozenset(BY_TYPE))


def mirror_of(type_name: str) -> Mirror:
    """The mirror of the aggregate behind a GraphQL type."""
    return BY_TYPE[type_name].root
