"""Where a partner is on a map: entered by the office, one by one or in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chassis.csv_rows import CellMissing, Rejected, Row
from chassis.refusal import Refusal
from contracts.agreements import PartnerChanged
from services.agreements.application.agreement_rows import PartnerNamed, named_partner
from services.agreements.application.import_agreements import known_partners
from services.agreements.application.published_language import partner_state
from services.agreements.application.standing import PartnerUnknown
from services.agreements.application.work import Work
from services.agreements.domain.coordinates import Coordinates, coordinates
from services.agreements.domain.partners import Partner, place

COLUMNS = ("erasmus_code", "partner_name", "partner_country", "latitude", "longitude")


async def place_partner(
    partner_id: UUID, where: Coordinates | None, expected_version: int | None, work: Work
) -> Partner:
    """None takes it off the map. Raises: PartnerUnknown, StaleVersion, AlreadyMerged."""
    partner = await work.partners.lock(partner_id)
    if partner is None:
        raise PartnerUnknown
    partner.require_version(expected_version)
    placed = place(partner, where)
    if placed is not partner:
        await work.partners.save(placed, publishes=[PartnerChanged(state=partner_state(placed))])
    return placed


@dataclass
class Placed:
    """What has become of a file so far."""

    accepted: int = 0
    already_there: int = 0
    rejected: list[Rejected] = field(default_factory=list)


@dataclass(frozen=True)
class PlacedRow:
    line: int
    partner: PartnerNamed
    where: Coordinates


async def place_partners(rows: Sequence[Row | Rejected], so_far: Placed, work: Work) -> None:
    """One batch of a file. Wrong rows are rejected alone; what is known already adds nothing."""
    read = list(_readable(rows, so_far))
    directory = await known_partners([row.partner for row in read], work)
    for row in read:
        try:
            before = directory.known(row.partner)
        except Refusal as refusal:
            so_far.rejected.append(Rejected(row.line, refusal.field, refusal))
            continue
        after = await place_partner(before.id, row.where, None, work)
        so_far.accepted += after.version > before.version
        so_far.already_there += after.version == before.version


def _readable(rows: Iterable[Row | Rejected], so_far: Placed) -> Iterable[PlacedRow]:
    for row in rows:
        if isinstance(row, Rejected):
            so_far.rejected.append(row)
            continue
        try:
            yield PlacedRow(row.line, named_partner(row), _where(row))
        except Refusal as refusal:
            so_far.rejected.append(Rejected(row.line, refusal.field, refusal))


def _where(row: Row) -> Coordinates:
    """Raises: CellMissing, CellMalformed, CoordinatesOutside."""
    where = coordinates(row.decimal("latitude"), row.decimal("longitude"))
    if where is None:
        raise CellMissing("latitude")
    return where
