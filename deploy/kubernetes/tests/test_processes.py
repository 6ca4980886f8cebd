"""What runs: each program's roles, by commands that there are."""

from __future__ import annotations

from importlib.util import find_spec

from deploy.kubernetes.tests.overlay import Overlay, name_of, program_of, role_of
from deploy.kubernetes.tests.programs import PROGRAMS, commands_of, roles_of

COMMAND_OF_ROLE = {"api": "api", "relay": "relay", "consumer": "consumer", "migration": "migrate"}


def test_each_program_runs_the_roles_that_it_has(overlay: Overlay) -> None:
    running = {(program_of(pod), role_of(pod)) for pod in overlay.processes}
    assert running == {(program, role) for program in PROGRAMS for role in roles_of(program)}


def test_a_pod_is_named_by_its_program_and_role(overlay: Overlay) -> None:
    for pod in overlay.processes:
        assert pod.name == f"{program_of(pod)}-{role_of(pod)}"


def test_every_container_runs_its_role_of_its_program(overlay: Overlay) -> None:
    for pod in overlay.processes:
        program, role = program_of(pod), role_of(pod)
        python, dash_m, module = pod.container["command"]
        (word,) = pod.container["args"]
        assert (python, dash_m, module) == ("python", "-m", PROGRAMS[program].package), pod.name
        assert find_spec(f"{module}.__main__"), pod.name
        assert word == COMMAND_OF_ROLE[role], pod.name
        assert word in commands_of(program), pod.name


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
