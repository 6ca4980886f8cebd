"""The published schemas of what the overlays hold, kept in ``schemas/`` so that checking needs no network.

One file a kind, without its prose and with nothing allowed that it does not name: Kubernetes' kinds from its
published JSON Schemas, the operators' from their CustomResourceDefinitions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from jsonschema_rs import Draft202012Validator

from deploy.kubernetes.rendering import HERE, Manifest

FOLDER = HERE / "schemas"

KUBERNETES: Final = (
    "io.k8s.api.apps.v1.Deployment",
    "io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler",
    "io.k8s.api.batch.v1.Job",
    "io.k8s.api.core.v1.ConfigMap",
    "io.k8s.api.core.v1.Namespace",
    "io.k8s.api.core.v1.Service",
    "io.k8s.api.networking.v1.Ingress",
    "io.k8s.api.networking.v1.NetworkPolicy",
    "io.k8s.api.policy.v1.PodDisruptionBudget",
)
OPERATORS: Final = {
    "Cluster": ("postgresql.cnpg.io", "v1"),
    "ExternalSecret": ("external-secrets.io", "v1"),
    "Kafka": ("kafka.strimzi.io", "v1"),
    "KafkaNodePool": ("kafka.strimzi.io", "v1"),
    "KafkaTopic": ("kafka.strimzi.io", "v1"),
    "KafkaUser": ("kafka.strimzi.io", "v1"),
    "PodMonitor": ("monitoring.coreos.com", "v1"),
    "ScaledObject": ("keda.sh", "v1alpha1"),
}

Schema = dict[str, Any]


class NoSchema(Exception):
    """A kind that nobody could check, or whose schema is not where it was looked for."""


def complaints(manifest: Manifest) -> list[str]:
    """What the schema of its kind says against an object. Raises: NoSchema."""
    errors = _validator(manifest["kind"]).iter_errors(manifest)
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message}" for error in errors]


@cache
def _validator(kind: str) -> Draft202012Validator:
    file = FOLDER / f"{kind}.json"
    if not file.exists():
        raise NoSchema(kind)
    return Draft202012Validator(json.loads(file.read_text()))


def write(definitions: Path, folders: Sequence[Path]) -> list[str]:
    """Write ``schemas/`` anew and tell its kinds.

    ``definitions``: Kubernetes' schemas in one JSON file, by name under ``$defs``; ``folders``: where the
    operators' CustomResourceDefinitions are. Raises: NoSchema for a kind that is in neither.
    """
    published = json.loads(definitions.read_text())["$defs"]
    schemas = {name.rpartition(".")[2]: of_kubernetes(published, name) for name in KUBERNETES}
    found = {(d["spec"]["group"], d["spec"]["names"]["kind"]): d for d in _read_definitions(folders)}
    for kind, (group, version) in OPERATORS.items():
        if (group, kind) not in found:
            raise NoSchema(f"{group} {kind}")
        schemas[kind] = of_operator(found[group, kind], version)
    for kind, schema in schemas.items():
        text = json.dumps(schema, separators=(",", ":"), sort_keys=True)
        (FOLDER / f"{kind}.json").write_text(text + "\n")
    return sorted(schemas)


def of_kubernetes(published: Schema, name: str) -> Schema:
    """A kind with the definitions that it needs; those are strict as they are published."""
    needed, ahead = dict[str, Any](), [name]
    while ahead:
        reached = ahead.pop()
        if reached not in needed:
            needed[reached] = _without_prose(published[reached])
            ahead += _references(needed[reached])
    return {"$ref": f"#/$defs/{name}", "$defs": needed}


def of_operator(definition: Manifest, version: str) -> Schema:
    """A kind from its CustomResourceDefinition."""
    (served,) = (v for v in definition["spec"]["versions"] if v["name"] == version and v["served"])
    schema: Schema = _strict(_without_prose(served["schema"]["openAPIV3Schema"]))
    schema["properties"].pop("status", None)
    api_version = f"{definition['spec']['group']}/{version}"
    schema["properties"] |= {"apiVersion": {"const": api_version}, "metadata": {"type": "object"}}
    return schema


def _read_definitions(folders: Sequence[Path]) -> Iterator[Manifest]:
    for folder in folders:
        for file in sorted(folder.rglob("*.yaml")):
            documents = yaml.safe_load_all(file.read_text())
            yield from (d for d in documents if d and d.get("kind") == "CustomResourceDefinition")


def _without_prose(schema: Any) -> Any:
    """A field may be named ``description`` too; prose is a text."""
    match schema:
        case dict():
            told = {k: v for k, v in schema.items() if not (k == "description" and isinstance(v, str))}
            return {k: _without_prose(v) for k, v in told.items()}
        case list():
            return [_without_prose(part) for part in schema]
        case _:
            return schema


def _strict(schema: Any) -> Any:
    """What a cluster would drop in silence is a mistake here."""
    match schema:
        case {"properties": dict()} if not schema.get("x-kubernetes-preserve-unknown-fields"):
            inside = {k: _strict(v) for k, v in schema.items()}
            return {"additionalProperties": False} | inside
        case dict():
            return {k: _strict(v) for k, v in schema.items()}
        case list():
            return [_strict(part) for part in schema]
        case _:
            return schema


def _references(schema: Any) -> list[str]:
    match schema:
        case {"$ref": str(reference)}:
            return [reference.rpartition("/")[2]]
        case dict():
            return [name for part in schema.values() for name in _references(part)]
        case list():
            return [name for part in schema for name in _references(part)]
        case _:
            return []
