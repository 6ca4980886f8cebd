"""A Kafka record as the runtime passes it around."""

from __future__ import annotations

from dataclasses import dataclass

from aiokafka import ConsumerRecord

from contracts import cloudevents
from contracts.cloudevents import Received


@dataclass(frozen=True, slots=True)
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
        return next((raw.decode("utf-8", "replace") for n, raw in self.headers if n == name), None)

    def decode(self) -> Received:
        """Raises contracts.cloudevents.Undecodable."""
        return cloudevents.decode(self.raw_key, self.value, self.headers)
