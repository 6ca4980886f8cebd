"""Nothing is open but the arrows of docs/architecture.md, and those are."""

from __future__ import annotations

import pytest

from deploy.kubernetes.tests.arrows import closed, incoming, outgoing
from deploy.kubernetes.tests.drawing import OUTSIDE, drawn
from deploy.kubernetes.tests.overlay import Overlay, name_of

NAME_SERVER = "kube-system"
OTHERS = set(OUTSIDE.values())
"""Whose side of an arrow is not ours to open."""


def test_pods_are_let_out_along_the_drawn_arrows_only(overlay: Overlay) -> None:
    let_out = {arrow for arrow in outgoing(overlay) if arrow.target != NAME_SERVER}
    assert let_out == {arrow for arrow in drawn() if arrow.source not in OTHERS}


def test_pods_let_in_along_the_drawn_arrows_only(overlay: Overlay) -> None:
    assert incoming(overlay) == {arrow for arrow in drawn() if arrow.target not in OTHERS}


def test_every_pod_may_ask_for_names(overlay: Overlay) -> None:
    asking = {arrow.source for arrow in outgoing(overlay) if arrow.target == NAME_SERVER}
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
