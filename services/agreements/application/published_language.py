"""The service's aggregates in the words of ``contracts``: the public state that events carry."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from contracts import agreements as published
from contracts.event import Event, Text
from contracts.letters import Letter as PublishedLetter
from services.agreements.domain.agreements import Agreement, Publication
from services.agreements.domain.amending import amendment_differences
from services.agreements.domain.conditions import Condition
from services.agreements.domain.content import Content, Signature
from services.agreements.domain.kinds import NO_PARTICULARS, Particulars
from services.agreements.domain.letters import Letter
from services.agreements.domain.partners import Partner


def partner_state(partner: Partner) -> published.Partner:
    return published.Partner(
        id=partner.id,
        version=partner.version,
        merged_into=partner.merged_into,
        latitude=partner.where and partner.where.latitude,
        longitude=partner.where and partner.where.longitude,
        **asdict(partner.facts),
    )


def agreement_state(agreement: Agreement) -> published.Agreement:
    """The reason of a termination stays inside: it is free text."""
    terms = agreement.terms
    return published.Agreement(
        id=agreement.id,
        version=agreement.version,
        reference=terms.reference,
        programme=terms.programme,
        kind=terms.kind,
        particulars=_particulars(terms.particulars),
        partner_id=terms.partner_id,
        status=agreement.status,
        first_year=str(terms.first_year),
        last_year=str(terms.last_year),
        conditions=_conditions(terms.conditions),
        signatures=_signatures(agreement.signatures),
        signed_on=agreement.signed_on,
        imported=agreement.imported,
        content_hash=agreement.content_hash,
        amended_from=str(agreement.amended_from) if agreement.amended_from else None,
        ends_on=agreement.ends_on,
        notice=published.AgreementNotice(**asdict(agreement.notice)) if agreement.notice else None,
        ended_by=agreement.ended_by,
        amendment=_amendment(agreement),
        earlier=tuple(published.AgreementContent(**_content(one)) for one in agreement.earlier),
        renews=agreement.renews,
        expiring_since=agreement.expiring_since,
    )


def _particulars(particulars: Particulars) -> published.AgreementParticulars | None:
    if particulars == NO_PARTICULARS:
        return None
    return published.AgreementParticulars(**asdict(particulars))


def published_state(
    agreement: Agreement, publication: Publication, partner: Partner
) -> published.PublishedAgreement:
    """What partner universities read; its version is the publication's own."""
    terms = agreement.terms
    return published.PublishedAgreement(
        id=agreement.id,
        version=publication.version,
        programme=terms.programme,
        partner_erasmus_code=partner.facts.erasmus_code,
        partner_name=partner.facts.name,
        status=agreement.status,
        first_year=str(terms.first_year),
        last_year=str(terms.last_year),
        conditions=_conditions(terms.conditions),
        published_at=publication.at,
    )


def with_publication(
    event: Event, outside: type[published.PublishedAgreementEvent], agreement: Agreement, partner: Partner
) -> tuple[Event, ...]:
    """The change, and beside it what the outside world hears of it, if it hears of this agreement at all."""
    if agreement.publication is None:
        return (event,)
    return (event, outside(state=published_state(agreement, agreement.publication, partner)))


def _amendment(agreement: Agreement) -> published.AgreementAmendment | None:
    if agreement.amendment is None:
        return None
    lines = tuple(
        published.AgreementDifference(
            condition_id=one.condition_id, change=one.change, text=Text(tr=one.text.tr, en=one.text.en)
        )
        for one in amendment_differences(agreement)
    )
    waiting = agreement.amendment
    return published.AgreementAmendment(**_content(waiting), differences=lines, sign_by=waiting.sign_by)


def _content(content: Content) -> dict[str, Any]:
    return {
        "counts_from": str(content.counts_from),
        "conditions": _conditions(content.conditions),
        "content_hash": content.content_hash,
        "signatures": _signatures(content.signatures),
    }


def _signatures(signatures: tuple[Signature, ...]) -> tuple[published.Signature, ...]:
    return tuple(published.Signature(**asdict(signature)) for signature in signatures)


def letter_state(letter: Letter) -> PublishedLetter:
    """The text, and why a letter was annulled, stay in the register: both may name people."""
    entry = letter.entry
    return PublishedLetter(
        id=letter.id,
        version=letter.version,
        year=letter.year,
        number=letter.number,
        direction=entry.direction,
        written_on=entry.written_on,
        subject=Text(tr=entry.subject.tr, en=entry.subject.en),
        party=entry.party,
        partner_id=entry.partner_id,
        agreement_id=entry.agreement_id,
        their_reference=entry.their_reference,
        attachments=entry.attachments,
        template=entry.template,
        annulled=letter.annulled,
    )


def _conditions(conditions: tuple[Condition, ...]) -> tuple[published.CooperationCondition, ...]:
    return tuple(published.CooperationCondition(**asdict(condition)) for condition in conditions)
