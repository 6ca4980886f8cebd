"""A record's headers may come from anybody."""

from __future__ import annotations

from dataclasses import dataclass, field

from deploy.operator.story.records import published


@dataclass
class Record:
    headers: list[tuple[str, bytes]] = field(default_factory=list)
    topic: str = "finance.payment-results.v1"
    partition: int = 2
    offset: int = 5
    key: bytes | None = b"order"
    timestamp: int = 1_700_000_000_000


def test_one_without_headers_is_told_by_its_place_and_the_broker_s_time() -> None:
    found = published(Record())
    assert (found.id, found.sequence, found.trace_id) == ("finance.payment-results.v1/2@5", None, None)
    assert f"{found.at:%F}" == "2023-11-14"


def test_a_type_that_is_not_ours_is_not_repeated() -> None:
    found = published(Record([("ce_type", b"Ayse Yilmaz"), ("ce_sequence", b"x"), ("ce_time", b"noon")]))
    assert "Ayse" not in found.type
    assert found.sequence is None


def test_our_own_headers_are_read() -> None:
    trace, span = b"a" * 32, b"b" * 16
    sent = [
        ("ce_id", b"1"), ("ce_type", b"kervan.mobility.mobility-planned.v1"), ("ce_sequence", b"3"),
        ("ce_time", b"2026-03-01T12:00:00Z"), ("traceparent", b"00-" + trace + b"-" + span + b"-01"),
    ]  # fmt: skip
    found = published(Record(sent))
    assert (found.type, found.sequence) == ("kervan.mobility.mobility-planned.v1", 3)
    assert (found.trace_id, found.span_id) == (trace.decode(), span.decode())
