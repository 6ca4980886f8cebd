"""What runs: each program's roles, by commands that there are."""

from __future__ import annotations

import yaml

from deploy.kubernetes.tests.overlay import Overlay, Pod, name_of, program_of, role_of
from deploy.kubernetes.tests.programs import PROGRAMS, commands_of, roles_of
from deploy.local.layout import CHECKOUT

COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
BUILT: dict[str, str] = {
    one["image"].rpartition("/")[2].partition(":")[0]: one["build"]["args"]["PROGRAM"]
    for one in COMPOSE["services"].values()
    if "build" in one
}
"""What the images of docker-compose.yml start, by name."""

COMMAND_OF_ROLE = {"api": "api", "relay": "relay", "consumer": "consumer", "migration": "migrate"}


def test_each_program_runs_the_roles_that_it_has(overlay: Overlay) -> None:
    running = {(program_of(pod), role_of(pod)) for pod in overlay.processes}
    assert running == {(program, role) for program in PROGRAMS for role in roles_of(program)}


def test_a_pod_is_named_by_its_program_and_role(overlay: Overlay) -> None:
    for pod in overlay.processes:
        assert pod.name == f"{program_of(pod)}-{role_of(pod)}"


def test_every_container_is_its_program_s_image_told_its_role(overlay: Overlay) -> None:
    for pod in overlay.processes:
        program, role = program_of(pod), role_of(pod)
        (word,) = pod.container["args"]
        assert BUILT[image_of(pod)] == PROGRAMS[program].package, pod.name
        assert "command" not in pod.container, pod.name  # the image's own: python -m, and its program
        assert word == COMMAND_OF_ROLE[role], pod.name
        assert word in commands_of(program), pod.name


def test_one_release_is_of_one_version(overlay: Overlay) -> None:
    assert len({pod.container["image"].rpartition(":")[2] for pod in overlay.processes}) == 1


def image_of(pod: Pod) -> str:
    """Without its registry and its version."""
    return str(pod.container["image"].rpartition(":")[0].rpartition("/")[2])


def test_migrations_are_jobs_and_the_rest_are_deployments(overlay: Overlay) -> None:
    jobs = {name_of(job) for job in overlay.of("Job")}
    assert jobs == {f"{program}-migration" for program in PROGRAMS}


def test_steps_are_applied_in_order(overlay: Overlay) -> None:
    """`kubectl apply -l kervan/step=…`: nothing that a step needs comes with a later one."""
    for manifest in overlay.manifests:
        step = manifest["metadata"]["labels"]["kervan/step"]
        match manifest["kind"]:
            case "Job":
                assert step == "migration", name_of(manifest)
            case "ConfigMap" | "ExternalSecret" | "Cluster" | "Kafka" | "KafkaTopic" | "NetworkPolicy":
                assert step == "ground", name_of(manifest)
            case "Deployment" if name_of(manifest) != "collector":
                assert step == "processes", name_of(manifest)
            case _:
                assert step in ("ground", "processes"), name_of(manifest)
