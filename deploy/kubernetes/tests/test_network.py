"""Nothing is open but the arrows of docs/architecture.md, and those are."""

from __future__ import annotations

import pytest

from deploy.kubernetes.tests.arrows import ANYWHERE, Arrow, closed, incoming, outgoing
from deploy.kubernetes.tests.overlay import Overlay, name_of
from deploy.kubernetes.tests.programs import OWNERS, PROGRAMS, roles_of

HTTP, POSTGRES, KAFKA, KAFKA_OUTSIDE, OTLP = 8000, 5432, 9092, 9094, 4318
DNS = Arrow("", "kube-system", 53)
IDENTITY, FINANCE_OFFICE = "192.0.2.1/32", "192.0.2.2/32"

PROCESSES = [f"{program}-{role}" for program in PROGRAMS for role in roles_of(program) if role != "migration"]
DATABASES = [f"{program}-postgres" for program in PROGRAMS]

ARROWS = {
    "clients to the gateway": {Arrow("ingress", "gateway-api", HTTP)},
    "commands to their owners": {Arrow("gateway-api", f"{owner}-api", HTTP) for owner in OWNERS},
    "each to its own database": {
        Arrow(f"{program}-{role}", f"{program}-postgres", POSTGRES)
        for program in PROGRAMS
        for role in roles_of(program)
    },
    "events": {Arrow(process, "kafka", KAFKA) for process in PROCESSES},
    "the finance office and partners": {Arrow(FINANCE_OFFICE, "kafka", KAFKA_OUTSIDE)},
    "keys of the issuer": {Arrow(f"{program}-api", IDENTITY, 443) for program in PROGRAMS},
    "spans": {Arrow(process, "collector", OTLP) for process in PROCESSES}
    | {Arrow("collector", "monitoring", OTLP)},
    "metrics": {Arrow("monitoring", process, HTTP) for process in PROCESSES},
    "lag": {Arrow("keda", "kafka", KAFKA)},
    "databases among themselves": {Arrow(one, one, POSTGRES) for one in DATABASES},
    "databases and their operator": {
        Arrow("cnpg-system", one, port) for one in DATABASES for port in (POSTGRES, 8000)
    },
    "kafka among itself": {
        Arrow(one, "kafka", port) for one in ("kafka", "entity-operator") for port in (9090, 9091)
    },
    "engines to the cluster": {
        Arrow(one, ANYWHERE, port) for one in [*DATABASES, "kafka", "entity-operator"] for port in (443, 6443)
    },
}
OUTSIDE = {"ingress", "keda", "monitoring", "cnpg-system", IDENTITY, FINANCE_OFFICE, ANYWHERE}


def drawn() -> set[Arrow]:
    return {arrow for arrows in ARROWS.values() for arrow in arrows}


def test_pods_are_let_out_along_the_drawn_arrows_only(overlay: Overlay) -> None:
    let_out = {arrow for arrow in outgoing(overlay) if arrow.target != DNS.target}
    assert let_out == {arrow for arrow in drawn() if arrow.source not in OUTSIDE}


def test_pods_let_in_along_the_drawn_arrows_only(overlay: Overlay) -> None:
    assert incoming(overlay) == {arrow for arrow in drawn() if arrow.target not in OUTSIDE}


def test_every_pod_may_ask_for_names(overlay: Overlay) -> None:
    asking = {arrow.source for arrow in outgoing(overlay) if arrow.target == DNS.target}
    assert asking == {pod.name for pod in overlay.pods}


@pytest.mark.parametrize("direction", ["Ingress", "Egress"])
def test_no_pod_is_left_open(overlay: Overlay, direction: str) -> None:
    assert {(pod.name, direction) for pod in overlay.pods} <= closed(overlay)


def test_a_pod_that_nobody_names_is_held_too(overlay: Overlay) -> None:
    nothing = overlay.one("NetworkPolicy", "nothing")["spec"]
    assert nothing == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_nameless_clients_reach_only_the_listener_inside(overlay: Overlay) -> None:
    kafka = overlay.one("Kafka", "kervan")["spec"]["kafka"]
    for listener in kafka["listeners"]:
        outside = listener["type"] != "internal"
        assert (listener.get("authentication") == {"type": "tls"}) is outside, listener["name"]
        assert listener["tls"] is outside, listener["name"]
        assert listener["networkPolicyPeers"], listener["name"]  # none would be everybody
    assert [name_of(user) for user in overlay.of("KafkaUser")] == ["finance-office", "partner-universities"]
