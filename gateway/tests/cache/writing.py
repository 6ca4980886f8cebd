"""Random writes over a small office: few rows, few values, so that most writes touch what is asked."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

from contracts.vocabulary import (
    AgreementStatus,
    AnnouncementStatus,
    CallStatus,
    Direction,
    EventKind,
    EventStatus,
    MobilityStatus,
    Programme,
)
from gateway.tests import office

COUNTRIES = ("DE", "TR", "FR")
FEW = 3


class Writes:
    """One seed, one sequence of events."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self._versions: dict[UUID, int] = {}
        self.ids = {name: [self._id() for _ in range(FEW)] for name in self._kinds}
        self._owners = [self._chance.choice(self.ids["Partner"]) for _ in range(FEW)]

    def everything(self) -> list[Any]:
        """Each object once."""
        return [self._event(name, place) for name in self._kinds for place in range(FEW)]

    def some(self) -> list[Any]:
        """One to three events, now and then one that changes nothing."""
        names = list(self._kinds)
        return [
            self._event(self._chance.choice(names), self._chance.randrange(FEW))
            for _ in range(self._chance.randint(1, 3))
        ]

    @property
    def _kinds(self) -> dict[str, Callable[[UUID, int, int], Any]]:
        return {
            "Partner": self._partner,
            "Agreement": self._agreement,
            "Call": self._call,
            "Event": self._gathering,
            "Person": lambda id, version, _: office.person(id, version, family_name=self._some("AB")),
            "Mobility": self._stay,
            "Grant": self._grant,
            "Announcement": self._announcement,
            "Budget": lambda id, version, _: office.budget(id, version, self._some(("1.00", "2.00"))),
        }

    def _event(self, name: str, place: int) -> Any:
        identifier = self.ids[name][place]
        version = self._versions.get(identifier, 0) + (self._chance.random() < 0.95)
        self._versions[identifier] = version = max(1, version)
        return self._kinds[name](identifier, version, place)

    def _partner(self, id: UUID, version: int, _: int) -> Any:
        name = self._some(("Köln", "Kassel", "Lyon"))
        return office.partner(id, version, name=name, country=self._some(COUNTRIES))

    def _agreement(self, id: UUID, version: int, place: int) -> Any:
        status = self._some((AgreementStatus.ACTIVE, AgreementStatus.TERMINATED))
        reference = self._some(("ERA-1", "ERA-2"))
        return office.agreement(id, self._owners[place], version, status=status, reference=reference)

    def _call(self, id: UUID, version: int, _: int) -> Any:
        status = self._some((CallStatus.OPEN, CallStatus.PUBLISHED))
        agreements = tuple(self._chance.sample(self.ids["Agreement"], 2))
        return office.call(
            id, version, status=status, call_year=self._some((2024, 2025)), agreement_ids=agreements
        )

    def _gathering(self, id: UUID, version: int, _: int) -> Any:
        return office.gathering(
            id,
            version,
            kind=self._some((EventKind.ORIENTATION, EventKind.FAIR)),
            status=self._some((EventStatus.SCHEDULED, EventStatus.CANCELLED)),
            registered=self._chance.randrange(3),
            call_id=self._some((None, *self.ids["Call"])),
        )

    def _announcement(self, id: UUID, version: int, _: int) -> Any:
        """Now and then its counts instead."""
        if self._chance.random() < 0.3:
            return office.reach(id, version, page=self._chance.randrange(3))
        status = self._some((AnnouncementStatus.DRAFTED, AnnouncementStatus.PUBLISHED))
        return office.announcement(id, version, status=status, venue=self._some((None, "A", "B")))

    def _stay(self, id: UUID, version: int, place: int) -> Any:
        return office.stay(
            id,
            self.ids["Person"][place],
            version,
            status=self._some((MobilityStatus.PLANNED, MobilityStatus.WITHDRAWN)),
            direction=self._some(tuple(Direction)),
            host_country=self._some(COUNTRIES),
            call_year=self._some((2024, 2025)),
            programme=self._some((Programme.ERASMUS, Programme.MEVLANA)),
            agreement_id=self.ids["Agreement"][place],
        )

    def _grant(self, id: UUID, version: int, place: int) -> Any:
        stay = office.stay(self.ids["Mobility"][place], self.ids["Person"][place])
        return office.grant(id, stay, version, amount=office.euros(self._some(("1.00", "2.00"))))

    def _some(self, values: Any) -> Any:
        return self._chance.choice(values)

    def _id(self) -> UUID:
        return UUID(int=(0x7 << 76) | (0x2 << 62) | self._chance.getrandbits(60) | (1 << 100))
