"""What one object says of another is true: secrets, settings, selectors, addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from deploy.kubernetes.tests.overlay import Overlay, name_of, picks

Selector = Mapping[str, Any]
TLS_OF_THE_ENTRANCE = "entrance-tls"
"""The operator's: issued by whatever issues certificates there."""


def test_every_secret_is_declared_with_the_keys_that_are_read(overlay: Overlay) -> None:
    declared = {
        name_of(m): {one["secretKey"] for one in m["spec"]["data"]} for m in overlay.of("ExternalSecret")
    }
    for pod in overlay.processes:
        (secret,) = (v["secret"]["secretName"] for v in pod.spec["volumes"] if "secret" in v)
        files = {value for value in overlay.environment(pod).values() if value.startswith("/run/secrets")}
        assert {file.rpartition("/")[2] for file in files} == declared[secret], pod.name
    owners = [m["spec"]["bootstrap"]["initdb"]["secret"]["name"] for m in overlay.of("Cluster")]
    assert all("password" in declared[owner] for owner in owners)


def test_no_secret_stands_in_the_manifests(overlay: Overlay) -> None:
    assert overlay.of("Secret") == []


def test_each_program_reads_its_own_entry_of_the_store(overlay: Overlay) -> None:
    for manifest in overlay.of("ExternalSecret"):
        program = manifest["metadata"]["labels"]["app.kubernetes.io/name"]
        keys = {one["remoteRef"]["key"] for one in manifest["spec"]["data"]}
        assert keys == {f"{program}-secrets"}, name_of(manifest)


def test_secret_files_are_mounted_where_processes_look(overlay: Overlay) -> None:
    for pod in overlay.processes:
        mounts = {mount["name"]: mount for mount in pod.container["volumeMounts"]}
        assert mounts["secrets"]["mountPath"] == "/run/secrets/kervan"
        assert mounts["secrets"]["readOnly"] is True
        assert mounts.keys() == {volume["name"] for volume in pod.spec["volumes"]}


def test_every_selector_picks_something(overlay: Overlay) -> None:
    for owner, selector in selectors(overlay):
        assert any(picks(selector, pod.labels) for pod in overlay.pods), f"{owner}: {selector}"


def test_every_service_picks_exactly_one_deployment_and_its_port(overlay: Overlay) -> None:
    for service in overlay.of("Service"):
        picked = [p for p in overlay.pods if picks({"matchLabels": service["spec"]["selector"]}, p.labels)]
        assert [pod.name for pod in picked] == [name_of(service)]
        ports = {port["name"] for port in picked[0].container["ports"]}
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports


def test_every_deployment_picks_its_own_pods_only(overlay: Overlay) -> None:
    for deployment in overlay.of("Deployment"):
        picked = [pod.name for pod in overlay.pods if picks(deployment["spec"]["selector"], pod.labels)]
        assert picked == [name_of(deployment)]


def test_clients_are_let_to_the_gateway_and_to_the_pages_for_anybody(overlay: Overlay) -> None:
    (rule,) = overlay.one("Ingress", "entrance")["spec"]["rules"]
    paths = {path["path"]: path["backend"]["service"]["name"] for path in rule["http"]["paths"]}
    gateways = {"/graphql": "gateway-api", "/v1": "gateway-api"}
    pages = ("/announcements", "/certificates", "/mails")
    assert paths == gateways | dict.fromkeys(pages, "events-api")


def test_everything_stands_in_one_namespace(overlay: Overlay) -> None:
    inside = [m for m in overlay.manifests if m["kind"] != "Namespace"]
    assert {m["metadata"]["namespace"] for m in inside} == {"kervan"}


def selectors(overlay: Overlay) -> Iterator[tuple[str, Selector]]:
    for manifest in overlay.manifests:
        spec, name = manifest.get("spec", {}), f"{manifest['kind']} {name_of(manifest)}"
        match manifest["kind"]:
            case "PodDisruptionBudget" | "Deployment" | "PodMonitor":
                yield name, spec["selector"]
            case "NetworkPolicy":
                yield name, spec["podSelector"]
                yield from ((name, selector) for selector in peers(spec))
            case "Kafka":
                listeners = spec["kafka"]["listeners"]
                among = [peer for listener in listeners for peer in listener["networkPolicyPeers"]]
                yield from ((name, peer["podSelector"]) for peer in among if "podSelector" in peer)


def peers(policy: Mapping[str, Any]) -> Iterator[Selector]:
    """Selectors of pods of this namespace."""
    rules = [*policy.get("ingress", ()), *policy.get("egress", ())]
    for peer in [peer for rule in rules for peer in [*rule.get("from", ()), *rule.get("to", ())]]:
        if "podSelector" in peer and "namespaceSelector" not in peer:
            yield peer["podSelector"]
