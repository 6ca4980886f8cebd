"""Log lines: JSON with the trace they belong to, and nobody's name."""

from __future__ import annotations

import logging
import re
from typing import Any

import orjson
import pytest

from chassis.telemetry import tracing
from chassis.telemetry.logs import get_logger
from chassis.tests.telemetry.conftest import Start


def test_a_line_names_its_service_and_its_trace(start: Start, lines: Any) -> None:
    start()
    with tracing.start_span("grant"):
        get_logger().info("grant.drafted", grant_id="018f", amount_eur=2400)
        trace_id = tracing.current_trace_id()
    (line,) = lines()
    assert line["trace_id"] == trace_id
    assert (line["service"], line["level"], line["event"]) == ("finance", "info", "grant.drafted")


def test_libraries_write_the_same_lines(lines: Any) -> None:
    logging.getLogger("uvicorn.error").info("Started on %s", "127.0.0.1")
    (line,) = lines()
    assert (line["event"], line["logger"]) == ("Started on 127.0.0.1", "uvicorn.error")


def test_a_library_that_tells_every_attempt_is_heard_once_in_a_while(lines: Any) -> None:
    for node in (1, 1, 1, 2):
        logging.getLogger("aiokafka.conn").error("Unable connect to node with id %s", node)
    assert [line["event"][-1] for line in lines()] == ["1", "2"]


def test_what_others_say_twice_is_heard_twice(lines: Any) -> None:
    for _ in range(2):
        logging.getLogger("asyncio").error("Task exception was never retrieved")
    assert len(lines()) == 2


def test_the_access_log_with_its_query_strings_is_silent(lines: Any) -> None:
    logging.getLogger("uvicorn.access").info('"GET /v1/people?q=Zeynep HTTP/1.1" 200')
    assert lines() == []


def test_a_websockets_address_and_query_string_are_not_logged(lines: Any) -> None:
    address = ("10.1.2.3", "/graphql?token=secret")
    logging.getLogger("uvicorn.error").info('%s - "WebSocket %s" [accepted]', *address)
    assert lines() == []


@pytest.mark.parametrize(
    "said",
    [
        {"given_name": "Zeynep"},
        {"person": {"family_name": "Zeynep"}},
        {"rows": [{"email": "Zeynep"}]},
        {"detail": "paid to TR33 0006 1005 1978 6457 8413 26, zeynep@uni.edu.tr"},
        {"detail": "TR330006100519786457841326"},
        {"detail": "tr330006100519786457841326"},
        {"detail": "call +90 532 111 22 33 about 10000000146"},
        {"error": "duplicate key\nDETAIL:  Key (given_name)=(Zeynep) already exists."},
        {"error": "DETAIL:  Failing row contains (7, Zeynep, 2025-09-01)."},
        {"error": "[SQL: INSERT …] [parameters: ('Zeynep',)]"},
        {"error": "too short [type=x, input_value='Zeynep', input_type=str]"},
    ],
)
def test_what_could_name_a_person_is_masked(lines: Any, said: dict[str, Any]) -> None:
    get_logger().warning("refused", **said)
    (line,) = lines()
    written = orjson.dumps(line).decode().lower()
    assert re.search("zeynep|197864|5321112233|10000000146", written.replace(" ", "")) is None
    assert "•••" in written


def test_an_exceptions_words_are_masked_too(lines: Any) -> None:
    try:
        raise ValueError("Key (email)=(zeynep@uni.edu.tr) already exists")
    except ValueError:
        get_logger().exception("failed")
    (line,) = lines()
    assert "zeynep" not in line["exception"]
    assert "ValueError" in line["exception"]


def test_ids_and_amounts_are_left_as_they_are(lines: Any) -> None:
    told = {
        "id": "018f3c5e-7d8a-7000-8000-2b1d3c4e5f60",
        "trace": "ab12cdef34567890ab12cdef34567890",
        "at": "2026-11-23T23:20:58.282556+03:00",
        "offset": "1763940058282",
        "amount": "2400.00",
        "topic": "finance.grant.v1",
        "count": 3,
    }
    get_logger().info("told", **told)
    (line,) = lines()
    assert {key: line[key] for key in told} == told
