"""The service's unit of work: one transaction with its repositories."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.work import UnitOfWork
from services.mobility.adapters.agreements import PostgresAgreements
from services.mobility.adapters.applications import PostgresApplications
from services.mobility.adapters.calls import PostgresCalls
from services.mobility.adapters.course_completions import PostgresCourseCompletions
from services.mobility.adapters.housing import PostgresHousing
from services.mobility.adapters.incoming import PostgresIncoming
from services.mobility.adapters.learning_agreements import PostgresLearningAgreements
from services.mobility.adapters.mobilities import PostgresMobilities
from services.mobility.adapters.mobility_files import PostgresMobilityFiles
from services.mobility.adapters.people import PostgresPeople
from services.mobility.adapters.placements import PostgresPlacements
from services.mobility.adapters.rankings import PostgresRankings


class MobilityWork(UnitOfWork):
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        super().__init__(connection, outbox)
        self.people = PostgresPeople(connection, outbox)
        self.calls = PostgresCalls(connection, outbox)
        self.applications = PostgresApplications(connection, outbox)
        self.rankings = PostgresRankings(connection)
        self.placements = PostgresPlacements(connection, outbox)
        self.mobilities = PostgresMobilities(connection, outbox)
        self.files = PostgresMobilityFiles(connection, outbox)
        self.completions = PostgresCourseCompletions(connection)
        self.learning_agreements = PostgresLearningAgreements(connection, outbox)
        self.incoming = PostgresIncoming(connection, outbox)
        self.housing = PostgresHousing(connection, outbox)
        self.agreements = PostgresAgreements(connection)
