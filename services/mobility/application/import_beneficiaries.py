"""An office moving to Kervan brings its earlier records: people, and stays that are over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from chassis.csv_rows import Rejected, Row
from chassis.refusal import Refusal
from contracts.mobility import MobilityImported, PersonRegistered
from services.mobility.application.beneficiary_rows import BeneficiaryRow, read_row
from services.mobility.application.published_language import mobility_state, person_state
from services.mobility.application.work import Work
from services.mobility.domain.rule_book import RuleBook


class RecordRepeated(Refusal):
    code = "record-repeated"
    tr = "“{record_id}” kayıt numarası bu dosyanın {line}. satırında da var."
    en = "The record “{record_id}” already stands on line {line} of this file."
    next_tr, next_en = "İki satırdan birinin numarasını düzeltin.", "Correct the number of one of the two."


@dataclass
class Imported:
    """What has become of a file so far. ``lines`` remembers where each record was first read."""

    accepted: int = 0
    already_there: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


async def import_beneficiaries(
    rows: Sequence[Row | Rejected], so_far: Imported, work: Work, rules: RuleBook
) -> None:
    """One batch of a file, in one transaction. Wrong rows are rejected alone, known ones add nothing."""
    good = list(_readable(rows, so_far, rules))
    known = await work.mobilities.claim_records([one.record_id for one in good])
    fresh = [one for one in good if one.record_id not in known]
    await _add(fresh, work)
    so_far.accepted += len(fresh)
    so_far.already_there += len(good) - len(fresh)


def _readable(rows: Sequence[Row | Rejected], so_far: Imported, rules: RuleBook) -> Iterator[BeneficiaryRow]:
    for row in rows:
        if isinstance(row, Rejected):
            so_far.rejected.append(row)
            continue
        try:
            found = read_row(row, rules)
            _require_new(found, so_far)
            yield found
        except Refusal as refusal:
            so_far.rejected.append(Rejected(row.line, refusal.field, refusal))


def _require_new(row: BeneficiaryRow, so_far: Imported) -> None:
    first = so_far.lines.setdefault(row.record_id, row.line)
    if first != row.line:
        raise RecordRepeated("record_id", record_id=row.record_id, line=first)


async def _add(fresh: Sequence[BeneficiaryRow], work: Work) -> None:
    """Somebody with several stays, or with a record here already, stays one person."""
    known = await work.people.by_student_number({_number(one) for one in fresh})
    newcomers = {_number(one): one.person for one in reversed(fresh) if _number(one) not in known}
    ids = {**known, **{number: person.id for number, person in newcomers.items()}}
    stays = [replace(one.stay, person_id=ids[_number(one)]) for one in fresh]
    await work.people.add_all(
        [(one, PersonRegistered(state=person_state(one))) for one in newcomers.values()]
    )
    await work.mobilities.add_all([(one, MobilityImported(state=mobility_state(one))) for one in stays])


def _number(row: BeneficiaryRow) -> str:
    return row.person.student_number or ""
