"""The service's unit of work: one transaction with its repositories."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.work import UnitOfWork
from services.agreements.adapters.agreements import PostgresAgreements
from services.agreements.adapters.contacts import PostgresContacts
from services.agreements.adapters.isced_table import PostgresIscedTable
from services.agreements.adapters.letters import PostgresLetters
from services.agreements.adapters.notes import PostgresNotes
from services.agreements.adapters.partners import PostgresPartners


class AgreementsWork(UnitOfWork):
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        super().__init__(connection, outbox)
        self.partners = PostgresPartners(connection, outbox)
        self.contacts = PostgresContacts(connection)
        self.notes = PostgresNotes(connection)
        self.agreements = PostgresAgreements(connection, outbox)
        self.isced = PostgresIscedTable(connection)
        self.letters = PostgresLetters(connection, outbox)
