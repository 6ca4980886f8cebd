"""Which partition a key goes to: other producers must come to the same."""

from __future__ import annotations

from aiokafka.partitioner import murmur2 as slow_murmur2
from hypothesis import given
from hypothesis import strategies as st

from chassis.ids import new_id
from chassis.kafka import murmur2


@given(st.binary(max_size=60))
def test_any_key_hashes_as_kafka_has_it(key: bytes) -> None:
    assert murmur2(key) == slow_murmur2(key) & 0xFFFFFFFF


def test_an_aggregates_id_hashes_as_kafka_has_it() -> None:
    key = str(new_id()).encode()
    assert murmur2(key) == slow_murmur2(key) & 0xFFFFFFFF
