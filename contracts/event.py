"""What an event is: a change by name, and the aggregate's full public state after it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from contracts.topics import Topic
from contracts.vocabulary import Currency

Instant = AwareDatetime
AcademicYear = Annotated[str, Field(pattern=r"^\d{4}/\d{4}$", examples=["2026/2027"])]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2", examples=["TR"])]

EVENT_TYPES: dict[str, type[Event] | type[Tombstone]] = {}
SUPERSEDED_BY: dict[type[Event], type[Event]] = {}


class Value(BaseModel):
    """A frozen part of an event. Unknown fields are ignored: within a version, fields are only added."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Money(Value):
    """An amount with its currency; JSON carries the amount as a string, two decimals."""

    amount: Decimal = Field(max_digits=14, decimal_places=2)
    currency: Currency


class Text(Value):
    """One sentence in Turkish and English."""

    tr: str
    en: str


class State(Value):
    """An aggregate's public state. ``version`` rises by one with each event: it is ``ce_sequence``."""

    id: UUID
    version: int = Field(ge=1)


class Event(Value):
    """A change by name with the state after it. Subclasses give ``TYPE``, ``TOPIC`` and ``state``.

    A second version gives ``SUPERSEDES`` and how the first is ``raised`` to it: see contracts.superseding.
    """

    TYPE: ClassVar[str]
    TOPIC: ClassVar[Topic]
    SUPERSEDES: ClassVar[type[Event] | None] = None

    state: State

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        _register(cls)

    @classmethod
    def raised(cls, older: Any) -> Event:
        """What the superseded form means in this one."""
        raise NotImplementedError(f"{cls.__name__} supersedes nothing")

    @property
    def key(self) -> UUID:
        return self.state.id

    @property
    def sequence(self) -> int:
        return self.state.version


class Tombstone(Value):
    """The last record of a key: its value is null, and everyone forgets the aggregate."""

    TYPE: ClassVar[str]
    TOPIC: ClassVar[Topic]

    key: UUID
    sequence: int

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        _register(cls)


def _register(event_type: type[Event] | type[Tombstone]) -> None:
    """Abstract bases of a topic name no type and are not registered."""
    name = event_type.__dict__.get("TYPE")
    if name is None:
        return
    if name in EVENT_TYPES:
        raise TypeError(f"two events are called {name}")
    EVENT_TYPES[name] = event_type
    if issubclass(event_type, Event) and event_type.SUPERSEDES is not None:
        SUPERSEDED_BY[event_type.SUPERSEDES] = event_type
