"""PostGraphile 5 on the gateway's own wide rows, for query A.

It has a schema of its own, so the query is written anew, cursors are its own, and its values are put into the
gateway's shape before they are compared.
"""

from __future__ import annotations

import asyncio
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import orjson

from chassis.database import plain_url
from deploy.local.ports import HOST, free_ports
from tests.bench.gateway.peers.install import installed
from tests.bench.gateway.queries import Query
from tests.bench.gateway.sides import Side, process, wait_for

VIEW = Path(__file__).with_name("postgraphile.sql")
STAYS = """
query Stays($after: Cursor) {
  allStays(first: 20, after: $after) {
    nodes {
      rowId status begins ends
      givenName familyName agreementReference partnerName partnerCountry
      grantStatus amount amountCurrency instalments
    }
    pageInfo { hasNextPage endCursor }
  }
}"""
FIRST = "{ allStays(first: 1) { pageInfo { endCursor } } }"


@contextmanager
def postgraphile_wide(database_url: str, home: Path) -> Iterator[Side]:
    """Raises: SideFailed."""
    peers = installed()
    asyncio.run(_make_view(database_url))
    (port,) = free_ports(1)
    program = peers.package("postgraphile/dist/cli-run.js", "PostGraphile")
    log = home / "postgraphile.log"
    settings = {
        "NODE_ENV": "production",
        "GRAPHILE_ENV": "production",
        "DATABASE": plain_url(database_url),
        "PORT": str(port),
    }
    command = [str(peers.node), str(program), "-C", "graphile.config.mjs"]
    with process(command, log, settings, peers.folder):
        wait_for(port, log)
        yield _side(f"http://{HOST}:{port}/graphql")


def _side(url: str) -> Side:
    first = Side("postgraphile_wide", lambda _: url).answer(Query("first", FIRST, [{}]), 0)
    list_name, _ = orjson.loads(b64decode(first["allStays"]["pageInfo"]["endCursor"]))
    return Side("postgraphile_wide", lambda _: url, asked=partial(_asked, list_name), shaped=_shaped)


def _asked(list_name: str, query: Query) -> Query:
    """The same pages: a cursor of either list ends in the row's id."""
    cursors = (orjson.loads(urlsafe_b64decode(each["after"] + "=="))[-1] for each in query.variables)
    return Query(query.name, STAYS, [{"after": _cursor(list_name, row)} for row in cursors])


def _cursor(list_name: str, row: str) -> str:
    return b64encode(orjson.dumps([list_name, row])).decode()


def _shaped(data: Mapping[str, Any]) -> Any:
    """The answer as the gateway gives it."""
    stays = data["allStays"]
    _, end = orjson.loads(b64decode(stays["pageInfo"]["endCursor"]))
    place = urlsafe_b64encode(f'["id", "{end}"]'.encode()).decode().rstrip("=")
    info = {"hasNextPage": stays["pageInfo"]["hasNextPage"], "endCursor": place}
    return {"mobilities": {"nodes": [_stay(row) for row in stays["nodes"]], "pageInfo": info}}


def _stay(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "id": f"Mobility.{row['rowId']}",
        "status": _word(row["status"]),
        "begins": row["begins"],
        "ends": row["ends"],
        "person": _related(row, givenName="givenName", familyName="familyName"),
        "agreement": _related(row, reference="agreementReference"),
        "partner": _related(row, name="partnerName", country="partnerCountry"),
        "grant": _grant(row),
    }


def _related(row: Mapping[str, Any], **fields: str) -> Mapping[str, Any] | None:
    """None where there is nothing of it."""
    values = {name: row[column] for name, column in fields.items()}
    return values if any(value is not None for value in values.values()) else None


def _grant(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if row["grantStatus"] is None:
        return None
    amount = {"amount": row["amount"], "currency": row["amountCurrency"]}
    return {
        "status": _word(row["grantStatus"]),
        "amount": amount if row["amount"] is not None else None,
        "instalments": [_instalment(each) for each in row["instalments"]],
    }


def _instalment(given: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "amount": given["amount"],
        "dueOn": given["due_on"],
        "status": _word(given["status"]),
    }


def _word(value: str) -> str:
    return value.upper().replace("-", "_")


async def _make_view(database_url: str) -> None:
    connection = await asyncpg.connect(plain_url(database_url))
    await connection.execute(VIEW.read_text())
    await connection.close()
