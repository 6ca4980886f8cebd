"""Kafka's topics are the contracts', as durable as an acknowledgement promises."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from contracts.topics import PAYMENT_RESULT, TOPICS
from deploy.kubernetes.__main__ import cli
from deploy.kubernetes.tests.overlay import Overlay, name_of
from deploy.kubernetes.topics import present


def test_the_committed_topics_are_as_the_contracts_have_them() -> None:
    assert CliRunner().invoke(cli, ["topics", "--check"]).exit_code == 0


def test_topics_that_differ_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.kubernetes.__main__.present", lambda: present(TOPICS[:-1]))
    assert CliRunner().invoke(cli, ["topics", "--check"]).exit_code == 1


def test_every_topic_is_declared_with_partitions_and_compaction_and_no_other(overlay: Overlay) -> None:
    declared = {name_of(m): m["spec"] for m in overlay.of("KafkaTopic")}
    assert declared.keys() == {topic.name for topic in TOPICS}
    for topic in TOPICS:
        spec = declared[topic.name]
        assert spec["partitions"] == topic.partitions, topic.name
        assert topic.config().items() <= spec["config"].items(), topic.name


def test_an_acknowledged_event_outlives_a_broker(overlay: Overlay) -> None:
    broker = overlay.one("KafkaNodePool", "broker")["spec"]
    for topic in overlay.of("KafkaTopic"):
        spec = topic["spec"]
        in_sync = int(spec["config"]["min.insync.replicas"])
        assert 1 < in_sync < spec["replicas"] <= broker["replicas"], name_of(topic)


def test_kafka_belongs_together(overlay: Overlay) -> None:
    for manifest in overlay.of("KafkaTopic", "KafkaNodePool", "KafkaUser"):
        assert manifest["metadata"]["labels"]["strimzi.io/cluster"] == name_of(overlay.of("Kafka")[0])


def test_nobody_outside_writes_what_kervan_writes(overlay: Overlay) -> None:
    may: dict[str, set[str]] = {}
    for user in overlay.of("KafkaUser"):
        for rule in user["spec"]["authorization"]["acls"]:
            if rule["resource"]["type"] == "topic":
                may.setdefault(rule["resource"]["name"], set()).update(rule["operations"])
    assert may.keys() <= {topic.name for topic in TOPICS}
    assert {name for name, operations in may.items() if "Write" in operations} == {PAYMENT_RESULT.name}
