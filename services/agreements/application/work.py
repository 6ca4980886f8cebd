"""What the use cases need of a transaction; adapters provide it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from chassis.identity.access import Sight
from contracts.event import Event
from contracts.vocabulary import AgreementStatus, Programme
from services.agreements.domain.agreements import Agreement
from services.agreements.domain.contacts import Contact
from services.agreements.domain.isced import IscedField, IscedLevel
from services.agreements.domain.letters import Letter
from services.agreements.domain.notes import Note
from services.agreements.domain.partners import Partner, PartnerFacts

NameInCountry = tuple[str, str]
"""A partner's name and country code, as somebody wrote them."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading the directory did: new institutions, and those whose facts had changed."""

    listed: Sequence[Partner]
    changed: Sequence[Partner]


@dataclass(frozen=True, slots=True)
class AgreementFilter:
    programme: Programme | None = None
    status: AgreementStatus | None = None
    partner_id: UUID | None = None


class Partners(Protocol):
    """Every method that writes an aggregate takes the events it publishes."""

    async def get(self, partner_id: UUID) -> Partner | None: ...
    async def lock(self, partner_id: UUID) -> Partner | None: ...
    async def hold(self, partner_id: UUID) -> Partner | None:
        """If it stands (is not merged into another), and then no merge ends it before the commit."""
        ...

    async def hold_many(self, partner_ids: Collection[UUID]) -> Mapping[UUID, Partner]:
        """Those that stand, each as ``hold`` does."""
        ...

    async def merged_into(self, partner_id: UUID) -> Sequence[Partner]:
        """Records that point to it, locked, in the order of ids."""
        ...

    async def get_many(self, partner_ids: Collection[UUID]) -> Mapping[UUID, Partner]: ...
    async def add(self, partners: Sequence[Partner], publishes: Sequence[Event]) -> None: ...
    async def save(self, partner: Partner, publishes: Sequence[Event]) -> None: ...
    async def of_codes(self, codes: Collection[str]) -> Mapping[str, Partner]: ...

    async def named(self, names: Collection[NameInCountry]) -> Mapping[NameInCountry, Sequence[Partner]]:
        """Partners of each name, folded: letters' accents and case do not matter."""
        ...

    async def merge_directory(self, institutions: Sequence[PartnerFacts]) -> Loaded:
        """Insert new institutions and update changed ones, by Erasmus code. Publishes nothing by itself."""
        ...

    async def publish(self, events: Sequence[Event]) -> None: ...

    async def search(
        self, query: str | None, country: str | None, after: tuple[str, UUID] | None, limit: int
    ) -> Sequence[tuple[str, Partner]]:
        """Partners by name, each with the folded name it is ordered by."""
        ...


class Contacts(Protocol):
    """None of it is published."""

    async def of(self, partner_id: UUID) -> Sequence[Contact]: ...
    async def count_of(self, partner_id: UUID) -> int: ...
    async def lock(self, contact_id: UUID) -> Contact: ...
    async def add(self, contact: Contact) -> None: ...
    async def save(self, contact: Contact) -> None: ...
    async def forget(self, contact_id: UUID) -> None: ...
    async def forget_left_before(self, contact_id: UUID, day: date) -> None: ...
    async def move(self, from_id: UUID, to_id: UUID) -> None: ...


class Notes(Protocol):
    """None of it is published."""

    async def of(self, partner_id: UUID, before: UUID | None, limit: int) -> Sequence[Note]: ...
    async def add(self, note: Note) -> None: ...
    async def move(self, from_id: UUID, to_id: UUID) -> None: ...


class Agreements(Protocol):
    async def get(self, agreement_id: UUID) -> Agreement | None: ...
    async def lock(self, agreement_id: UUID) -> Agreement | None: ...
    async def add(self, agreements: Sequence[Agreement], publishes: Sequence[Event]) -> None: ...
    async def save(self, agreement: Agreement, publishes: Sequence[Event]) -> None: ...

    async def claim_references(self, references: Collection[str]) -> set[str]:
        """Which of these are taken; until the commit no other import may take one."""
        ...

    async def list(
        self, wanted: AgreementFilter, sight: Sight, after: UUID | None, limit: int
    ) -> Sequence[Agreement]:
        """Newest first, of those within sight."""
        ...

    async def lock_of_partner(self, partner_id: UUID) -> Sequence[Agreement]:
        """All with it, in the order of ids."""
        ...

    async def renewals_of(self, agreement_id: UUID) -> Sequence[Agreement]: ...


class IscedTable(Protocol):
    async def replace(self, fields: Sequence[IscedField]) -> None: ...

    async def search(
        self, query: str | None, level: IscedLevel | None, after: str | None, limit: int
    ) -> Sequence[IscedField]: ...


class Letters(Protocol):
    async def next_number(self, year: int) -> int:
        """Of the year's register, without gaps; who asks next waits for this transaction."""
        ...

    async def get(self, letter_id: UUID) -> Letter: ...
    async def lock(self, letter_id: UUID) -> Letter: ...
    async def lock_of_partner(self, partner_id: UUID) -> Sequence[Letter]:
        """All from or to it, in the order of ids."""
        ...

    async def add(self, letter: Letter, publishes: Event) -> None: ...
    async def save(self, letter: Letter, publishes: Event) -> None: ...


class Work(Protocol):
    """One transaction with the service's repositories."""

    @property
    def partners(self) -> Partners: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def agreements(self) -> Agreements: ...
    @property
    def isced(self) -> IscedTable: ...
    @property
    def letters(self) -> Letters: ...
