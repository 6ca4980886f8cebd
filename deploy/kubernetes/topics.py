"""Strimzi's KafkaTopics, written from ``contracts/topics.py``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from contracts.topics import TOPICS, Topic

TOPICS_FILE = Path(__file__).parent / "base/ground/kafka/topics.yaml"
CLUSTER = "kervan"
REPLICAS = 3
IN_SYNC_MIN = 2
HEADER = "# Written by `python -m deploy.kubernetes topics` from contracts/topics.py.\n"


def present(topics: Sequence[Topic] = TOPICS) -> str:
    """The file as the contracts have it now."""
    return HEADER + str(yaml.safe_dump_all([_resource(topic) for topic in topics], sort_keys=False))


def _resource(topic: Topic) -> dict[str, Any]:
    """An acknowledged event stands on two of three brokers."""
    return {
        "apiVersion": "kafka.strimzi.io/v1",
        "kind": "KafkaTopic",
        "metadata": {"name": topic.name, "labels": {"strimzi.io/cluster": CLUSTER}},
        "spec": {
            "partitions": topic.partitions,
            "replicas": REPLICAS,
            "config": {**topic.config(), "min.insync.replicas": str(IN_SYNC_MIN)},
        },
    }
