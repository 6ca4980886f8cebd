"""The published language against the services that speak it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from chassis.service import Service
from contracts import topics
from contracts.compatibility import fields
from contracts.event import EVENT_TYPES
from contracts.generate import schemas
from contracts.readers import GROUPS
from contracts.topics import FINANCE_OFFICE, TOPICS, Topic
from gateway.app import SERVICE as GATEWAY
from services.agreements.app import SERVICE as AGREEMENTS
from services.events.app import SERVICE as EVENTS
from services.finance.app import SERVICE as FINANCE
from services.mobility.app import SERVICE as MOBILITY

ALL: tuple[Service[Any], ...] = (AGREEMENTS, MOBILITY, FINANCE, EVENTS, GATEWAY)

SCHEMAS = schemas()
PERSONAL = {
    "given_name",
    "family_name",
    "name",
    "email",
    "iban",
    "national_id",
    "student_number",
    "nationality",
    "phone",
}
OF_INSTITUTIONS = {("agreements.partner.v1", "name")}


def test_the_list_of_readers_is_what_the_services_declare() -> None:
    declared = {handler.group: _names(handler.topics) for service in ALL for handler in service.handlers}
    assert declared == {group: _names(read) for group, read in GROUPS.items()}


def test_every_topic_has_an_owner_that_exists() -> None:
    assert {topic.owner for topic in TOPICS} == {s.name for s in ALL if s is not GATEWAY} | {FINANCE_OFFICE}


def _names(read: Iterable[Topic]) -> set[str]:
    return {topic.name for topic in read}


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_personal_data_travels_on_one_topic_only(name: str) -> None:
    topic = EVENT_TYPES[name].TOPIC
    told = {path.rpartition(".")[2].rstrip("[]") for path in fields(SCHEMAS[name])}
    personal = {field for field in told & PERSONAL if (topic.name, field) not in OF_INSTITUTIONS}
    assert not personal or topic == topics.PERSON


def test_every_compacted_topic_can_be_said_again() -> None:
    """A topic that forgot gets its states back by an event that no reactor acts on."""
    said_again = {event.TOPIC for name, event in EVENT_TYPES.items() if "-republished." in name}
    assert {topic.name for topic in TOPICS if topic.compacted} <= {topic.name for topic in said_again}
