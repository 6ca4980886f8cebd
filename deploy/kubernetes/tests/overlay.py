"""A rendered overlay, asked by tests: its workloads, the pods they make, what a selector picks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deploy.kubernetes.rendering import Manifest

NAME, COMPONENT = "app.kubernetes.io/name", "app.kubernetes.io/component"
Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pod:
    """What a workload makes; ``spec`` is empty for pods that an operator makes."""

    name: str
    labels: Labels
    spec: Mapping[str, Any]

    @property
    def container(self) -> Any:
        (only,) = self.spec["containers"]
        return only


@dataclass(frozen=True)
class Overlay:
    name: str
    manifests: tuple[Manifest, ...]

    def of(self, *kinds: str) -> list[Manifest]:
        return [m for m in self.manifests if m["kind"] in kinds]

    def one(self, kind: str, name: str) -> Manifest:
        (found,) = (m for m in self.of(kind) if name_of(m) == name)
        return found

    @property
    def processes(self) -> list[Pod]:
        """Kervan's own pods: those of every Deployment and Job but the collector's."""
        return [pod for pod in self.workloads if pod.name != "collector"]

    @property
    def workloads(self) -> list[Pod]:
        made = [(name_of(m), m["spec"]["template"]) for m in self.of("Deployment", "Job")]
        return [Pod(name, template["metadata"]["labels"], template["spec"]) for name, template in made]

    @property
    def pods(self) -> list[Pod]:
        """With those that the operators of PostgreSQL and Kafka make."""
        databases = [
            Pod(name_of(m), m["spec"]["inheritedMetadata"]["labels"], {}) for m in self.of("Cluster")
        ]
        return [*self.workloads, *databases, *self._kafka()]

    def _kafka(self) -> Iterator[Pod]:
        """With the labels that Strimzi gives."""
        for kafka in self.of("Kafka"):
            for part in ("kafka", "entity-operator"):
                labels = {
                    "strimzi.io/cluster": name_of(kafka),
                    "strimzi.io/name": f"{name_of(kafka)}-{part}",
                }
                yield Pod(part, labels, {})

    def environment(self, pod: Pod) -> dict[str, str]:
        """What a process is told: its ConfigMaps, then its own variables, as the kubelet does it."""
        told: dict[str, str] = {}
        for source in pod.container.get("envFrom", ()):
            told |= self.one("ConfigMap", source["configMapRef"]["name"])["data"]
        return told | {one["name"]: one["value"] for one in pod.container.get("env", ())}


def name_of(manifest: Manifest) -> str:
    return str(manifest["metadata"]["name"])


def program_of(pod: Pod) -> str:
    return pod.labels[NAME]


def role_of(pod: Pod) -> str:
    return pod.labels[COMPONENT]


def picks(selector: Mapping[str, Any], labels: Labels) -> bool:
    """Kubernetes' label selector; an empty one picks all."""
    equal = selector.get("matchLabels", {}).items() <= labels.items()
    among = all(_meets(one, labels) for one in selector.get("matchExpressions", ()))
    return bool(equal and among)


def _meets(expression: Mapping[str, Any], labels: Labels) -> bool:
    if expression["operator"] != "In":
        raise NotImplementedError(expression["operator"])
    return labels.get(expression["key"]) in expression["values"]
