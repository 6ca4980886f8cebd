"""An office moving to Kervan brings the agreements it has: through the same rules, the same outbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from uuid import UUID

from chassis.csv_rows import Rejected, Row
from chassis.folding import fold
from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.agreements import AgreementImported, AgreementPublished, PartnerListed
from contracts.event import Event
from services.agreements.application.agreement_rows import AgreementRow, PartnerNamed, read_row
from services.agreements.application.published_language import (
    agreement_state,
    partner_state,
    with_publication,
)
from services.agreements.application.standing import PartnerUnknown, standing_partner
from services.agreements.application.work import NameInCountry, Work
from services.agreements.domain.agreements import Agreement, take_over
from services.agreements.domain.partners import Partner, PartnerFacts, list_partner
from services.agreements.domain.rulebook import Rulebook


class ReferenceRepeated(Refusal):
    code = "reference-repeated"
    tr = "“{reference}” numarası bu dosyanın {line}. satırında da var."
    en = "The reference “{reference}” already stands on line {line} of this file."
    next_tr, next_en = "İki satırdan birinin numarasını düzeltin.", "Correct the reference of one of the two."


class ErasmusCodeUnknown(Refusal):
    code = "erasmus-code-unknown"
    tr = "Rehberde “{written}” kodlu bir kurum yok."
    en = "The directory has no institution with the code “{written}”."
    next_tr = "Kurumu adıyla arayıp kodunu (boşluklarıyla) yazın."
    next_en = "Search the institution by name and write its code, spaces included."


class PartnerAmbiguous(Refusal):
    code = "partner-ambiguous"
    tr = "Bu ülkede bu adla {count} kurum var."
    en = "This country has {count} institutions of that name."
    next_tr, next_en = "Kurumun Erasmus kodunu yazın.", "Give the institution's Erasmus code."


@dataclass
class Imported:
    """What has become of a file so far. ``lines`` remembers where each reference was first accepted."""

    accepted: int = 0
    already_there: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


async def import_agreements(
    rows: Sequence[Row | Rejected], so_far: Imported, work: Work, rules: Rulebook, now: datetime
) -> None:
    """One batch of a file, in one transaction. Wrong rows are rejected alone, known ones add nothing."""
    readable = list(_readable(rows, so_far))
    batch = Batch(
        taken=await work.agreements.claim_references({row.reference for row in readable}),
        partners=await known_partners([row.partner for row in readable], work),
        rules=rules,
        now=now,
    )
    for row in readable:
        _import_one(row, batch, so_far)
    await work.partners.add(
        batch.partners.entered,
        publishes=[PartnerListed(state=partner_state(partner)) for partner in batch.partners.entered],
    )
    await work.agreements.add(
        [agreement for agreement, _ in batch.taken_over], publishes=_published(batch.taken_over)
    )


def _readable(rows: Iterable[Row | Rejected], so_far: Imported) -> Iterable[AgreementRow]:
    for row in rows:
        if isinstance(row, Rejected):
            so_far.rejected.append(row)
            continue
        try:
            yield read_row(row)
        except Refusal as refusal:
            so_far.rejected.append(Rejected(row.line, refusal.field, refusal))


class Directory:
    """The partners that a batch's rows name; institutions not yet known are entered on the way."""

    def __init__(
        self, by_code: Mapping[str, Partner], by_name: Mapping[NameInCountry, Sequence[Partner]]
    ) -> None:
        self._by_code = by_code
        self._by_name = {_folded(name): list(partners) for name, partners in by_name.items()}
        self._known = {one.id for one in (*by_code.values(), *chain.from_iterable(by_name.values()))}
        self.entered: list[Partner] = []

    def find(self, named: PartnerNamed) -> Partner:
        """An unknown name is a new partner, not kept yet. Raises: ErasmusCodeUnknown, PartnerAmbiguous."""
        if named.erasmus_code is not None:
            if named.erasmus_code not in self._by_code:
                raise ErasmusCodeUnknown("erasmus_code", written=named.erasmus_code)
            return self._by_code[named.erasmus_code]
        found = self._by_name.get(_folded((named.name, named.country)), [])
        if len(found) > 1:
            raise PartnerAmbiguous("partner_name", count=len(found))
        return found[0] if found else list_partner(new_id(), PartnerFacts(named.name, named.country))

    def known(self, named: PartnerNamed) -> Partner:
        """Raises: ErasmusCodeUnknown, PartnerAmbiguous, PartnerUnknown."""
        found = self.find(named)
        if found.id not in self._known:
            raise PartnerUnknown(named.column)
        return found

    def keep(self, partner: Partner) -> None:
        """Enter ``partner`` if it is new: only with an agreement that was accepted."""
        if partner.id not in self._known:
            self._known.add(partner.id)
            self._by_name.setdefault(_folded((partner.facts.name, partner.facts.country)), []).append(partner)
            self.entered.append(partner)


async def known_partners(named: Sequence[PartnerNamed], work: Work) -> Directory:
    """Three queries, however many rows; one more for each that was merged into another."""
    codes = {one.erasmus_code for one in named if one.erasmus_code is not None}
    names = {(one.name, one.country) for one in named if one.erasmus_code is None}
    by_code, by_name = await work.partners.of_codes(codes), await work.partners.named(names)
    found = (*by_code.values(), *chain.from_iterable(by_name.values()))
    standing = await _standing({partner.id for partner in found}, work)
    return Directory(
        {code: standing[partner.id] for code, partner in by_code.items()},
        {name: _each_once(standing[one.id] for one in alike) for name, alike in by_name.items()},
    )


def _each_once(partners: Iterable[Partner]) -> list[Partner]:
    return list({partner.id: partner for partner in partners}.values())


async def _standing(partner_ids: Set[UUID], work: Work) -> Mapping[UUID, Partner]:
    """For each the record that stands, held until the commit."""
    held = await work.partners.hold_many(partner_ids)
    merged = partner_ids - held.keys()
    return {**held, **{one: await standing_partner(one, work) for one in sorted(merged)}}


def _folded(name: NameInCountry) -> NameInCountry:
    return fold(name[0]), name[1]


@dataclass
class Batch:
    """The rows of one transaction: what they are checked against, and what they become."""

    taken: set[str]
    partners: Directory
    rules: Rulebook
    now: datetime
    taken_over: list[tuple[Agreement, Partner]] = field(default_factory=list)


def _import_one(row: AgreementRow, batch: Batch, so_far: Imported) -> None:
    try:
        if (line := so_far.lines.get(row.reference)) is not None:
            raise ReferenceRepeated("reference", reference=row.reference, line=line)
        if row.reference in batch.taken:
            so_far.already_there += 1
        else:
            batch.taken_over.append(_taken_over(row, batch))
            so_far.accepted += 1
        so_far.lines[row.reference] = row.line
    except Refusal as refusal:
        so_far.rejected.append(Rejected(row.line, row.column(refusal.field), refusal))


def _taken_over(row: AgreementRow, batch: Batch) -> tuple[Agreement, Partner]:
    partner = batch.partners.find(row.partner)
    agreement = take_over(
        new_id(),
        row.terms(partner.id),
        signed_on=row.signed_on,
        partner=partner.facts,
        rules=batch.rules,
        at=batch.now,
    )
    batch.partners.keep(partner)
    return agreement, partner


def _published(taken_over: Sequence[tuple[Agreement, Partner]]) -> list[Event]:
    return list(
        chain.from_iterable(
            with_publication(
                AgreementImported(state=agreement_state(agreement)), AgreementPublished, agreement, partner
            )
            for agreement, partner in taken_over
        )
    )
