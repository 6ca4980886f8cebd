"""What goes on through a release, a lost machine and a drained one."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.routing import Route

from chassis.http.health import router
from chassis.http.server import DRAIN_SECONDS_MAX
from chassis.process import LOOKS_AHEAD_SECONDS_MAX, PREPARES_SECONDS_MAX
from deploy.kubernetes.tests.overlay import COMPONENT, NAME, Overlay, Pod, name_of, picks, role_of

COMMIT_AND_SEND_SECONDS = 10
ADDRESSES = {
    "startupProbe": "/health/live",
    "livenessProbe": "/health/live",
    "readinessProbe": "/health/ready",
}


def deployed(overlay: Overlay) -> list[Pod]:
    names = {name_of(m) for m in overlay.of("Deployment")}
    return [pod for pod in overlay.workloads if pod.name in names]


def test_every_deployment_has_one_budget_that_lets_a_machine_be_drained(overlay: Overlay) -> None:
    budgets = [m["spec"] for m in overlay.of("PodDisruptionBudget")]
    for pod in deployed(overlay):
        mine = [budget for budget in budgets if picks(budget["selector"], pod.labels)]
        assert [budget["maxUnavailable"] for budget in mine] == [1], pod.name


def test_every_deployment_has_two_pods_at_least(overlay: Overlay) -> None:
    for manifest in overlay.of("Deployment"):
        assert pods_min(overlay, manifest) >= 2, name_of(manifest)


def test_a_release_takes_no_pod_before_another_is_ready(overlay: Overlay) -> None:
    for manifest in overlay.of("Deployment"):
        assert manifest["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}


def test_every_deployment_spreads_its_own_pods_over_machines(overlay: Overlay) -> None:
    for pod in deployed(overlay):
        spreads = {one["topologyKey"]: one for one in pod.spec["topologySpreadConstraints"]}
        assert "kubernetes.io/hostname" in spreads, pod.name
        for spread in spreads.values():
            picked = [other for other in overlay.pods if picks(spread["labelSelector"], other.labels)]
            assert picked == [pod], pod.name


def test_probes_ask_addresses_that_every_process_has(overlay: Overlay) -> None:
    served = {route.path for route in router.routes if isinstance(route, Route)}
    for pod in deployed(overlay):
        for probe, address in ADDRESSES.items():
            asked = pod.container[probe]["httpGet"]
            assert asked["port"] in {port["name"] for port in pod.container["ports"]}, pod.name
            if pod.name != "collector":
                assert asked["path"] == address, pod.name
                assert address in served


def test_a_process_that_waits_for_its_database_is_not_killed_meanwhile(overlay: Overlay) -> None:
    for pod in processes(overlay):
        assert noticed_seconds(pod, "startupProbe") > PREPARES_SECONDS_MAX + LOOKS_AHEAD_SECONDS_MAX


def test_a_stopping_api_serves_until_nobody_sends_to_it(overlay: Overlay) -> None:
    for pod in processes(overlay):
        if role_of(pod) == "api":
            unready = float(overlay.environment(pod)["KERVAN_HTTP_UNREADY_SECONDS"])
            assert unready > noticed_seconds(pod, "readinessProbe"), pod.name


def test_a_stopping_process_has_the_time_to_finish(overlay: Overlay) -> None:
    for pod in processes(overlay):
        unready = float(overlay.environment(pod).get("KERVAN_HTTP_UNREADY_SECONDS", 0))
        needed = unready + DRAIN_SECONDS_MAX + COMMIT_AND_SEND_SECONDS
        assert pod.spec["terminationGracePeriodSeconds"] > needed, pod.name


@pytest.mark.parametrize("kind", ["Cluster", "KafkaNodePool"])
def test_engines_are_three_at_least(overlay: Overlay, kind: str) -> None:
    for manifest in overlay.of(kind):
        spec = manifest["spec"]
        assert spec.get("instances", spec.get("replicas")) >= 3, name_of(manifest)


def test_a_commit_stands_on_two_machines_before_it_is_acknowledged(overlay: Overlay) -> None:
    for manifest in overlay.of("Cluster"):
        assert manifest["spec"]["postgresql"]["synchronous"]["number"] >= 1, name_of(manifest)


def processes(overlay: Overlay) -> list[Pod]:
    return [pod for pod in deployed(overlay) if COMPONENT in pod.labels and pod.labels[NAME] != "collector"]


def noticed_seconds(pod: Pod, probe: str) -> float:
    asked = pod.container[probe]
    return float(asked["periodSeconds"] * asked["failureThreshold"])


def pods_min(overlay: Overlay, deployment: Any) -> int:
    """Its own figure, or its autoscaler's: never both, or each release would undo the other."""
    found = [deployment["spec"]["replicas"]] if "replicas" in deployment["spec"] else []
    for scaler in overlay.of("HorizontalPodAutoscaler", "ScaledObject"):
        if scaler["spec"]["scaleTargetRef"]["name"] == name_of(deployment):
            found.append(scaler["spec"].get("minReplicas") or scaler["spec"]["minReplicaCount"])
    (only,) = found
    return int(only)
