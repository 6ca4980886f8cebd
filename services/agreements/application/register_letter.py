"""Letters: registered as they came or went, made from a template, annulled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.refusal import LocalizedText, NotFound
from contracts.letters import LetterAnnulled, LetterRegistered
from contracts.vocabulary import Direction
from services.agreements.application.published_language import letter_state
from services.agreements.application.standing import standing_partner
from services.agreements.application.work import Work
from services.agreements.domain import letters
from services.agreements.domain.agreements import Agreement
from services.agreements.domain.letters import Entry, Letter, NoSuchTemplate, Template

Values = Mapping[str, LocalizedText]


@dataclass(frozen=True, slots=True)
class Writing:
    """A letter to be made from ``template``, about an agreement, to a partner, or to ``party``."""

    template: str
    written_on: date
    values: Values
    agreement_id: UUID | None = None
    partner_id: UUID | None = None
    party: str = ""
    attachments: Sequence[str] = ()


async def register_letter(entry: Entry, work: Work, today: date) -> Letter:
    """Raises: PartnerUnknown, NotFound of the agreement; LetterFromTheFuture, PartyMissing."""
    return await _registered(await _addressed(entry, work), work, today)


async def write_letter(
    writing: Writing, templates: Mapping[str, Template], work: Work, today: date
) -> Letter:
    """Raises: NoSuchTemplate, ValuesMissing, ValuesUnknown, and as ``register_letter``."""
    template = templates.get(writing.template)
    if template is None:
        raise NoSuchTemplate("template", template=writing.template, known=", ".join(sorted(templates)))
    agreement = await _agreement(writing.agreement_id, work)
    blank = Entry(
        direction=Direction.OUTGOING,
        written_on=writing.written_on,
        subject=template.subject,
        party=writing.party,
        partner_id=writing.partner_id,
        agreement_id=writing.agreement_id,
        attachments=tuple(writing.attachments),
        template=template.code,
    )
    addressed = await _addressed(blank, work)
    known = _of_agreement(agreement) | {"partner": _alike(addressed.party)}
    subject, body = template.filled({**known, **writing.values}, known.keys())
    return await _registered(replace(addressed, subject=subject, body=body), work, today)


async def annul_letter(letter_id: UUID, reason: str, expected: int | None, work: Work) -> Letter:
    """Raises: NoSuchLetter, StaleVersion, AnnulledAlready."""
    annulled = letters.annul(await work.letters.lock(letter_id), reason, expected)
    await work.letters.save(annulled, publishes=LetterAnnulled(state=letter_state(annulled)))
    return annulled


async def _registered(entry: Entry, work: Work, today: date) -> Letter:
    """The number is taken last: whoever registers beside us waits for no longer than the commit."""
    letter = letters.register(new_id(), 1, entry, today)
    numbered = replace(letter, number=await work.letters.next_number(letter.year))
    await work.letters.add(numbered, publishes=LetterRegistered(state=letter_state(numbered)))
    return numbered


async def _addressed(entry: Entry, work: Work) -> Entry:
    """With the agreement's partner, and the partner's name where none is written. Raises: PartnerUnknown."""
    agreement = await _agreement(entry.agreement_id, work)
    partner_id = entry.partner_id or (agreement.terms.partner_id if agreement else None)
    if partner_id is None:
        return entry
    partner = await standing_partner(partner_id, work)
    return replace(entry, partner_id=partner.id, party=entry.party.strip() or partner.facts.name)


async def _agreement(agreement_id: UUID | None, work: Work) -> Agreement | None:
    if agreement_id is None:
        return None
    agreement = await work.agreements.get(agreement_id)
    if agreement is None:
        raise NotFound("agreement_id", what="agreement")
    return agreement


def _of_agreement(agreement: Agreement | None) -> dict[str, LocalizedText]:
    if agreement is None:
        return {}
    terms = agreement.terms
    told = {"reference": terms.reference, "first_year": terms.first_year, "last_year": terms.last_year}
    return {name: _alike(str(value)) for name, value in told.items()}


def _alike(words: str) -> LocalizedText:
    return LocalizedText(tr=words, en=words)
