"""Metrics are asked where processes tell them; spans go where the collector listens, and out again."""

from __future__ import annotations

from typing import Any

import yaml
from starlette.routing import Route

from chassis.http.health import router
from deploy.kubernetes.tests.overlay import COMPONENT, Overlay, Pod, picks
from deploy.observability.dashboards import DASHBOARDS


def test_every_process_that_serves_is_asked_for_its_metrics(overlay: Overlay) -> None:
    monitor = overlay.one("PodMonitor", "processes")["spec"]
    (endpoint,) = monitor["podMetricsEndpoints"]
    assert endpoint["path"] in {route.path for route in router.routes if isinstance(route, Route)}
    for pod in overlay.processes:
        ports = {port["name"] for port in pod.container.get("ports", ())}
        asked = picks(monitor["selector"], pod.labels)
        assert asked == (pod.labels[COMPONENT] != "migration") == (endpoint["port"] in ports), pod.name


def test_a_job_is_a_service_as_alerts_and_dashboards_name_it(overlay: Overlay) -> None:
    label = overlay.one("PodMonitor", "processes")["spec"]["jobLabel"]
    jobs = {f"kervan-{pod.labels[label]}" for pod in overlay.processes}
    assert jobs == {dashboard.uid for dashboard in DASHBOARDS} - {"kervan-office", "kervan-flow"}


def test_the_collector_listens_where_it_is_reached(overlay: Overlay) -> None:
    ports = {port["name"]: port["containerPort"] for port in collector(overlay).container["ports"]}
    told = configuration(overlay)
    assert told["receivers"]["otlp"]["protocols"]["http"]["endpoint"] == f"0.0.0.0:{ports['otlp']}"
    assert told["extensions"]["health_check"]["endpoint"] == f"0.0.0.0:{ports['health']}"
    assert told["service"]["extensions"] == ["health_check"]


def test_the_collector_hands_on_to_a_place_that_it_is_told(overlay: Overlay) -> None:
    (variable,) = collector(overlay).container["env"]
    assert configuration(overlay)["exporters"]["otlp_http"]["endpoint"] == f"${{env:{variable['name']}}}"


def test_every_part_of_the_collector_is_used_and_there(overlay: Overlay) -> None:
    told = configuration(overlay)
    for part in ("receivers", "processors", "exporters"):
        used = {name for pipeline in told["service"]["pipelines"].values() for name in pipeline[part]}
        assert used == told[part].keys(), part


def collector(overlay: Overlay) -> Pod:
    (found,) = (pod for pod in overlay.workloads if pod.name == "collector")
    return found


def configuration(overlay: Overlay) -> Any:
    """As mounted: the ConfigMap of the pod's volume, by the file's name in its argument."""
    pod = collector(overlay)
    (config,) = (volume["configMap"]["name"] for volume in pod.spec["volumes"])
    (mount,) = pod.container["volumeMounts"]
    (argument,) = pod.container["args"]
    file = argument.removeprefix(f"--config={mount['mountPath']}/")
    return yaml.safe_load(overlay.one("ConfigMap", config)["data"][file])
