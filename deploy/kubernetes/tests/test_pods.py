"""What every container must be: nobody, bounded, unable to write, unable to ask the cluster anything."""

from __future__ import annotations

from deploy.kubernetes.tests.overlay import Overlay


def test_no_pod_runs_as_root_or_may_ask_the_cluster(overlay: Overlay) -> None:
    for pod in overlay.workloads:
        security = pod.spec["securityContext"]
        assert security["runAsNonRoot"] is True, pod.name
        assert security["runAsUser"] > 0, pod.name
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}, pod.name
        assert pod.spec["automountServiceAccountToken"] is False, pod.name
        assert not {"hostNetwork", "hostPID", "hostIPC", "initContainers"} & pod.spec.keys(), pod.name


def test_no_container_writes_its_root_or_holds_a_capability(overlay: Overlay) -> None:
    for pod in overlay.workloads:
        security = pod.container["securityContext"]
        assert security == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }, pod.name


def test_every_container_asks_for_and_is_held_to_memory_and_cpu(overlay: Overlay) -> None:
    for pod in overlay.workloads:
        resources = pod.container["resources"]
        assert resources["requests"].keys() == resources["limits"].keys() == {"cpu", "memory"}, pod.name


def test_engines_are_held_to_memory_and_cpu_too(overlay: Overlay) -> None:
    kafka = overlay.one("Kafka", "kervan")["spec"]["entityOperator"]
    held = [m["spec"] for m in overlay.of("Cluster", "KafkaNodePool")]
    for engine in [*held, kafka["topicOperator"], kafka["userOperator"]]:
        assert engine["resources"]["limits"].keys() == {"cpu", "memory"}


def test_an_image_has_a_version(overlay: Overlay) -> None:
    for pod in overlay.workloads:
        _, _, version = pod.container["image"].partition(":")
        assert version not in ("", "latest"), pod.name


def test_the_namespace_takes_no_pod_that_is_less(overlay: Overlay) -> None:
    labels = overlay.one("Namespace", "kervan")["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
