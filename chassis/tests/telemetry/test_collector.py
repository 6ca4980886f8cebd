"""Spans and metrics sent to a collector by OTLP; the collector here only notes what it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from chassis.telemetry import metrics, tracing
from chassis.tests.telemetry.conftest import Start


class Collector:
    def __init__(self) -> None:
        self.received: dict[str, bytes] = {}
        received = self.received

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                received[self.path] = self.rfile.read(int(self.headers["content-length"]))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def collector() -> Iterator[Collector]:
    collector = Collector()
    thread = Thread(target=collector.server.serve_forever)
    thread.start()
    yield collector
    collector.server.shutdown()
    thread.join()
    collector.server.server_close()


def test_what_is_waiting_reaches_the_collector(collector: Collector, start: Start) -> None:
    telemetry = start(otlp_endpoint=collector.url + "/")
    with tracing.start_span("draft grant"):
        metrics.relay_published({"mobility.mobility.v1": 3}, 0.01)
    metrics.request_answered("POST", "/graphql", 200, 0.01)
    telemetry.flush()
    assert collector.received.keys() == {"/v1/traces", "/v1/metrics"}
    assert b"draft grant" in collector.received["/v1/traces"]
    assert b"http.server.request.duration" in collector.received["/v1/metrics"]


def test_an_exception_leaves_its_type_and_place_but_not_its_words(collector: Collector, start: Start) -> None:
    telemetry = start(otlp_endpoint=collector.url)
    with pytest.raises(LookupError), tracing.start_span("draft grant", attributes={"iban": "TR33 0006"}):
        raise LookupError("no account of Zeynep Kaya")
    telemetry.flush()
    sent = collector.received["/v1/traces"]
    assert b"LookupError" in sent
    assert b"test_collector.py" in sent
    assert b"Zeynep" not in sent
    assert b"TR33" not in sent
