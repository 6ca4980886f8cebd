"""Who may reach whom, read out of NetworkPolicies and Kafka's listeners as a cluster would apply them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deploy.kubernetes.tests.overlay import Overlay, Pod, name_of, picks

ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True, order=True)
class Arrow:
    source: str
    target: str
    port: int


def outgoing(overlay: Overlay) -> set[Arrow]:
    """What those who ask are let out for."""
    return {
        Arrow(pod.name, peer, port)
        for pod, rule in _rules(overlay, "egress", "Egress")
        for peer in _peers(overlay, rule.get("to"))
        for port in _ports(rule)
    }


def incoming(overlay: Overlay) -> set[Arrow]:
    """What those who are asked let in."""
    return {
        Arrow(peer, pod.name, port)
        for pod, rule in _rules(overlay, "ingress", "Ingress")
        for peer in _peers(overlay, rule.get("from"))
        for port in _ports(rule)
    } | _into_kafka(overlay)


def closed(overlay: Overlay) -> set[tuple[str, str]]:
    """Pods and directions that some policy takes hold of: the rest would be open to all."""
    return {
        (pod.name, direction)
        for policy in overlay.of("NetworkPolicy")
        for pod in _held(overlay, policy)
        for direction in policy["spec"]["policyTypes"]
    }


def _rules(overlay: Overlay, key: str, direction: str) -> Iterator[tuple[Pod, Mapping[str, Any]]]:
    for policy in overlay.of("NetworkPolicy"):
        rules = policy["spec"].get(key, ())
        assert not rules or direction in policy["spec"]["policyTypes"], name_of(policy)
        for pod in _held(overlay, policy):
            yield from ((pod, rule) for rule in rules)


def _held(overlay: Overlay, policy: Mapping[str, Any]) -> list[Pod]:
    return [pod for pod in overlay.pods if picks(policy["spec"]["podSelector"], pod.labels)]


def _ports(rule: Mapping[str, Any]) -> list[int]:
    return [port["port"] for port in rule["ports"]]


def _peers(overlay: Overlay, peers: Iterable[Mapping[str, Any]] | None) -> Iterator[str]:
    if peers is None:
        yield ANYWHERE
    for peer in peers or ():
        match peer:
            case {"ipBlock": {"cidr": str(network)}}:
                yield network
            case {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": str(namespace)}}}:
                yield namespace
            case {"podSelector": selector}:
                yield from (pod.name for pod in overlay.pods if picks(selector, pod.labels))
            case _:
                raise NotImplementedError(peer)


def _into_kafka(overlay: Overlay) -> set[Arrow]:
    """Strimzi writes the policy: a listener's own peers, and its parts to each other."""
    listeners = overlay.one("Kafka", "kervan")["spec"]["kafka"]["listeners"]
    let_in = {
        Arrow(peer, "kafka", listener["port"])
        for listener in listeners
        for peer in _peers(overlay, listener["networkPolicyPeers"])
    }
    among = {Arrow(source, "kafka", port) for source in ("kafka", "entity-operator") for port in (9090, 9091)}
    return let_in | among
