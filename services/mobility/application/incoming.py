"""Those who come to us: received, decided upon."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from chassis.ids import new_id
from contracts.incoming import (
    IncomingAccepted,
    IncomingReceived,
    IncomingRefused,
)
from contracts.mobility import MobilityPlanned
from contracts.stays import MobilityFileOpened
from services.mobility.application.mobility_file import known_proofs, settle_by
from services.mobility.application.published_language import (
    file_state,
    incoming_state,
    mobility_state,
)
from services.mobility.application.work import Work
from services.mobility.domain import mobility_file
from services.mobility.domain.incoming import Incoming, accepted, received, refused
from services.mobility.domain.rule_book import RuleBook
from services.mobility.domain.stay_rules import StayRules


async def receive(application: Incoming, work: Work, rules: RuleBook, times: StayRules) -> Incoming:
    """Raises: NoSuchPerson, FacultyUnknown, StayLimitsUnknown and those of ``received``."""
    await work.people.keep(application.person_id)
    rules.require_faculty(application.faculty)
    limits = rules.stay_limits(application.programme, application.call_year, application.kind, blended=False)
    days = times.answer_days(application.programme, application.call_year)
    kept = received(application, days, limits)
    await work.incoming.save(kept, IncomingReceived(state=incoming_state(kept)))
    return kept


async def accept_incoming(
    application_id: UUID, day: date, work: Work, rules: StayRules, *, expected: int | None
) -> Incoming:
    """Plans the stay and opens its file. Raises: IncomingDecided, TasksUnknown, StaleVersion."""
    await work.people.keep((await work.incoming.get(application_id)).person_id)
    application, stay = accepted(await work.incoming.lock(application_id), new_id(), day, expected)
    file = mobility_file.opened_for_guest(stay, application.received_on, rules)
    await work.mobilities.save(stay, MobilityPlanned(state=mobility_state(stay)))
    await work.files.save(file, MobilityFileOpened(state=file_state(file)))
    await settle_by(file, await known_proofs(file, work), work)
    await work.incoming.save(application, IncomingAccepted(state=incoming_state(application)))
    return application


async def refuse_incoming(application_id: UUID, day: date, work: Work, *, expected: int | None) -> Incoming:
    """Raises: IncomingDecided, StaleVersion."""
    application = refused(await work.incoming.lock(application_id), day, expected)
    await work.incoming.save(application, IncomingRefused(state=incoming_state(application)))
    return application
