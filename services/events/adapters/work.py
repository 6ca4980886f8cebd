"""The unit of work of events."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.work import UnitOfWork
from services.events.adapters.announcements import AnnouncementRepository
from services.events.adapters.erasures import ErasureRepository
from services.events.adapters.event_plans import EventPlanRepository
from services.events.adapters.gatherings import GatheringRepository
from services.events.adapters.goers import GoerRepository
from services.events.adapters.guests import GuestTable
from services.events.adapters.interests import ConsentTable, InterestRepository
from services.events.adapters.mails import MailTable
from services.events.adapters.opportunities import OpportunityRepository
from services.events.adapters.projects import ProjectRepository
from services.events.adapters.reach import ReachRepository
from services.events.adapters.recipients import RecipientTable
from services.events.adapters.registrations import RegistrationRepository
from services.events.adapters.reminders import ReminderRepository
from services.events.adapters.visits import VisitRepository


class EventsWork(UnitOfWork):
    """One transaction's repositories."""

    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        super().__init__(connection, outbox)
        self.gatherings = GatheringRepository(connection, outbox)
        self.registrations = RegistrationRepository(connection, outbox)
        self.goers = GoerRepository(connection)
        self.erasures = ErasureRepository(connection)
        self.announcements = AnnouncementRepository(connection, outbox)
        self.reach = ReachRepository(connection, outbox)
        self.opportunities = OpportunityRepository(connection, outbox)
        self.interests = InterestRepository(connection, outbox)
        self.consents = ConsentTable(connection)
        self.recipients = RecipientTable(connection)
        self.mails = MailTable(connection)
        self.reminders = ReminderRepository(connection, outbox)
        self.visits = VisitRepository(connection, outbox)
        self.guests = GuestTable(connection)
        self.projects = ProjectRepository(connection, outbox)
        self.event_plans = EventPlanRepository(connection, outbox)
