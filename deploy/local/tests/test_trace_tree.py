"""What an operator sees of a trace: the way of an event, without the noise."""

from pathlib import Path

import orjson
import pytest
from rich.console import Console

from deploy.local.trace_tree import load_trace, render, short_sql

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
MS = 1_000_000


def span(  # noqa: PLR0917
    number: int, parent: int | None, service: str, name: str, at: int, ms: int, **attributes: str
) -> bytes:
    return orjson.dumps(
        {
            "trace_id": TRACE,
            "span_id": f"{number:016x}",
            "parent_id": None if parent is None else f"{parent:016x}",
            "service": service,
            "name": name,
            "kind": "client" if "sql" in attributes or "url" in attributes else "internal",
            "start": at * MS,
            "end": (at + ms) * MS,
            "error": None,
            "attributes": {KEYS[key]: value for key, value in attributes.items()},
        }
    )


KEYS = {
    "sql": "db.query.text",
    "url": "url.full",
    "topic": "messaging.destination.name",
    "status": "http.response.status_code",
    "operation": "graphql.operation.name",
    "kind": "graphql.operation.type",
}


def sql(number: int, parent: int, service: str, at: int, statement: str) -> bytes:
    return span(number, parent, service, statement.split(maxsplit=1)[0], at, 1, sql=statement)


GATEWAY = [
    span(1, None, "gateway", "mutation AcceptPlacement", 0, 40),
    span(
        2,
        1,
        "gateway",
        "POST",
        2,
        30,
        url="http://127.0.0.1:8002/v1/placements/018f3c5e-0000-7000-8000-000000000001",
    ),
]
MOBILITY = [
    span(3, 2, "mobility", "POST /v1/placements/{id}/acceptance", 4, 25),
    sql(4, 3, "mobility", 5, "SELECT placement.id FROM placement WHERE placement.id = $1::UUID FOR UPDATE"),
    *(
        sql(number, 3, "mobility", number, "INSERT INTO score_line (id) VALUES ($1::UUID)")
        for number in range(10, 17)
    ),
    sql(20, 3, "mobility", 20, "SELECT 1"),
    sql(21, 3, "mobility", 21, "COMMIT"),
    span(30, 3, "mobility", "publish mobility.mobility.v1", 32, 2, topic="mobility.mobility.v1"),
]
FINANCE = [
    span(40, 30, "finance", "process mobility.mobility.v1", 36, 9, topic="mobility.mobility.v1"),
    sql(41, 40, "finance", 37, "INSERT INTO inbox (id) VALUES ($1) ON CONFLICT DO NOTHING"),
    span(50, 99, "finance", "an orphan of a killed process", 50, 1),
]


@pytest.fixture
def traces(tmp_path: Path) -> Path:
    for service, spans in {"gateway": GATEWAY, "mobility": MOBILITY, "finance": FINANCE}.items():
        (tmp_path / f"{service}.jsonl").write_bytes(b"".join(line + b"\n" for line in spans))
    return tmp_path


def drawn(traces: Path) -> list[str]:
    console = Console(width=120, record=True, file=(traces / "drawn").open("w"))
    console.print(render(load_trace(traces, TRACE)))
    return console.export_text().splitlines()


def test_the_tree_reads_from_the_mutation_to_the_next_services_statement(traces: Path) -> None:
    lines = drawn(traces)
    assert [line.strip("│├└─ ").partition("  ")[0] for line in lines] == [
        "gateway mutation AcceptPlacement",
        "gateway POST → /v1/placements/…",
        "mobility POST /v1/placements/{id}/acceptance",
        "mobility SELECT placement FOR UPDATE",
        "mobility INSERT score_line ×7",
        "mobility publish mobility.mobility.v1",
        "finance process mobility.mobility.v1",
        "finance UPSERT inbox",
        "finance an orphan of a killed process",
    ]


def test_every_line_tells_its_duration_and_its_distance_from_the_start(traces: Path) -> None:
    publish = next(line for line in drawn(traces) if "publish" in line)
    assert publish.endswith("2.0 ms  +32.0 ms")


def test_an_orphan_hangs_on_the_root(traces: Path) -> None:
    assert drawn(traces)[-1].startswith("└── finance an orphan")


def test_messages_of_one_kind_are_drawn_once_with_their_number(traces: Path) -> None:
    with (traces / "mobility.jsonl").open("ab") as file:
        file.write(
            span(60, 3, "mobility", "publish mobility.call.v1", 32, 3, topic="mobility.call.v1") + b"\n"
        )
        file.write(
            span(61, 3, "mobility", "publish mobility.person.v1", 33, 3, topic="mobility.person.v1") + b"\n"
        )
        file.write(
            span(62, 3, "mobility", "publish mobility.call.v1", 34, 5, topic="mobility.call.v1") + b"\n"
        )
    (call,) = [line for line in drawn(traces) if "mobility.call.v1" in line]
    assert call.endswith("publish mobility.call.v1 ×2  ≤ 5.0 ms  +32.0 ms")


def test_a_graphql_request_is_called_by_its_operation_and_a_refused_one_tells_its_status(
    traces: Path,
) -> None:
    named = span(70, 1, "gateway", "POST /graphql", 60, 1, operation="Office", kind="query")
    refused = span(71, 1, "mobility", "POST /v1/calls", 62, 1, status="412")
    with (traces / "gateway.jsonl").open("ab") as file:
        file.write(named + b"\n" + refused + b"\n")
    assert [line.partition("  ")[0] for line in drawn(traces)[-2:]] == [
        "├── gateway query Office",
        "└── mobility POST /v1/calls → 412",
    ]


def test_a_trace_nobody_wrote_cannot_be_drawn(traces: Path) -> None:
    with pytest.raises(ValueError, match="without spans"):
        render(load_trace(traces, "0" * 32))


@pytest.mark.parametrize(
    ("statement", "label"),
    [
        ("SELECT a FROM agreement WHERE id = $1", "SELECT agreement"),
        ('SELECT a FROM "call" FOR NO KEY UPDATE', "SELECT call"),
        ("UPDATE agreement SET state = $1", "UPDATE agreement"),
        ("DELETE FROM outbox WHERE id = ANY($1)", "DELETE outbox"),
        ("INSERT INTO mirror (id) SELECT 1 ON CONFLICT (id) DO UPDATE SET x = 1", "UPSERT mirror"),
        ("WITH due AS (SELECT id FROM a) UPDATE b SET x = 1 FROM due", "UPDATE b"),
        ("LISTEN x", "LISTEN"),
    ],
)
def test_a_statement_is_named_by_its_verb_and_table(statement: str, label: str) -> None:
    assert short_sql(statement) == label
