"""Consumer groups as the broker sees them: how far they are, and members that died in them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError
from aiokafka.protocol.group import LeaveGroupRequest

from contracts.topics import Topic
from deploy.local.journey.clients import eventually
from tests.journey.topics import Positions, ends_of

READS_SECONDS_MAX = 90


async def until_coordinated(admin: AIOKafkaAdminClient) -> None:
    """A broker that has just begun has nobody yet who looks after groups; asking makes it choose."""

    async def chosen() -> bool:
        try:
            await admin.find_coordinator("anybody")
        except GroupCoordinatorNotAvailableError:
            return False
        return True

    await eventually("a coordinator of groups", chosen, bool, READS_SECONDS_MAX)


async def bury_members(admin: AIOKafkaAdminClient, groups: Iterable[str]) -> None:
    """Say goodbye for whoever died without: else the next life waits fifteen seconds for their session."""
    await asyncio.gather(*(_bury_members(admin, group) for group in groups))


async def _bury_members(admin: AIOKafkaAdminClient, group: str) -> None:
    coordinator = await admin.find_coordinator(group)
    [described] = await admin.describe_consumer_groups([group], coordinator)
    for member in _members(described):
        await admin._send_request(LeaveGroupRequest(group, member), coordinator)


def _members(described: Any) -> list[str]:
    return [member[0] for found in described.groups for member in found[5]]


async def until_read(
    admin: AIOKafkaAdminClient, bootstrap: str, groups: Iterable[str], topics: Iterable[Topic]
) -> None:
    """Until every group has committed all that stands on the topics at this moment."""
    ends = await ends_of(bootstrap, topics)
    for group in groups:
        await eventually(
            f"{group} to have read", partial(_has_read, admin, group, ends), bool, READS_SECONDS_MAX
        )


async def _has_read(admin: AIOKafkaAdminClient, group: str, ends: Positions) -> bool:
    committed = await admin.list_consumer_group_offsets(group)
    positions = {at: found.offset for at, found in committed.items()}
    return all(positions.get(at, 0) >= end for at, end in ends.items())
