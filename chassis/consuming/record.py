"""A Kafka record as the runtime passes it around."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from aiokafka import ConsumerRecord

from chassis.telemetry.tracing import trace_id_of
from contracts import cloudevents, superseding
from contracts.cloudevents import Received, Undecodable


@dataclass(frozen=True)
class Record:
    """``key`` orders and parks; a record without one stands alone under its position."""

    topic: str
    partition: int
    offset: int
    key: str
    raw_key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]

    @classmethod
    def of(cls, polled: ConsumerRecord) -> Record:
        key = polled.key.decode("utf-8", "replace") if polled.key else f"{polled.partition}:{polled.offset}"
        headers = tuple(polled.headers)
        return cls(polled.topic, polled.partition, polled.offset, key, polled.key, polled.value, headers)

    def header(self, name: str) -> str | None:
        """One of the attributes a reader needs; others are not looked at."""
        return self._attributes.get(name)

    def facts(self) -> dict[str, object]:
        """Which record it is, for a line of the log: its place and ids, nothing of its value."""
        trace_id = trace_id_of(self.header("traceparent"))
        return {
            "topic": self.topic,
            "partition": self.partition,
            "offset": self.offset,
            "key": self.key,
            "event_id": self.header("ce_id"),
            "type": self.header("ce_type"),
            **({"trace_id": trace_id} if trace_id else {}),
        }

    def told_beside(self) -> bool:
        """Whether another record tells the same in a form that is handled instead."""
        return superseding.told_beside(self._attributes)

    def decode(self) -> Received:
        """Raises contracts.cloudevents.Undecodable. The work is done once, however often it is asked for."""
        if isinstance(self._decoded, Undecodable):
            raise self._decoded
        return self._decoded

    def read_ahead(self) -> None:
        """Decode now, so that nobody waits for it later; what cannot be decoded says so when asked."""
        _ = self._decoded

    @cached_property
    def _attributes(self) -> dict[str, str]:
        return cloudevents.attributes(self.headers)

    @cached_property
    def _decoded(self) -> Received | Undecodable:
        try:
            return cloudevents.read(self.raw_key, self.value, self._attributes)
        except Undecodable as error:
            return error
