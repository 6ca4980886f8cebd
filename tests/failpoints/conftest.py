"""One site for all scenarios."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from chassis.identity.issuer import DevelopmentIssuer
from chassis.kafka import ensure_topics
from contracts.topics import TOPICS
from tests.failpoints.groups import until_coordinated
from tests.failpoints.site import Site


@pytest.fixture(scope="session")
async def failpoint_site(
    databases: Any, kafka_bootstrap: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Site]:
    folder = Path(tmp_path_factory.mktemp("failpoints"))
    await ensure_topics(kafka_bootstrap, TOPICS)
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    await until_coordinated(admin)
    yield Site(folder, kafka_bootstrap, admin, DevelopmentIssuer.at(folder / "issuer"), databases.create)
    await admin.close()
