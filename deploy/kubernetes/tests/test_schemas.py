"""Every object fits the schema that Kubernetes or its operator publishes."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from deploy.kubernetes.schemas import (
    FOLDER,
    KUBERNETES,
    OPERATORS,
    NoSchema,
    complaints,
    of_kubernetes,
    of_operator,
)
from deploy.kubernetes.tests.overlay import Overlay, name_of


def test_every_object_fits_its_published_schema(overlay: Overlay) -> None:
    found = [(m["kind"], name_of(m), told) for m in overlay.manifests for told in complaints(m)]
    assert found == []


def test_no_schema_is_kept_for_a_kind_that_nobody_uses(overlay: Overlay) -> None:
    kept = {file.stem for file in FOLDER.glob("*.json")}
    assert kept == {m["kind"] for m in overlay.manifests}
    assert kept == {name.rpartition(".")[2] for name in KUBERNETES} | set(OPERATORS)


@pytest.mark.parametrize(
    ("kind", "name", "path"),
    [
        ("Deployment", "finance-api", ("spec", "template", "spec", "containers", 0)),
        ("Cluster", "finance-postgres", ("spec", "postgresql")),
        ("Kafka", "kervan", ("spec", "kafka", "listeners", 0)),
        ("ScaledObject", "mobility-consumer", ("spec",)),
        ("ExternalSecret", "finance-secrets", ("spec",)),
    ],
)
def test_a_field_that_nobody_knows_is_a_complaint(
    overlay: Overlay, kind: str, name: str, path: tuple[str | int, ...]
) -> None:
    manifest = deepcopy(overlay.one(kind, name))
    place: Any = manifest
    for step in path:
        place = place[step]
    place["mistyped"] = "x"
    assert len(complaints(manifest)) == 1


def test_a_field_called_description_is_no_prose() -> None:
    schema = {
        "description": "prose",
        "properties": {"spec": {"properties": {"description": {"type": "string"}}}},
    }
    definition = {
        "spec": {
            "group": "g",
            "versions": [{"name": "v1", "served": True, "schema": {"openAPIV3Schema": schema}}],
        }
    }
    written = of_operator(definition, "v1")
    assert "description" not in written
    assert written["properties"]["spec"]["properties"] == {"description": {"type": "string"}}


def test_a_kind_takes_along_the_definitions_that_it_needs_and_no_other() -> None:
    published = {
        "a.Pod": {"properties": {"spec": {"$ref": "#/$defs/a.Spec"}}},
        "a.Spec": {"description": "prose", "items": [{"$ref": "#/$defs/a.Pod"}]},
        "a.Other": {},
    }
    written = of_kubernetes(published, "a.Pod")
    assert written["$defs"].keys() == {"a.Pod", "a.Spec"}
    assert written["$ref"] == "#/$defs/a.Pod"
    assert "description" not in written["$defs"]["a.Spec"]


def test_a_kind_without_a_schema_is_not_passed_over() -> None:
    with pytest.raises(NoSchema, match="CronJob"):
        complaints({"kind": "CronJob", "apiVersion": "batch/v1"})
