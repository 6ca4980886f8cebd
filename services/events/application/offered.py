"""Opportunities and interests in the published language."""

from __future__ import annotations

from contracts import opportunities as told
from contracts.event import Text
from services.events.domain.interest import Interest
from services.events.domain.opportunity import Opportunity


def opportunity_state(opportunity: Opportunity) -> told.Opportunity:
    offer = opportunity.offer
    return told.Opportunity(
        id=opportunity.id,
        version=opportunity.version,
        kind=offer.kind,
        title=Text(tr=offer.title.tr, en=offer.title.en),
        body=Text(tr=offer.body.tr, en=offer.body.en),
        source=offer.source,
        url=offer.url,
        deadline=offer.deadline,
        faculties=tuple(sorted(offer.faculties)),
        eqf_levels=tuple(sorted(offer.eqf_levels)),
        languages=tuple(sorted(offer.languages)),
        status=opportunity.status,
    )


def published(opportunity: Opportunity) -> told.OpportunityEvent:
    return told.OpportunityPublished(state=opportunity_state(opportunity))


def changed(opportunity: Opportunity) -> told.OpportunityEvent:
    return told.OpportunityChanged(state=opportunity_state(opportunity))


def closed(opportunity: Opportunity) -> told.OpportunityEvent:
    return told.OpportunityClosed(state=opportunity_state(opportunity))


def withdrawn(opportunity: Opportunity) -> told.OpportunityEvent:
    return told.OpportunityWithdrawn(state=opportunity_state(opportunity))


def interest_state(interest: Interest) -> told.Interest:
    return told.Interest(
        id=interest.id,
        version=interest.version,
        person_id=interest.person_id,
        kinds=tuple(sorted(interest.kinds)),
        languages=tuple(sorted(interest.languages)),
        mail_kinds=tuple(sorted(interest.mail_kinds)),
    )


def stated(interest: Interest) -> told.InterestEvent:
    return told.InterestStated(state=interest_state(interest))
