"""APIs grow with work, consumers with what waits for them, and the database has a place for all of them."""

from __future__ import annotations

from typing import Any

from contracts.readers import GROUPS
from contracts.topics import PARTITIONS
from deploy.kubernetes.tests.overlay import NAME, Overlay, Pod, name_of, program_of, role_of
from deploy.kubernetes.tests.programs import PROGRAMS
from gateway.settings import GatewaySettings

BESIDE_THE_POOL = {"relay": 1}
"""The relay's leader holds its lock on a connection of its own."""
GATEWAY_API_POOLS, GATEWAY_API_BESIDE = 3, 2
"""The process's engine, the one that reads for requests, the compiler's; the cache listens and leases."""
MIGRATION_POOL = 4
TAKE_TURNS = {"finance", "gateway"}
"""Their consumers wait for one another at a lock, so that more members are not faster (docs/scale.md)."""
KEPT_BY_POSTGRES = 20
"""For the superuser, replication, the operator, and a person with psql or the CLI."""


def test_every_api_has_an_autoscaler_of_its_own(overlay: Overlay) -> None:
    targets = [m["spec"]["scaleTargetRef"]["name"] for m in overlay.of("HorizontalPodAutoscaler")]
    assert sorted(targets) == sorted(f"{program}-api" for program in PROGRAMS)


def test_consumers_that_work_side_by_side_follow_the_lag_of_each_of_their_groups(overlay: Overlay) -> None:
    followed = {
        (scaled["spec"]["scaleTargetRef"]["name"], trigger["metadata"]["consumerGroup"])
        for scaled in overlay.of("ScaledObject")
        for trigger in scaled["spec"]["triggers"]
    }
    every = {(f"{name}-consumer", h.group) for name, program in PROGRAMS.items() for h in program.handlers}
    assert {group for _, group in every} == GROUPS.keys()
    turns = {f"{name}-consumer" for name in TAKE_TURNS}
    assert followed == {(consumer, group) for consumer, group in every if consumer not in turns}


def test_lag_is_asked_of_the_broker_that_consumers_read(overlay: Overlay) -> None:
    for trigger in triggers(overlay):
        asked = trigger["metadata"]["bootstrapServers"]
        assert {overlay.environment(pod)["KERVAN_KAFKA_BOOTSTRAP"] for pod in overlay.processes} == {asked}
        assert trigger["metadata"]["offsetResetPolicy"] == "earliest"  # as new groups begin


def test_no_more_consumers_than_partitions(overlay: Overlay) -> None:
    for scaled in overlay.of("ScaledObject"):
        assert 2 <= scaled["spec"]["minReplicaCount"] < scaled["spec"]["maxReplicaCount"] <= PARTITIONS


def test_the_database_holds_every_connection_when_all_have_grown(overlay: Overlay) -> None:
    for cluster in overlay.of("Cluster"):
        room = int(cluster["spec"]["postgresql"]["parameters"]["max_connections"])
        mine = [pod for pod in overlay.processes if program_of(pod) == cluster["metadata"]["labels"][NAME]]
        needed = sum(connections(overlay, pod) * pods_max(overlay, pod) for pod in mine)
        assert needed + KEPT_BY_POSTGRES <= room, f"{name_of(cluster)} needs {needed}"


def triggers(overlay: Overlay) -> list[Any]:
    return [trigger for scaled in overlay.of("ScaledObject") for trigger in scaled["spec"]["triggers"]]


def connections(overlay: Overlay, pod: Pod) -> int:
    """At most, of one process."""
    role, told = role_of(pod), overlay.environment(pod)
    if role == "migration":
        return MIGRATION_POOL
    usual = GatewaySettings.model_fields["database_pool_size"].default
    pool = int(told.get("KERVAN_DATABASE_POOL_SIZE", usual))
    if (program_of(pod), role) == ("gateway", "api"):
        return pool * GATEWAY_API_POOLS + GATEWAY_API_BESIDE
    return pool + BESIDE_THE_POOL.get(role, 0)


def pods_max(overlay: Overlay, pod: Pod) -> int:
    """With the one that a release adds before it takes one."""
    if role_of(pod) == "migration":
        return 1
    for scaler in overlay.of("HorizontalPodAutoscaler", "ScaledObject"):
        if scaler["spec"]["scaleTargetRef"]["name"] == pod.name:
            return int(scaler["spec"].get("maxReplicas") or scaler["spec"]["maxReplicaCount"]) + 1
    return int(overlay.one("Deployment", pod.name)["spec"]["replicas"]) + 1
